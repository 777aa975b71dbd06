"""Colour spaces by name: OpenColorIO, the one that OpenImageIO brings along."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import OpenImageIO as oiio

from slowglass.core.errors import MissingInputError, UnreadableMediaError, UsageError
from slowglass.core.frames import Pixels, Transfer
from slowglass.core.media.planes import BT709, TRANSFER_HLG, TRANSFER_PQ, CodePoints

BUILT_IN = "ocio://studio-config-latest"
"""What is used where nobody names a configuration: ACES, the usual displays and cameras."""

_EXACT = "0x8103FC3"
"""OpenColorIO's OPTIMIZATION_LOSSLESS and OPTIMIZATION_COMP_MATRIX: no approximated logarithms and
powers; matrices that meet are multiplied first, so that a bright channel does not round others."""
_NEAR_NAMES = 6
_SEEN_GREYS = (0.18, 0.36, 0.72)
_LINEAR_STEP_RATIO, _LOG_STEP_RATIO = 1.9, 1.2
"""Steps of code from stop to stop grow by 2 in linear light, by 1.3 to 1.5 on displays of gamma 1.8
to 2.6, and by 1.0 to 1.1 in logarithmic codes."""
_MORE_CODE_POINTS = {
    "ocio:g24_rec709_scene": (1, 1, BT709),
    "ocio:itu709_rec709_scene": (1, 1, BT709),
}
"""Rec. 709 spaces whose numbers OpenImageIO does not know."""


@dataclass(frozen=True)
class ColourSpace:
    """A colour space of a configuration."""

    name: str
    """The configuration's own name, no alias."""
    tag: str
    """Its colour interop ID, which files can carry; "" if it has none."""
    transfer: Transfer
    black: float = 0.0
    """Code of no light: above 0 in logarithmic spaces."""
    code_points: CodePoints | None = None
    """None: movies have no tags for it."""
    chromaticities: tuple[float, ...] = ()
    """x and y of red, green, blue and white, as EXR files state them; empty if not known."""


class ColourConfig:
    """An OpenColorIO configuration: colour spaces by name, alias or role."""

    def __init__(self, location: str = "") -> None:
        """Load it.

        Args:
            location: a path or ``ocio://NAME``; "": $OCIO, else `BUILT_IN`.

        Raises:
            MissingInputError: there is no such file.
            UnreadableMediaError: it is not a configuration.
        """
        # OpenImageIO asks OpenColorIO for its default arithmetic, which is good to 4e-5 only;
        # this variable is the one way to ask for better. The user's own setting stays.
        os.environ.setdefault("OCIO_OPTIMIZATION_FLAGS", _EXACT)
        self.location = location or os.environ.get("OCIO", "") or BUILT_IN
        if os.path.exists(self.location) and not os.path.isfile(self.location):
            raise MissingInputError(
                "expected an OpenColorIO configuration, found a folder, a pipe or a device",
                path=self.location,
                hint="check --ocio and the variable OCIO",
            )
        self._config = oiio.ColorConfig(self.location)
        problem = self._config.geterror()
        if not problem:
            return
        hint = "check --ocio and the variable OCIO"
        if "://" not in self.location and not os.path.exists(self.location):
            raise MissingInputError(
                "expected an OpenColorIO configuration, found nothing",
                path=self.location,
                hint=hint,
            )
        reason = " ".join(problem.split())
        raise UnreadableMediaError(
            f"expected an OpenColorIO configuration, got: {reason}", path=self.location, hint=hint
        )

    def space(self, name: str) -> ColourSpace:
        """Return the colour space of this name, alias or role.

        Raises:
            UsageError: there is none; says which are near.
        """
        config = self._config
        index = config.getColorSpaceIndex(name)
        if index < 0:
            raise UsageError(
                f"expected a colour space of {self.location}, got {name!r}", hint=self._near(name)
            )
        own = config.getColorSpaceNameByIndex(index)
        tag = config.get_color_interop_id(own) or ""
        points = config.get_cicp(own)
        known = tuple(points[:3]) if points else _MORE_CODE_POINTS.get(tag)
        code_points = CodePoints(*known) if known else None
        transfer = self._transfer(own, code_points)
        return ColourSpace(
            name=own,
            tag=tag,
            transfer=transfer,
            black=self._greys(own, (0.0,))[0] if transfer == "log" else 0.0,
            code_points=code_points,
            chromaticities=tuple(config.get_chromaticities(own) or ()),
        )

    def convert(self, colour: Pixels, source: str, target: str) -> Pixels:
        """Return colour of one space in another, unclipped.

        Args:
            colour: (height, width, 3) float32, not multiplied by alpha.
            source: name of the space that it is in.
            target: name of the wanted one.

        Raises:
            UsageError: the configuration cannot do it, for instance as a file of it is missing.
        """
        picture = oiio.ImageBuf(np.ascontiguousarray(colour, np.float32))
        converted = oiio.ImageBufAlgo.colorconvert(
            picture, source, target, unpremult=False, colorconfig=self.location
        )
        if converted.has_error:
            reason = " ".join(converted.geterror().split())
            raise UsageError(f"cannot convert {source} to {target}: {reason}", path=self.location)
        result: Pixels = np.asarray(converted.get_pixels("float"), np.float32)
        return result

    def _transfer(self, name: str, points: CodePoints | None) -> Transfer:
        """Return how the codes of a space stand for light, by how they grow from stop to stop."""
        if self._config.isData(name):
            return "data"
        if self._config.isColorSpaceLinear(name):
            return "linear"
        if points and points.transfer in (TRANSFER_PQ, TRANSFER_HLG):
            return "log"
        dark, middle, bright = self._greys(name, _SEEN_GREYS)
        if middle == dark:
            return "srgb"
        ratio = (bright - middle) / (middle - dark)
        if ratio > _LINEAR_STEP_RATIO:
            return "linear"
        return "log" if ratio < _LOG_STEP_RATIO else "srgb"

    def _greys(self, name: str, light: tuple[float, ...]) -> tuple[float, ...]:
        """Return the codes of grey light; zeros where the configuration has no linear light."""
        if self._config.getColorSpaceIndex("scene_linear") < 0:
            return (0.0,) * len(light)
        greys = np.repeat(np.array(light, np.float32), 3).reshape(1, -1, 3)
        return tuple(float(code) for code in self.convert(greys, "scene_linear", name)[0, :, 1])

    def _near(self, name: str) -> str:
        """Return the sentence that helps with a wrong name."""
        config = self._config
        names = list(config.getColorSpaceNames())
        known = {alias.lower(): own for own in names for alias in (own, *config.getAliases(own))}
        known |= {role.lower(): role for role in config.getRoles()}
        wanted = name.lower()
        near = [alias for alias in known if wanted in alias]
        near += get_close_matches(wanted, known, n=_NEAR_NAMES, cutoff=0.5)
        found = list(dict.fromkeys(known[alias] for alias in near))[:_NEAR_NAMES]
        return f"near are: {', '.join(found)}" if found else f"it has: {', '.join(names)}"
