"""Frames between two picture files, with every channel that the two have."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import torch

from slowglass.core.choices import Quality
from slowglass.core.composition import KeptPairs
from slowglass.core.device import pick_device
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame
from slowglass.core.layers import with_what_stands
from slowglass.core.media.images import (
    ImageSequenceSink,
    ImageSequenceSource,
    output_path,
    read_picture,
)
from slowglass.core.models import LoadedModel, Motion, choose_model, load_model
from slowglass.core.own_files import refuse_strangers
from slowglass.core.pipeline.colour import to_transfer
from slowglass.core.pipeline.delivery import target_of
from slowglass.core.pipeline.making import compose_views
from slowglass.core.proxy import pair_proxies

FIRST_NUMBER = 1


def between_files(
    left: str,
    right: str,
    times: Sequence[Fraction],
    output: str,
    *,
    model: str = "",
    quality: Quality | None = None,
    device: str = "auto",
    overwrite: bool = False,
) -> list[str]:
    """Write the frames at ``times`` between two pictures; return their paths.

    Args:
        left: path of the earlier picture.
        right: path of the later one, of the same size and channels.
        times: each between 0 and 1.
        output: pattern of the frames to write, numbered from 1.
        model: name of the model; "": as ``quality`` says.
        quality: draft, good or best, in the place of a model.
        device: auto, cpu, cuda or mps.
        overwrite: replace files that lie there; the two pictures never are.

    Raises:
        OutputExistsError: something lies there.
        InputError: a picture is missing, damaged, or unlike the other.
        OutputError: a frame could not be written; those before it stay.
    """
    files = [output_path(output, FIRST_NUMBER + index) for index in range(len(times))]
    refuse_strangers(files, b"", read=(left, right), overwrite=overwrite)
    choice = choose_model(quality, model, pick_device(device).type)
    loaded = load_model(choice.model, device)
    one, other = read_picture(Path(left)), read_picture(Path(right))
    if one.display_window != other.display_window:
        raise UnsupportedMediaError(
            f"expected the size of {left}, {one.display_window}, got {other.display_window}",
            path=right,
        )
    info = ImageSequenceSource(left).info
    sink = ImageSequenceSink(output, first_number=FIRST_NUMBER, source_info=info)
    paths = []
    taken_apart = KeptPairs()

    def compose(left_view: Frame, right_view: Frame, field: WarpField) -> Frame:
        return taken_apart.of(left_view, right_view, loaded.device).at(field)

    with torch.inference_mode():
        motions = {
            view: _motion(loaded, one.of_view(view), other.of_view(view)) for view in one.views
        }
        for index, t in enumerate(times):
            fields = {view: motion.field(t) for view, motion in motions.items()}
            made = compose_views(one, other, fields, compose)
            paths.append(sink.write(index, to_transfer(made, target_of(output).transfer)))
    return paths


def _motion(model: LoadedModel, left: Frame, right: Frame) -> Motion:
    """Return the motion of a pair, in which what stands is left alone."""
    pictures = pair_proxies(left, right, model.device)
    motion = model.frame_motion(left, right, 1, pictures)
    return with_what_stands(motion, left, right, pictures, searches=True)
