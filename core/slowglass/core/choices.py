"""What options choose among; apart, so that the command line lists it and loads no more."""

from __future__ import annotations

from typing import Literal

EndPolicy = Literal["hold", "trim", "extrapolate"]
"""Where motion leads out of a shot: repeat its last frame, end there (the last shot only, else as
hold), or carry the motion of its last pair on."""

GapPolicy = Literal["interpolate", "hold", "black"]
"""What stands where source frames are missing, or did not come (`SourceClock.holes`): motion
between the frames around them, the frame before them until the next one that is there, or black in
their time. The latter two mix nothing across the gap."""

MissingPolicy = Literal["auto", "error", GapPolicy]
"""What is done where source frames are not there or cannot be read. ``auto`` refuses what is lost,
and puts motion where a recorder never had a frame; ``error`` refuses both."""

Duplicates = Literal["keep", "smooth"]
"""Repeated frames stay, or give way to motion between their neighbours."""

Grain = Literal["keep", "match"]
"""As composition leaves it, or with what averaging took given back."""

Overwrite = Literal["never", "stale", "always"]
"""Frames that are there: only the same job goes on; older results of ours go; all go."""

Quality = Literal["draft", "good", "best"]
"""How much work a picture is worth; models, and the size they look at, follow from it, from the
device and from what is installed."""

VectorForm = Literal["blender", "nuke", "stmap"]
"""How motion is written beside a picture: as Blender's Vector pass; as Nuke's forward and backward,
which Fusion is told of, too; or as maps of where pixels are in the neighbours."""

DEFAULT_QUALITY: Quality = "good"

Device = Literal["auto", "cpu", "cuda", "mps"]
"""Where the model runs; auto: on the fastest that is there."""

Colour = Literal[
    "exact",
    "keep_code",
    "match_host:blender",
    "match_host:blender-4.2",
    "match_host:blender-4.5",
    "match_host:blender-5.0",
]
"""How movies are decoded: by their standards, or to the very RGB that a host shows. With
``keep_code`` by their standards, and display code stays display code in EXR, too."""

Audio = Literal["stretch", "resample", "copy", "none"]
"""Sound follows its picture at its own pitch, or as tape does; stays as it was; is left out."""

HOLDS = ("hold-left", "hold-right", "cut")
"""Ways to mend a frame without a model: the source frame before, the one after, the nearer one."""
