"""Every architecture that a checkpoint may belong to, and which one it is.

A new one is a file ``architecture.py`` beside its network, and a line in `ARCHITECTURES`.
"""

from __future__ import annotations

from slowglass.core.errors import ModelError, UnknownModelError
from slowglass.core.models import raft, rife, slowglass_net, superslomo
from slowglass.core.models.architecture import Architecture, Tensors, without_wrapper

ARCHITECTURES: tuple[Architecture, ...] = (
    slowglass_net.ARCHITECTURE,
    superslomo.OWN,
    superslomo.PORT,
    rife.RIFE_4_6,
    rife.RIFE_4_25,
    raft.LARGE,
    raft.SMALL,
)

CLOSE = 0.5
"""Part of an architecture's names from which on a checkpoint is called a damaged one of it."""


def architecture_named(name: str) -> Architecture:
    """Return the architecture of that name.

    Raises:
        UnknownModelError: there is none.
    """
    for architecture in ARCHITECTURES:
        if architecture.name == name:
            return architecture
    raise UnknownModelError(f"expected an architecture among {names()}, got {name!r}")


def names() -> str:
    """Return the names of all architectures, for people."""
    return ", ".join(architecture.name for architecture in ARCHITECTURES)


def identify(tensors: Tensors, path: str, architecture_name: str = "") -> Architecture:
    """Return the architecture that a checkpoint belongs to.

    Args:
        tensors: of the checkpoint, by the names that it gives them.
        path: of the checkpoint, for messages.
        architecture_name: which it must be; "": whichever says yes.

    Raises:
        UnknownModelError: there is no architecture of that name.
        ModelError: none says yes, or not the one that was named; it says what differs.
    """
    candidates = ARCHITECTURES
    if architecture_name:
        candidates = (architecture_named(architecture_name),)
    for candidate in candidates:
        if candidate.detect(tensors):
            return candidate
    raise ModelError(_why_not(tensors, candidates), path=path)


def _why_not(tensors: Tensors, candidates: tuple[Architecture, ...]) -> str:
    """Return why ``tensors`` are those of no candidate."""
    differences = {one.name: one.difference(tensors) for one in candidates}
    closest = max(differences, key=lambda name: differences[name].likeness)
    relatives = [text for one in candidates if (text := one.recognise(without_wrapper(tensors)))]
    known = ", ".join(differences)
    if relatives:
        return f"expected the tensors of {known}, got {relatives[0]}"
    if len(candidates) == 1 or differences[closest].likeness >= CLOSE:
        return f"expected the tensors of {closest}, got others: {differences[closest]}"
    shown = ", ".join(list(tensors)[:2]) or "no names"
    return f"expected the tensors of {known}, got {len(tensors)} of something else ({shown})"
