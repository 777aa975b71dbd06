"""What a retime is to do: one frozen value that every entry point ends in."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from slowglass.core.channels import Overrides, check_overrides
from slowglass.core.choices import (
    Audio,
    Colour,
    Device,
    Duplicates,
    EndPolicy,
    Grain,
    MissingPolicy,
    Overwrite,
    Quality,
    VectorForm,
)
from slowglass.core.errors import JobSpecError
from slowglass.core.timing import (
    FASTEST_RATE,
    SLOWEST_RATE,
    ConstantSpeed,
    Readout,
    Shutter,
    TimeMap,
)
from slowglass.core.typed import Misfit, check
from slowglass.core.vector_layout import parse_layout

Cuts = Literal["auto", "none"] | tuple[int, ...]
"""Found from the picture, none at all, or the indices of the first frames of new shots."""

WRITTEN_PATHS = ("output", "preview", "vectors_out")
READ_PATHS = ("source", "motion_from")
PATHS = (*READ_PATHS, *WRITTEN_PATHS, "ocio", "model")
"""Keys that may hold a path: of clips that a job reads, of what it writes, and others."""


@dataclass(frozen=True)
class OutputFormat:
    """How frames are stored; empty means what the file's name and the source suggest."""

    codec: str = ""
    """Movies: h264, hevc, prores, dnxhr, ffv1."""
    compression: str = ""
    """EXR: none, rle, zips, zip, piz, pxr24, b44, b44a, dwaa, dwab. TIFF: none, lzw, zip."""
    sample_type: str = ""
    """Sequences: half, float, uint8, uint10, uint12 or uint16."""


@dataclass(frozen=True)
class JobSpec:
    """One retime. Indices count from the source's first frame, zero-based."""

    source: str
    """A movie, a folder, a pattern or one file of a sequence."""
    output: str
    """A movie, or a pattern such as ``shot.####.exr``."""
    time: TimeMap = field(default_factory=lambda: ConstantSpeed(Fraction(1)))
    """Which source time each output frame shows."""
    frame_rate: Fraction | None = None
    """Of the output; None: what the time map asks for, else the source's."""
    source_rate: Fraction | None = None
    """Overrides what the source says, or stands in where it says nothing."""
    deinterlace: bool = False
    """Make whole frames of an interlaced movie, which is refused otherwise."""
    first: int | None = None
    """First frame of the part to retime; frames outside it still serve as neighbours."""
    last: int | None = None
    """Last frame of that part, included."""
    quality: Quality | None = None
    """How much work the picture is worth, as in docs/models.md; None: good, or what ``model``
    says."""
    model: str = ""
    """In the place of a quality: a built-in model, one of the user's, or the path of a checkpoint;
    or several of them, joined by ``+``."""
    vectors: str = ""
    """Channels that the model "vectors" reads, as in docs/vectors.md; "": Blender's."""
    mattes: tuple[str, ...] = ()
    """What moves apart, the front one first: files, channels, ``crypto:NAME``; docs/layers.md."""
    lock: str = "auto"
    """What is kept as it is, captions and letterboxes: found "auto", "none", or a matte that shows
    it, as in ``mattes``."""
    motion_from: str = ""
    """Another clip of the same timing, in which motion is looked for; "": in the source."""
    depth: str = "auto"
    """What says which is in front: the source's depth "auto", "none", or the name of a channel."""
    device: Device = "auto"
    """Where the model runs; "auto": on the fastest that is there."""
    batch_size: int = 1
    """New frames of a pair that the model is asked for at once: faster on a GPU, and larger."""
    workers: int | Literal["auto"] = 1
    """Processes that share the frames of a sequence; "auto": one for each GPU, or 8 cores."""
    end: EndPolicy = "hold"
    """Where motion leads out of a shot: its last frame stays, the clip ends, or motion goes on."""
    cuts: Cuts = "auto"
    """First frames of new shots, in order: found in the picture, none, or those of the list."""
    duplicates: Duplicates = "keep"
    """Repeated frames stay, or give way to motion between their neighbours."""
    missing: MissingPolicy = "auto"
    """What is done where source frames are not there or cannot be read."""
    shutter: Shutter | None = None
    """Exposes every frame of the result along its motion, in linear light; None: as filmed."""
    vectors_out: str = ""
    """Pattern of EXR files for the source's frames with their motion as channels; "": none. That of
    ``output``: nothing else is made."""
    vectors_as: VectorForm = "blender"
    """What these channels are called and mean, as in docs/vectors.md."""
    rolling_shutter: Readout | None = None
    """How the source was read out, line by line: every frame then shows one moment in all its
    lines; None: as filmed."""
    grain: Grain = "keep"
    """As composition leaves it, or with what averaging took given back."""
    overwrite: Overwrite = "never"
    """Frames that are there: only the same job goes on; older results of ours go; all go."""
    beauty: str = ""
    """Layer of the source that is the picture, in which motion is looked for; "": the likeliest."""
    channels: Overrides = ()
    """Pairs of a name, as ``N.*``, and a policy of docs/channels.md; the first match decides."""
    colour: Colour = "exact"
    """How movies are decoded: by their standards, or to the very RGB that a host shows."""
    ocio: str = ""
    """An OpenColorIO configuration, a path or ``ocio://NAME``; "": $OCIO, else the built-in one."""
    input_space: str = ""
    """Name of the source's colour space; "": what the source says, or is taken for."""
    output_space: str = ""
    """Name of the colour space to convert to; with it or ``input_space`` colour is managed."""
    format: OutputFormat = field(default_factory=OutputFormat)
    """How frames are stored."""
    start_number: int | None = None
    """Number of the first output frame in the names of a sequence; None: the source's."""
    audio: Audio = "stretch"
    """What becomes of sound whose picture changes speed; at normal speed it stays as it is."""
    preview: str = ""
    """A small movie to look at, beside the result; "": none."""

    def __post_init__(self) -> None:
        """Check what can be checked without the source.

        Raises:
            JobSpecError: a value of another type, or one that no source could make sense of.
            UsageError: there is no such policy for channels, or no such layout of vectors.
        """
        try:
            check(self)
        except Misfit as misfit:
            raise JobSpecError(str(misfit)) from None
        check_overrides(self.channels)
        parse_layout(self.vectors)
        if self.quality and self.model:
            raise JobSpecError(
                f"expected a quality or a model, got both: {self.quality} and {self.model}"
            )
        if self.vectors and self.model != "vectors":
            raise JobSpecError(
                f"expected the model vectors with vectors, got {self.model or 'none'!r}"
            )
        for name in ("frame_rate", "source_rate"):
            rate = getattr(self, name)
            if rate is not None and not SLOWEST_RATE <= rate <= FASTEST_RATE:
                raise JobSpecError(f"expected {name} above 0 and below 1e9, got {rate}")
        if self.batch_size < 1:
            raise JobSpecError(f"expected a batch_size of 1 or more, got {self.batch_size}")
        if self.workers != "auto" and self.workers < 1:
            raise JobSpecError(f"expected 1 or more workers, or auto, got {self.workers}")
        for name in ("source", "output"):
            if not getattr(self, name):
                raise JobSpecError(f"expected a path for {name}, got nothing")
        for name in (*PATHS, "lock"):
            _check_path(name, getattr(self, name))
        for matte in self.mattes:
            _check_path("mattes", matte)
        if not all((*self.mattes, self.depth, self.lock)):
            raise JobSpecError("expected a name for each matte, depth and lock, got nothing")
        if isinstance(self.cuts, tuple) and any(b <= a for a, b in pairwise((-1, *self.cuts))):
            raise JobSpecError(f"expected cuts of 0 or more in order, got {list(self.cuts)}")
        if self.vectors_out:
            self._check_vectors_out()
        if self.ocio and not (self.input_space or self.output_space):
            raise JobSpecError("expected input_space or output_space beside ocio, got neither")
        if (self.first or 0) < 0 or (self.last is not None and self.last < (self.first or 0)):
            raise JobSpecError(f"expected 0 <= first <= last, got {self.first} and {self.last}")

    def _check_vectors_out(self) -> None:
        """Check that vectors are EXR, and in files of their own.

        Raises:
            JobSpecError: they are not.
        """
        if not self.vectors_out.lower().endswith(".exr"):
            raise JobSpecError("expected EXR files for vectors", path=self.vectors_out)
        at_its_rate = self.time == ConstantSpeed(Fraction(1)) and self.frame_rate is None
        if self.makes_vectors and (self.makes_all or not at_its_rate):
            raise JobSpecError(
                "expected another name for vectors than that of the result", path=self.vectors_out
            )

    @property
    def makes_vectors(self) -> bool:
        """Whether the result is the source's frames with their motion, and nothing else."""
        return bool(self.vectors_out) and self.vectors_out == self.output

    @property
    def vectors_beside(self) -> str:
        """Where the motion goes that is written beside the result; "" where none is."""
        return "" if self.makes_vectors else self.vectors_out

    @property
    def makes_all(self) -> bool:
        """Whether every frame is made anew, also one at the time of a source frame."""
        return self.shutter is not None or self.rolling_shutter is not None

    @property
    def host(self) -> str:
        """The host that shows the source, "" where it is decoded exactly."""
        return self.colour.partition(":")[2]


def _check_path(name: str, path: str) -> None:
    """Refuse what is no path on any system: null characters, and halves of characters.

    Raises:
        JobSpecError: it is so.
    """
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        path = "\0"
    if "\0" in path:
        raise JobSpecError(f"expected a path for {name}, got characters that no path has")
