"""Retimes from beginning to end: read, make, place, tell."""

from .engine import ask_engine
from .output_folder import AT_HOME, OURS, new_folder
from .retime import PLACE_LATER, place_waiting, run

__all__ = ["AT_HOME", "OURS", "PLACE_LATER", "ask_engine", "new_folder", "place_waiting", "run"]
