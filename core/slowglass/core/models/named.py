"""What names of models stand for; to look that up loads no torch."""

from __future__ import annotations

from pathlib import Path

from slowglass.core.default_model import DEFAULT_MODEL
from slowglass.core.errors import UnknownModelError
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.library import find_checkpoint, stored_models, stored_path
from slowglass.core.models.slowglass_net import SPEC as SLOWGLASS, WEIGHTS

DEFAULT = "default"
"""A name for whichever built-in model is the better one."""

JOIN = "+"
"""Between the names of models that work as one."""


def parts_of(name: str) -> tuple[str, ...]:
    """Return the models that ``name`` joins by `JOIN`, or the only one; none is `DEFAULT`."""
    parts = [name] if Path(name).is_file() else name.split(JOIN)
    return tuple(DEFAULT_MODEL if part == DEFAULT else part for part in parts)


def weights_paths(name: str) -> dict[str, Path | None]:
    """Return for each of `parts_of` the file that its weights are in, None for those without.

    Raises:
        UnknownModelError: there is no such model.
    """
    own: dict[str, Path | None] = {**dict.fromkeys(BUILT_IN), SLOWGLASS.name: WEIGHTS}
    parts = parts_of(name)
    return {part: own[part] if part in own else checkpoint_named(part)[0] for part in parts}


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
