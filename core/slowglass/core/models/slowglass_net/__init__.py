"""The built-in network: our own architecture, trained on our own data."""
