"""The demo: the sample clip at a quarter of its speed, and a sheet to judge it by."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slowglass.plugin.sample import sample_folder

if TYPE_CHECKING:
    from slowglass.core.choices import Device, Quality
    from slowglass.core.pipeline import Progress

SPEED = Fraction(1, 4)
FIRST_FRAME = 1001


def run_demo(
    folder: Path,
    quality: Quality | None,
    model: str,
    device: Device,
    on_progress: Callable[[Progress], None],
) -> tuple[dict[str, Any], list[str]]:
    """Retime the sample to 25 % into ``folder``.

    Returns:
        What was made, for machines, and the same in lines for people.

    Raises:
        SlowglassError: it could not be done.
    """
    from slowglass.core import JobSpec, retime
    from slowglass.core.media.images import output_path
    from slowglass.core.own_files import refuse_strangers
    from slowglass.core.timing import ConstantSpeed
    from slowglass.plugin.contact_sheet import draw_contact_sheet
    from slowglass.plugin.marks import PNG_MARK

    pattern = folder / "slow.####.exr"
    preview, sheet = folder / "preview.mp4", folder / "contact_sheet.png"
    source = sample_folder() / f"sample.{FIRST_FRAME}.exr"
    job = JobSpec(
        source=str(source),
        output=str(pattern),
        time=ConstantSpeed(SPEED),
        quality=quality,
        model=model,
        device=device,
        start_number=FIRST_FRAME,
        overwrite="stale",
        preview=str(preview),
    )
    refuse_strangers((sheet,), PNG_MARK)
    result = retime(job, on_progress=on_progress)
    made = [output_path(pattern, FIRST_FRAME + index) for index in range(result.frames)]
    draw_contact_sheet(source, made, result.model, device, sheet)
    document = {**result.to_json(), "contact_sheet": str(sheet)}
    per_second = result.made / result.elapsed_seconds
    lines = [
        f"frames         {pattern}  ({result.frames}, every channel of the source)",
        f"preview        {preview}",
        f"contact sheet  {sheet}",
        f"{result.made} frames in {result.elapsed_seconds:.1f} s, {per_second:.2f} frames/s; "
        f"{result.model}, motion on {result.estimated_on}, pictures on {result.composed_on}",
    ]
    return document, lines
