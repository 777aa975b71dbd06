"""The motion that a renderer wrote into the frames' own channels, as a model."""
