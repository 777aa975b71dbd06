"""Training: everything that makes weights. It knows the models; nothing knows it."""
