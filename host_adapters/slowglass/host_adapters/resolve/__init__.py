"""DaVinci Resolve: retiming a clip of the timeline from the Scripts menu.

Standard library, relative imports and the syntax of Python 3.6 only: it runs in whatever Python
Resolve finds. Resolve's objects are passed in; they answer failures with None, False or nothing,
and have every attribute that one asks for, so each is asked through `api`.
"""
