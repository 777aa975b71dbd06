"""Time: which source frames an output frame is made of. Standard library only."""
