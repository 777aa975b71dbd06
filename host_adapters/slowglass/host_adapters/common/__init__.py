"""What all hosts share: the engine's process, and what is done with its jobs and answers.

Standard library, relative imports and old syntax only: it runs in the hosts' own Pythons.
"""

from .client import Engine
from .cost import FrameCost, cost_lines, cost_of
from .files import KEPT_FORMATS, file_name
from .frames import frames_named
from .launch import (
    find_engine,
    open_command,
    open_document,
    page_command,
    review_command,
    start,
    start_alone,
)
from .positions import result_frames, result_moments, source_positions, steady_position
from .qualities import QUALITIES, USUAL_QUALITY, made_by
from .rates import NTSC_RATES, exact_number, exact_rate, exact_speed, rate_text
from .refusal import Refusal
from .words import duration_text, sentence, size_text, told_in_an_editor

__all__ = [
    "KEPT_FORMATS",
    "NTSC_RATES",
    "QUALITIES",
    "USUAL_QUALITY",
    "Engine",
    "FrameCost",
    "Refusal",
    "cost_lines",
    "cost_of",
    "duration_text",
    "exact_number",
    "exact_rate",
    "exact_speed",
    "file_name",
    "find_engine",
    "frames_named",
    "made_by",
    "open_command",
    "open_document",
    "page_command",
    "rate_text",
    "result_frames",
    "result_moments",
    "review_command",
    "sentence",
    "size_text",
    "source_positions",
    "start",
    "start_alone",
    "steady_position",
    "told_in_an_editor",
]
