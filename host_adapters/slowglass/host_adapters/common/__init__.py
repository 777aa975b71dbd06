"""What all hosts share: finding, starting and talking to the engine process.

Standard library, relative imports and old syntax only: it runs in the hosts' own Pythons.
"""
