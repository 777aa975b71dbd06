"""Data sets: clips of any kind cut into windows of frames, for training and for validation."""
