"""What a host and the engine process say to each other; docs/protocol.md specifies it.

Standard library, relative imports and old syntax only: a copy of this package runs inside hosts.
"""
