"""OpenTimelineIO: retiming a clip of an exported timeline where no script may run.

It runs in the engine's Python, not inside a host.
"""
