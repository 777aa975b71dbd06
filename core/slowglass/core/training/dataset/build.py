"""Build a data set: clips cut into windows of frames, as folders of PNG files with an index.

    DATASET/dataset.json              what was asked for, and what came of each clip
    DATASET/train/index.json          the windows, as `slowglass.core.quality.dataset` describes
    DATASET/train/CLIP/000048/000.png ... window of CLIP that begins with its frame 48
    DATASET/validation/...            the same, of clips that training never sees

A clip's folder appears when all its windows are there; a build that was stopped goes on with the
clips that are missing. The same clips and settings give the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from slowglass.core.atomic import output_error, replacing
from slowglass.core.errors import InputError, OutputExistsError, UsageError
from slowglass.core.frames import FrameSource
from slowglass.core.media import open_source
from slowglass.core.own_files import refuse_strangers
from slowglass.core.pipeline import LossFinder, look
from slowglass.core.training.dataset.find import FoundClip, find_clips, for_validation
from slowglass.core.training.dataset.layout import (
    CLIP_FILE,
    DATASET_FILE,
    INDEX_FILE,
    PARTS,
    Part,
)
from slowglass.core.training.dataset.pictures import png, window_pictures
from slowglass.core.training.dataset.windows import cut_windows, even_runs

SCHEMA = "slowglass.dataset/1"
FEWEST_FRAMES = 3
Note = Callable[[str], None]


@dataclass(frozen=True)
class DatasetSettings:
    """What windows are like."""

    frames: int = 12
    """Of each window; 12, as Super SloMo was trained with."""
    shorter_side: int = 360
    """Pixels at most; larger pictures are made smaller."""

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            UsageError: no in-between or no picture would be left.
        """
        if self.frames < FEWEST_FRAMES or self.shorter_side < 1:
            raise UsageError(
                f"expected {FEWEST_FRAMES} frames or more of 1 pixel or more, "
                f"got {self.frames} and {self.shorter_side}"
            )


def build_dataset(
    sources: Sequence[Path],
    output: Path,
    settings: DatasetSettings,
    *,
    validation_share: float = 0.1,
    seed: int = 1,
    note: Note = lambda _: None,
) -> dict[str, Any]:
    """Cut clips into windows, or go on with what was begun in ``output``.

    A clip that cannot be read is left out; its entry says why.

    Args:
        sources: as `find_clips` takes them.
        output: folder of the data set.
        settings: what windows are like.
        validation_share: part of the clips kept for validation.
        seed: of the choice of those.
        note: called with a line for each clip.

    Returns:
        What is written as dataset.json: ``clips`` holds ``name``, ``source``, ``part``,
        ``windows`` (first frames) and ``notes`` of each.

    Raises:
        MissingInputError: there are no clips.
        UsageError: the share makes no sense, or ``output`` lies among the sources.
        OutputExistsError: the folder holds windows of other settings.
        OutputError: the files cannot be written.
    """
    if any(source.resolve() in (output.resolve(), *output.resolve().parents) for source in sources):
        raise UsageError("expected a folder outside the sources for the data set", path=output)
    _refuse_strangers(output)
    clips = find_clips(sources)
    kept = for_validation([clip.name for clip in clips], validation_share, seed)
    results = []
    for clip in clips:
        part: Part = "validation" if clip.name in kept else "train"
        result = _clip_windows(clip, part, output, settings)
        results.append({**result, "part": part})
        note(f"{part}: {clip.source}: {len(result['windows'])} windows" + _reasons(result))
    for part in PARTS:
        _write_json(output / part / INDEX_FILE, _items(results, part, settings))
    share = {"validation_share": validation_share, "seed": seed}
    document = {"schema": SCHEMA, **asdict(settings), **share, "clips": results}
    _write_json(output / DATASET_FILE, document)
    return document


def _refuse_strangers(output: Path) -> None:
    """Refuse a folder whose indices are not those of a data set of ours."""
    dataset = output / DATASET_FILE
    refuse_strangers((dataset,), b'"slowglass.dataset/')
    if not dataset.exists():
        refuse_strangers([output / part / INDEX_FILE for part in PARTS], b'"first_frame"')


def _clip_windows(
    clip: FoundClip, part: Part, output: Path, settings: DatasetSettings
) -> dict[str, Any]:
    """Return what came of a clip; made now, or taken from an earlier build."""
    folder = output / part / clip.name
    for made in (output / other / clip.name for other in PARTS):
        if (made / CLIP_FILE).exists():
            found: dict[str, Any] = json.loads((made / CLIP_FILE).read_text(encoding="utf-8"))
            if found.pop("settings") != asdict(settings) or found["source"] != clip.source:
                hint = "choose another folder, or remove this one"
                message = "expected windows of the same clip and settings, found others"
                raise OutputExistsError(message, path=made, hint=hint)
            if made != folder:
                folder.parent.mkdir(parents=True, exist_ok=True)
                made.rename(folder)
            return found
    result = {"name": clip.name, "source": clip.source, "category": clip.category}
    unfinished = folder.with_name(f".{clip.name}.part")
    try:
        result |= _write_windows(clip, unfinished, settings)
    except InputError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        return {**result, "windows": [], "notes": [f"left out: {error}"]}
    except OSError as error:
        raise output_error(error, folder) from error
    _write_json(unfinished / CLIP_FILE, {**result, "settings": asdict(settings)})
    unfinished.rename(folder)
    return result


def _write_windows(clip: FoundClip, folder: Path, settings: DatasetSettings) -> dict[str, Any]:
    """Write the windows of a clip, each a folder; return their first frames and notes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with open_source(clip.path) as source:
        windows, notes = _choose(source, settings.frames)
        for first in windows:
            pictures = window_pictures(source, first, settings.frames, settings.shorter_side)
            window = folder / _window_name(first)
            window.mkdir()
            for stem, picture in zip(_stems(settings), pictures, strict=True):
                (window / f"{stem}.png").write_bytes(png(picture))
        notes = [*source.info.notes, *notes]
    return {"windows": windows, "notes": notes}


def _choose(source: FrameSource, length: int) -> tuple[list[int], list[str]]:
    """Return the first frames of the windows of a clip, and what was in their way."""
    info = source.info
    gaps = info.missing_indices
    finder = LossFinder(source, gaps, range(0))
    report = look(finder, 0, info.clock.frame_count - 1, lambda _: None, lambda: False)
    windows = cut_windows(even_runs(report, info.clock, finder.lost), length)
    notes = [f"{len(finder.lost)} frames are missing or damaged"] if finder.lost else []
    if not windows:
        notes.append(f"no {length} frames in a row without a cut, a repeat or a gap")
    return windows, notes


def _items(
    results: Sequence[dict[str, Any]], part: Part, settings: DatasetSettings
) -> list[dict[str, Any]]:
    """Return the index of one part."""
    return [
        {
            "name": f"{result['name']}/{_window_name(first)}",
            "frames": _stems(settings),
            "category": result["category"],
            "clip": result["name"],
            "source": result["source"],
            "first_frame": first,
        }
        for result in results
        if result["part"] == part
        for first in result["windows"]
    ]


def _window_name(first: int) -> str:
    return f"{first:06d}"


def _stems(settings: DatasetSettings) -> list[str]:
    return [f"{number:03d}" for number in range(settings.frames)]


def _reasons(result: dict[str, Any]) -> str:
    return "".join(f"; {note}" for note in result["notes"])


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
