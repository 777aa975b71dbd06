from .compare import LOOKED_AT as LOOKED_AT, PART as PART, evidence as evidence
from .judge import (
    FRAME_STEEPNESS as FRAME_STEEPNESS,
    PART_STEEPNESS as PART_STEEPNESS,
    VISIBLE as VISIBLE,
    WEIGHTS as WEIGHTS,
    Confidence as Confidence,
    confidence_of as confidence_of,
)
