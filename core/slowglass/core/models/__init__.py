"""Models: everything that says where pixels come from."""
