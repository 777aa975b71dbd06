"""What the picture itself tells about time: cuts and duplicated frames."""
