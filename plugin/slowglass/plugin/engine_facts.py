"""What this engine is and can do: versions, devices, models."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from typing import Any, get_args

from slowglass.core.version import __version__

PACKAGES = ("torch", "numpy", "av", "OpenImageIO")


def engine_facts() -> dict[str, Any]:
    """Return versions, devices, the fastest first, and models as plain JSON values."""
    return {
        "slowglass": __version__,
        "python": platform.python_version(),
        "executable": sys.executable,
        "packages": {name: version(name) for name in PACKAGES},
        "devices": devices(),
        "models": models(),
        "qualities": qualities(),
        "offers": offers(),
    }


def devices() -> list[dict[str, str]]:
    """Return the devices of this machine, the fastest first, with a title for people."""
    from slowglass.core.choices import Device
    from slowglass.core.device import available, describe, pick_device

    names = [name for name in get_args(Device) if available(name)]
    names.sort(key=lambda name: name == "cpu")
    return [{"name": name, "title": describe(pick_device(name))} for name in names]


def qualities() -> list[dict[str, str]]:
    """Return what each quality comes to on the fastest device, the quickest quality first."""
    from slowglass.core.choices import Quality
    from slowglass.core.device import pick_device
    from slowglass.core.models import choose_model

    kind = pick_device("auto").type
    found = [choose_model(quality, "", kind) for quality in get_args(Quality)]
    return [{"quality": one.quality, "model": one.model, "why": one.why} for one in found]


def offers() -> list[dict[str, Any]]:
    """Return the weights that would make the qualities better and are not here."""
    from slowglass.core.models import missing_models
    from slowglass.plugin.fetch import OFFERS

    missing = missing_models()
    return [vars(offer) for offer in OFFERS if offer.name in missing]


def models() -> list[dict[str, str]]:
    """Return the models that are built in, then the user's, each with a title for people."""
    from slowglass.core.models import BUILT_IN, stored_models

    built_in = [
        {
            "name": spec.name,
            "title": spec.title,
            "licence": spec.licence,
            "estimates_on": spec.estimates_on,
            "path": "",
        }
        for spec in (one.spec for one in BUILT_IN.values())
    ]
    users = [
        {
            "name": model.name,
            "title": model.title,
            "licence": model.licence,
            "estimates_on": "device",
            "path": str(model.path),
        }
        for model in stored_models()
    ]
    return built_in + users


def model_facts(name: str) -> dict[str, Any]:
    """Return what is known of a model by name, or of a checkpoint by path, as plain JSON values.

    Raises:
        UnknownModelError: there is none.
        ModelError: it is damaged, or of no architecture that is known.
    """
    from slowglass.core.models import BUILT_IN, name_and_size, weights_paths

    found = weights_paths(name)
    if len(found) > 1 or name_and_size(name)[1]:
        from slowglass.core.models import load_model

        spec = load_model(name, "cpu").spec
        paths = "; ".join(str(path or "built in") for path in found.values())
        return {"name": spec.name, "title": spec.title, "licence": spec.licence, "path": paths}
    (name, path), *_ = found.items()
    if path is None:
        spec = BUILT_IN[name].spec
        return {"name": name, "title": spec.title, "licence": spec.licence, "path": "built in"}
    from slowglass.core.models import read_checkpoint

    checkpoint = read_checkpoint(path, path.stem)
    return {
        "name": checkpoint.spec.name,
        "title": checkpoint.spec.title,
        "architecture": checkpoint.architecture.name,
        "licence": checkpoint.spec.licence,
        "parameters": checkpoint.parameters,
        "path": str(path),
        "size_bytes": path.stat().st_size,
    }
