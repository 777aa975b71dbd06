"""Which strips show something else than one might expect, once a result lies there."""

from typing import Any, List

from .. import timeline
from . import provenance


def layer_notes(scene: Any, original: Any, strip: Any) -> List[str]:
    """Return what a result hides, and what still shows its original."""
    owner = timeline.owner_of(scene, original)
    notes = []
    covered = [
        other.name
        for other in timeline.covered_by(owner, strip, original.channel)
        if provenance.original_channel(other) > original.channel
    ]
    if covered:
        notes.append(f"The result lies over {_listed(covered)}: move it where it belongs.")
    effects = [name for name in timeline.effects_over(owner, original) if name not in covered]
    if effects:
        notes.append(f"{_listed(effects)} still shows the original, its input.")
    return notes


def _listed(names: List[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
