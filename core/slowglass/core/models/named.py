"""What names of models stand for; to look that up loads no torch."""

from __future__ import annotations

from pathlib import Path

from slowglass.core.errors import UnknownModelError, UsageError
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.library import find_checkpoint, stored_models, stored_path
from slowglass.core.models.slowglass_net import SPEC as SLOWGLASS, WEIGHTS

JOIN = "+"
"""Between the names of models that work as one."""

AT = "@"
"""Between the name of a model and the longer side of what it looks at, in pixels."""

SMALLEST = 64
"""Pixels: below that nothing is left to be seen in a frame."""


def parts_of(name: str) -> tuple[str, ...]:
    """Return the models that ``name`` joins by `JOIN`, or the only one."""
    return (name,) if Path(name).is_file() else tuple(name.split(JOIN))


def name_and_size(part: str) -> tuple[str, int | None]:
    """Return the name of a model, and the size after it; None where there is none.

    Raises:
        UsageError: the size is too small.
    """
    name, _, size = part.rpartition(AT)
    if not name or not (size.isascii() and size.isdecimal()) or Path(part).is_file():
        return part, None
    if int(size) < SMALLEST:
        raise UsageError(f"expected {SMALLEST} pixels or more after {AT}, got {part!r}")
    return name, int(size)


def weights_paths(name: str) -> dict[str, Path | None]:
    """Return for each of `parts_of` the file that its weights are in, None for those without.

    Raises:
        UnknownModelError: there is no such model.
    """
    own: dict[str, Path | None] = {**dict.fromkeys(BUILT_IN), SLOWGLASS.name: WEIGHTS}
    names = {part: name_and_size(part)[0] for part in parts_of(name)}
    return {
        part: own[one] if one in own else checkpoint_named(one)[0] for part, one in names.items()
    }


def checkpoint_named(name: str) -> tuple[Path, str]:
    """Return the file of a model that is not built in, and what to call the model.

    Raises:
        UnknownModelError: there is no such model.
    """
    path = find_checkpoint(name)
    if path is None:
        known = ", ".join([*sorted(BUILT_IN), *(model.name for model in stored_models())])
        raise UnknownModelError(
            f"expected a model among {known}, or the path of a checkpoint, got {name!r}",
            hint="slowglass models lists them; models add takes a checkpoint",
        )
    return path, name if stored_path(name) else path.name
