"""Pictures that move as we say: exact frames at any time, exact flow, exact visibility."""
