"""Fetching weights from the network, which happens only where somebody asks for it."""
