"""What averaging takes from a made frame: fine detail and grain, measured and given back."""
