"""OpenTimelineIO of the double: what it writes, and what it takes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.resolve_scene import MEDIA, SHOT, Scene, shot


def exported(scene: Scene, folder: Path) -> Any:
    path = folder / "out.otio"
    assert scene.timeline.Export(str(path), scene.resolve.EXPORT_OTIO, scene.resolve.EXPORT_NONE)
    return json.loads(path.read_text(encoding="utf-8"))


def clips(document: Any, track: int = 0) -> list[Any]:
    children = document["tracks"]["children"][track]["children"]
    return [child for child in children if child["OTIO_SCHEMA"] == "Clip.2"]


def schemas(clip: Any) -> list[str]:
    return [effect["OTIO_SCHEMA"] for effect in clip["effects"]]


def test_the_source_range_is_as_long_as_the_record_range_at_every_speed(tmp_path: Path) -> None:
    [clip] = clips(exported(Scene(**shot(source_start=39, frames=11, speed="2")), tmp_path))
    assert clip["source_range"]["start_time"] == {
        "OTIO_SCHEMA": "RationalTime.1",
        "rate": 24.0,
        "value": 39.0,
    }
    assert clip["source_range"]["duration"]["value"] == 11.0
    assert clip["effects"][0]["time_scalar"] == 2.0


@pytest.mark.parametrize(
    ("speed", "first", "scalar"),
    [
        ("1", "Effect.1", None),
        ("-1", "LinearTimeWarp.1", -1.0),
        ("5/2", "LinearTimeWarp.1", 2.5),
        ("0", "FreezeFrame.1", 0.0),
    ],
)
def test_speed_is_the_first_effect(
    tmp_path: Path, speed: str, first: str, scalar: float | None
) -> None:
    [clip] = clips(exported(Scene(**shot(speed=speed, frames=20)), tmp_path))
    assert schemas(clip)[0] == first
    assert clip["effects"][0].get("time_scalar") == scalar
    names = [
        effect["metadata"]["Resolve_OTIO"].get("Effect Name") for effect in clip["effects"][-2:]
    ]
    assert names == ["Retime and Scaling", "Video Faders"]


def test_a_ramp_cannot_be_said(tmp_path: Path) -> None:
    [clip] = clips(exported(Scene(**shot(ramp_span=31)), tmp_path))
    assert set(schemas(clip)) == {"Effect.1"}


def test_a_movie_is_a_bare_path_and_counts_from_its_timecode(tmp_path: Path) -> None:
    media = {"A": {"path": "/Zürich 50% #1/A.mov", "frames": 240, "start_timecode": "01:00:00:00"}}
    [clip] = clips(exported(Scene(media=media, **shot(source_start=24)), tmp_path))
    reference = clip["media_references"][clip["active_media_reference_key"]]
    assert reference["OTIO_SCHEMA"] == "ExternalReference.1"
    assert reference["target_url"] == "/Zürich 50% #1/A.mov"
    assert reference["available_range"]["start_time"]["value"] == 86400.0
    assert reference["available_range"]["duration"]["value"] == 240.0
    assert clip["source_range"]["start_time"]["value"] == 86424.0


@pytest.mark.parametrize(("folder", "mark"), [("/film", "/"), ("C:\\film", "\\")])
def test_a_sequence_is_a_reference_to_its_numbers(tmp_path: Path, folder: str, mark: str) -> None:
    path = f"{folder}{mark}p.[1001-1099].tif"
    media = {"A": {"path": path, "frames": 99, "sequence": True, "start_number": 1001}}
    [clip] = clips(exported(Scene(media=media), tmp_path))
    reference = clip["media_references"]["DEFAULT_MEDIA"]
    assert reference["OTIO_SCHEMA"] == "ImageSequenceReference.1"
    assert (reference["target_url_base"], reference["name_prefix"]) == (folder, "p.")
    assert (reference["start_frame"], reference["frame_zero_padding"]) == (1001, 4)
    assert clip["name"] == "p.[1001-1099].tif"


def test_ranges_have_the_rates_of_timeline_and_media(tmp_path: Path) -> None:
    scene = Scene(timelines=[{"rate": "25", "video": [[dict(SHOT, source_start=24)]]}])
    [clip] = clips(exported(scene, tmp_path))
    assert clip["source_range"]["start_time"]["rate"] == 25.0
    assert clip["source_range"]["start_time"]["value"] == 25.0
    available = clip["media_references"]["DEFAULT_MEDIA"]["available_range"]
    assert available["duration"]["rate"] == 24.0


def test_empty_tracks_can_be_left_out(tmp_path: Path) -> None:
    timelines = [{"video": [[], [SHOT]], "audio": [[]]}]
    for written, names in ((True, ["Video 1", "Video 2", "Audio 1"]), (False, ["Video 2"])):
        scene = Scene(timelines=timelines, behaviour={"export_empty_tracks": written})
        tracks = exported(scene, tmp_path)["tracks"]["children"]
        assert [track["name"] for track in tracks] == names


def test_gaps_stand_between_items_and_markers_on_them(tmp_path: Path) -> None:
    shots = [dict(SHOT, at=12), {"media": "A", "at": 100, "frames": 10, "enabled": False}]
    scene = Scene(timelines=[{"video": [shots]}])
    scene.item().AddMarker(3, "Green", "Slowglass", "a note", 1, "token")
    document = exported(scene, tmp_path)
    assert document["global_start_time"]["value"] == 86400.0
    [track, _] = document["tracks"]["children"]
    assert (track["name"], track["kind"]) == ("Video 1", "Video")
    lengths = [child["source_range"]["duration"]["value"] for child in track["children"]]
    assert lengths == [12.0, 48.0, 40.0, 10.0]
    first, second = clips(document)
    [marker] = first["markers"]
    assert (marker["name"], marker["color"]) == ("Slowglass", "GREEN")
    assert marker["metadata"]["Resolve_OTIO"]["Note"] == "a note"
    assert second["enabled"] is False


def test_titles_have_no_file_and_transitions_are_no_clips(tmp_path: Path) -> None:
    items = [
        {"kind": "title", "frames": 20},
        {"kind": "transition", "at": 20, "frames": 4},
    ]
    [title] = clips(exported(Scene(timelines=[{"video": [items]}]), tmp_path))
    assert title["media_references"]["DEFAULT_MEDIA"]["OTIO_SCHEMA"] == "MissingReference.1"


def imported(scene: Scene, folder: Path, document: Any, **options: Any) -> Any:
    path = folder / "in.otio"
    path.write_text(json.dumps(document), encoding="utf-8")
    return scene.pool.ImportTimelineFromFile(str(path), {"timelineName": "New", **options})


@pytest.mark.parametrize("speed", ["1", "2", "1/2", "-1"])
def test_what_it_writes_it_takes_back_with_its_speed(tmp_path: Path, speed: str) -> None:
    scene = Scene(**shot(at=12, source_start=24, speed=speed))
    before = scene.shown(86400, 86460)
    made = imported(scene, tmp_path, exported(scene, tmp_path))
    assert made.GetName() == scene.timeline.GetName() == "New"
    assert scene.shown(86400, 86460) == before
    assert scene.item().GetMediaPoolItem().GetUniqueId() == "A"


def spoiled(document: Any, how: str) -> Any:
    [clip] = clips(document)
    reference = clip["media_references"]["DEFAULT_MEDIA"]
    if how == "older form":
        clip["OTIO_SCHEMA"] = "Clip.1"
        del document["tracks"]["children"][0]["children"][0]["media_references"]
    elif how == "no available range":
        reference["available_range"] = None
    elif how == "url":
        reference["target_url"] = "file:///film/A.mov"
    elif how == "file-relative":
        clip["source_range"]["start_time"]["value"] = 0.0
    elif how == "no enabled":
        del clip["enabled"]
    elif how == "no start":
        del document["global_start_time"]
    return document


@pytest.mark.parametrize(
    "how",
    ["older form", "no available range", "url", "file-relative", "no enabled", "no start"],
)
def test_another_form_is_refused_without_a_reason(tmp_path: Path, how: str) -> None:
    media = {"A": {**MEDIA["A"], "start_timecode": "01:00:00:00"}}
    scene = Scene(media=media)
    document = exported(scene, tmp_path)
    assert imported(scene, tmp_path, spoiled(document, how)) is None
    assert scene.project.GetTimelineCount() == 1


def test_a_name_that_exists_and_a_file_that_does_not_are_refused(tmp_path: Path) -> None:
    scene = Scene()
    document = exported(scene, tmp_path)
    assert imported(scene, tmp_path, document, timelineName="Timeline 1") is None
    assert scene.pool.ImportTimelineFromFile(str(tmp_path / "nothing.otio"), {}) is None


def test_a_custom_effect_makes_an_empty_timeline(tmp_path: Path) -> None:
    scene = Scene(version="21.1.0")
    document = exported(scene, tmp_path)
    clips(document)[0]["effects"].append({"OTIO_SCHEMA": "Slowglass.1", "metadata": {}})
    assert imported(scene, tmp_path, document).GetItemListInTrack("video", 1) == []


def test_otio_is_imported_from_18_6_5_on(tmp_path: Path) -> None:
    scene = Scene(version="18.5.1")
    assert imported(scene, tmp_path, exported(scene, tmp_path)) is None


@pytest.mark.parametrize(("version", "online"), [("19.1.3", False), ("20.3.2", True)])
def test_items_without_imported_sources_were_offline_on_19_1(
    tmp_path: Path, version: str, online: bool
) -> None:
    scene = Scene(version=version)
    imported(scene, tmp_path, exported(scene, tmp_path), importSourceClips=False)
    status = scene.item().GetMediaPoolItem().GetClipProperty("Online Status")
    assert (status == "Online") is online
