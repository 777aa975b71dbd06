"""What people choose among in place of models: how much work a picture is worth to them.

One table says what that means on which device; of its ways the first one is taken whose models are
all there, and the choice says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from slowglass.core.choices import DEFAULT_QUALITY, Quality
from slowglass.core.models.library import stored_models

RIFE = "rife"
"""In the ways of a tier: whatever RIFE the user has, the one of this name first."""

RIFE_ARCHITECTURES = ("rife-4.25", "rife-4.6")
"""Of the user's models that count as RIFE, the better one first."""

Kind = Literal["cpu", "gpu"]


@dataclass(frozen=True)
class Tier:
    """What a quality means on a kind of device."""

    quality: Quality
    device: Kind
    ways: tuple[str, ...]
    """Models as `load_model` takes them, the best first; the last one needs nothing installed."""


TIERS = (
    Tier("draft", "cpu", ("flow@320",)),
    Tier("draft", "gpu", ("flow@320",)),
    Tier("good", "cpu", ("flow+rife@640", "flow")),
    Tier("good", "gpu", ("flow+rife", "flow+slowglass")),
    Tier("best", "cpu", ("flow+slowglass+rife@640+rife", "flow+slowglass")),
    Tier("best", "gpu", ("flow+slowglass+rife@640+rife", "flow+slowglass")),
)


@dataclass(frozen=True)
class ModelChoice:
    """Which model makes a result, and why that one."""

    model: str
    """As `load_model` takes it."""
    quality: Quality | Literal[""]
    """What was asked for; "" where the model itself was."""
    why: str
    """A phrase for people."""
    lacks: tuple[str, ...] = ()
    """Models that are not installed and would have been taken, as ``models fetch`` calls them."""


def choose_model(quality: Quality | None, model: str, device: str) -> ModelChoice:
    """Return which model is to be loaded.

    Args:
        quality: what is asked for; None: `DEFAULT_QUALITY`.
        model: named in its place; "": none is.
        device: the type of the device that it will run on, as PyTorch names it.
    """
    if model:
        return ModelChoice(model, "", "it was asked for by name")
    return tier_choice(quality or DEFAULT_QUALITY, "cpu" if device == "cpu" else "gpu")


def tier_choice(quality: Quality, device: Kind) -> ModelChoice:
    """Return what a quality comes to on a kind of device, with what is installed here."""
    ways = next(one.ways for one in TIERS if (one.quality, one.device) == (quality, device))
    rife = _installed_rife()
    why = f"{quality} on a {device.upper()}"
    if rife or not _uses_rife(ways[0]):
        return ModelChoice(_with_rife(ways[0], rife), quality, why)
    way = next(way for way in ways if not _uses_rife(way))
    return ModelChoice(way, quality, f"{why}; RIFE is not installed", (RIFE,))


def missing_models() -> tuple[str, ...]:
    """Return what is not installed and would make a quality better."""
    return () if _installed_rife() else (RIFE,)


def _installed_rife() -> str:
    """Return what RIFE is called among the user's models, "" where there is none."""
    found = [one for one in stored_models() if one.architecture in RIFE_ARCHITECTURES]
    found.sort(key=lambda one: (one.name != RIFE, RIFE_ARCHITECTURES.index(one.architecture)))
    return found[0].name if found else ""


def _uses_rife(way: str) -> bool:
    return any(part.partition("@")[0] == RIFE for part in way.split("+"))


def _with_rife(way: str, name: str) -> str:
    """Return a way with RIFE as the user calls it."""
    parts = (part.partition("@") for part in way.split("+"))
    return "+".join((name if part == RIFE else part) + at + size for part, at, size in parts)
