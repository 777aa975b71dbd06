"""How close made frames are to true ones."""
