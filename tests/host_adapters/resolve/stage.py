"""A Resolve, a user and an engine for the tests of the adapter."""

from __future__ import annotations

import copy
from fractions import Fraction
from pathlib import Path
from typing import Any

from slowglass.host_adapters.resolve.jobs.retime import run
from slowglass.host_adapters.resolve.ui import Ui
from slowglass.host_adapters.resolve.wish import Wish
from tests.doubles.resolve import ResolveDouble

TITLE = {"id": "title", "kind": "title", "at": 0, "frames": 48}


class User(Ui):
    """Remembers what was said, and answers as the test wants."""

    def __init__(self, answer: bool | None = None) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.answer = answer
        self.wants_to_stop = False

    @property
    def text(self) -> str:
        return "\n".join(self.heard)

    def say(self, text: str) -> None:
        self.heard.append(text)

    def ask(self, question: str, default: bool) -> bool:
        self.heard.append(question)
        return default if self.answer is None else self.answer

    def cancelled(self) -> bool:
        return self.wants_to_stop


class DummyEngine:
    """Writes tiny frames where a job wants them, and lets something happen meanwhile."""

    def __init__(self, meanwhile: Any = None) -> None:
        self.jobs: list[dict[str, Any]] = []
        self.meanwhile = meanwhile

    def __call__(self, job: dict[str, Any], ui: Ui) -> dict[str, Any]:
        self.jobs.append(job)
        count = len(job["time"]["positions"])
        pattern = Path(job["output"])
        for number in range(count):
            name = pattern.name.replace("######", f"{number + job['start_number']:06}")
            pattern.with_name(name).write_bytes(b"frame")
        if self.meanwhile is not None:
            self.meanwhile()
        return {"event": "done", "request": "retime", "result": {"frames": count}}

    @property
    def positions(self) -> list[Fraction]:
        """Of the only job."""
        (job,) = self.jobs
        return [Fraction(text) for text in job["time"]["positions"]]


class Stage:
    """One clip ``shot`` on video track 1, from frame 24 of the timeline ``Edit``."""

    def __init__(
        self,
        folder: Path,
        *,
        version: str = "20.3.2",
        edition: str = "studio",
        rate: str = "24",
        media: dict[str, Any] | None = None,
        item: dict[str, Any] | None = None,
        timeline: dict[str, Any] | None = None,
        sequence_numbers: range | None = None,
        media_more: dict[str, Any] | None = None,
        **scenario: Any,
    ) -> None:
        self.folder = folder
        self.media = {"frames": 200, "rate": rate, **(media or {})}
        self.media.setdefault("path", self._files(sequence_numbers))
        if sequence_numbers is not None:
            self.media.update(sequence=True, start_number=sequence_numbers[0], type="Video")
        clip = {"id": "shot", "media": "take-1", "at": 24, "frames": 12, **(item or {})}
        edit = {
            "name": "Edit",
            "playhead": 30,
            "video": [[clip], [{**TITLE, "at": 200}]],
            **(timeline or {}),
        }
        other = {"name": "Other", "video": [[{**TITLE, "id": "elsewhere"}]]}
        project = {"rate": rate, **scenario.pop("project", {})}
        self.app = ResolveDouble(
            {
                "version": version,
                "edition": edition,
                "project": project,
                "media": {"take-1": self.media, **(media_more or {})},
                "timelines": [edit, other],
                **scenario,
            }
        )
        self.user = User()
        self.engine = DummyEngine()
        self.before = self.originals()
        self.tracks_before = edit["video"]
        self.shown_before = self._shown_by_the_clip()

    def _shown_by_the_clip(self) -> dict[int, Any]:
        """Source frames by frame of the timeline, as the clip shows them at first."""
        if "shot" not in self.before:
            return {}
        _, item = self.before["shot"]
        shown = {frame: self.shown(frame) for frame in range(item["start"], item["end"])}
        return {frame: found["frame"] for frame, found in shown.items() if found is not None}

    def _files(self, numbers: range | None) -> str:
        """Make the files of the source and return the path as Resolve writes it."""
        if numbers is None:
            (self.folder / "take 1.mov").touch()
            return str(self.folder / "take 1.mov")
        for number in numbers:
            (self.folder / f"plate.{number:04}.exr").touch()
        return str(self.folder / f"plate.[{numbers[0]:04}-{numbers[-1]:04}].exr")

    def run(self, speed: Fraction | None = Fraction(1, 2), **wish: Any) -> int:
        """Retime the clip; return how many results were placed."""
        request = Wish(speed, **wish)
        return run(self.app.resolve, lambda _: request, self.user, self.engine, busy_seconds=0.0)

    def items(self, timeline: str = "Edit") -> list[tuple[int, dict[str, Any]]]:
        """The items on video tracks with the number of their track."""
        (found,) = [one for one in self.app.dump()["timelines"] if one["name"] == timeline]
        tracks = enumerate(found["tracks"]["video"], 1)
        return [(index, item) for index, track in tracks for item in track["items"]]

    def placed(self, timeline: str = "Edit") -> tuple[int, dict[str, Any]]:
        """The only item that was not there before, with its track."""
        (found,) = [one for one in self.items(timeline) if one[1]["id"] not in self.before]
        return found

    def originals(self) -> dict[str, Any]:
        """Everything about the items that were there from the start."""
        if not hasattr(self, "before"):
            everything = [*self.items("Edit"), *self.items("Other")]
            return {item["id"]: (track, copy.deepcopy(item)) for track, item in everything}
        everything = [*self.items("Edit"), *self.items("Other")]
        return {
            item["id"]: (track, item) for track, item in everything if item["id"] in self.before
        }

    def pool(self) -> list[str]:
        """Ids of the clips in the bin of ours."""
        bins = {one["name"]: one for one in self.app.dump()["bins"]["bins"]}
        return [clip["id"] for clip in bins.get("Slowglass", {"clips": []})["clips"]]

    def frames_on_disk(self) -> list[Path]:
        """The frames that the engine made."""
        return sorted(self.folder.glob("slowglass/*/*.exr"))

    def shown(self, frame: int) -> Any:
        """What the timeline shows at an absolute frame."""
        return self.app.picture_at(frame)
