"""How a checkpoint of RIFE is known, and which version its path says that it is."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from slowglass.core.errors import ModelError
from slowglass.core.models.architecture import Architecture, Tensors
from slowglass.core.models.rife.model import RifeModel, spec_of
from slowglass.core.models.rife.network import FAMILY_4_6, FAMILY_4_25, Family, RifeNetwork

TRAINING_ONLY = ("teacher.", "caltime.", "block_tea.", "contextnet.", "unet.")
"""Parts that the author's checkpoints may hold and his inference does not use."""

NAMED_VERSION = re.compile(
    r"(?:rife|flownet|(?<![a-z])v)[^0-9]{0,12}4[._]?(\d{1,2})(?!\d)[._-]?(lite|heavy|large)?",
    re.IGNORECASE,
)
FAMILIES = (FAMILY_4_6, FAMILY_4_25)

LEVELS = 3
"""How much of a path may name the version: "RIFE_v4.26/train_log/flownet.pkl" is common."""


def version_in(path: str) -> str:
    """Return the version that a path names ("4.26", "4.25.lite"), "" if it names none."""
    for part in reversed(Path(path).parts[-LEVELS:]):
        if found := NAMED_VERSION.search(part):
            return ".".join(["4", found[1], *filter(None, [found[2] and found[2].lower()])])
    return ""


def version_among(known: tuple[str, ...], path: str) -> str:
    """Return the version of a checkpoint whose tensors are those of ``known`` versions.

    Raises:
        ModelError: the path names another version, which may work otherwise with equal tensors.
    """
    named = version_in(path)
    if named and named not in known:
        raise ModelError(
            f"expected RIFE {' or '.join(known)} by the tensors, got {named} by the name",
            path=path,
            hint=f"if the tensors are right: slowglass models add FILE --arch rife-{known[0]}",
        )
    return f"RIFE {named or ' or '.join(known)}"


def recognise(tensors: Tensors) -> str:
    """Describe RIFE of a version that is not supported; "" for anything else."""
    blocks = {int(found[1]) for name in tensors if (found := re.match(r"block(\d+)\.", name))}
    try:
        widths = tuple(len(tensors[f"block{k}.conv0.1.0.weight"]) for k in sorted(blocks))
        outputs = tensors["block0.lastconv.0.weight"].shape[1] // 4
    except (LookupError, TypeError):
        return ""
    encoder = tensors.get("encode.cnn3.weight")
    features = encoder.shape[1] if encoder is not None and encoder.ndim == 4 else 0
    if any((widths, features, outputs) == _signature(family) for family in FAMILIES):
        return ""
    return (
        f"RIFE of another version: {len(widths)} blocks of {', '.join(map(str, widths))} channels "
        f"with {outputs} outputs, {features} features for a frame"
    )


def _signature(family: Family) -> tuple[tuple[int, ...], int, int]:
    """Return what tells a family apart: widths, features, outputs."""
    return family.widths, family.features, family.outputs


def _architecture(family: Family, *versions: str) -> Architecture:
    """Return the architecture of ``versions`` that have the same tensors and do the same."""
    name = f"rife-{versions[0]}"
    return Architecture(
        name=name,
        spec=spec_of(name, " or ".join(versions), family),
        sized=lambda tensors: RifeNetwork(family),
        usual=lambda: RifeNetwork(family),
        model=RifeModel,
        training_only=TRAINING_ONLY,
        version=partial(version_among, versions),
        recognise=recognise,
    )


RIFE_4_6 = _architecture(FAMILY_4_6, "4.6")
RIFE_4_25 = _architecture(FAMILY_4_25, "4.25", "4.26")
