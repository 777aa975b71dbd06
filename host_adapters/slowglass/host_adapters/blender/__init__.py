"""Slowglass in Blender's Video Sequence Editor: what runs inside Blender."""
