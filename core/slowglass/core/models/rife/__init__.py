"""RIFE 4.x: motion from a picture to both of its neighbours, found anew for each time."""
