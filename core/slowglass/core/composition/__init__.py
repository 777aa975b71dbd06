"""How each kind of channel is made from those of two frames; `compose_frame` puts them together."""
