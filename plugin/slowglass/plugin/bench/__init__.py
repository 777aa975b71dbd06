"""Benchmarks: how good, how fast."""
