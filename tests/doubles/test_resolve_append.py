"""AppendToTimeline of the double: where clips land, and what is said about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles.resolve_scene import MEDIA, Scene, frames_on_disk

START = 86400


def append(scene: Scene, clip: int = 0, **info: Any) -> Any:
    given = {"mediaPoolItem": scene.media(clip), "mediaType": 1, "trackIndex": 2, **info}
    return scene.pool.AppendToTimeline([given])


def scene_with_two_tracks(**scenario: Any) -> Scene:
    shots = [{"id": "shot", "media": "A", "frames": 48}]
    return Scene(**{"timelines": [{"video": [shots, []]}], **scenario})


def sequence(first: int, rate: str = "24") -> dict[str, Any]:
    path = f"/film/p.[{first:04d}-{first + 99:04d}].exr"
    media: dict[str, Any] = {"path": path, "frames": 100, "rate": rate, "sequence": True}
    return {**MEDIA, "B": {**media, "type": "Video", "start_number": first}}


def test_the_end_frame_is_exclusive() -> None:
    scene = scene_with_two_tracks()
    append(scene, startFrame=0, endFrame=199, recordFrame=START + 10)
    assert scene.spans(2) == [(START + 10, 199)]
    assert scene.shown(START + 10, START + 13) == [0, 1, 2]


def test_the_end_frame_can_be_inclusive() -> None:
    scene = scene_with_two_tracks(version="19.1.3", behaviour={"append_end": "inclusive"})
    append(scene, startFrame=0, endFrame=199, recordFrame=START)
    assert scene.spans(2) == [(START, 200)]


def test_without_a_range_the_whole_clip_lands_after_what_is_there() -> None:
    scene = Scene()
    scene.pool.AppendToTimeline(scene.media())
    scene.pool.AppendToTimeline([scene.media()])
    assert scene.spans() == [(START, 48), (START + 48, 240), (START + 288, 240)]
    assert scene.timeline.GetItemListInTrack("audio", 1)[0].GetDuration() == 240


@pytest.mark.parametrize(("source", "record", "duration"), [("24", "25", 104), ("25", "24", 96)])
def test_mixed_rates_are_rounded_down(source: str, record: str, duration: int) -> None:
    scene = Scene(media=sequence(0, source), timelines=[{"rate": record, "video": [[], []]}])
    append(scene, 1, recordFrame=90000)
    assert scene.spans(2) == [(90000, duration)]


def test_a_sequence_counts_in_its_file_numbers() -> None:
    scene = scene_with_two_tracks(media=sequence(1))
    append(scene, 1, startFrame=0, endFrame=4, recordFrame=START)
    assert scene.spans(2) == [(START, 4)]
    assert scene.shown(START, START + 4) == [None, 0, 1, 2]


def test_a_sequence_from_zero_reads_the_same_in_both_numberings() -> None:
    for numbering in ("file", "zero"):
        scene = scene_with_two_tracks(media=sequence(0), behaviour={"append_numbering": numbering})
        append(scene, 1, startFrame=2, endFrame=5, recordFrame=START)
        assert scene.shown(START, START + 3) == [2, 3, 4]


def test_a_sequence_can_count_from_zero() -> None:
    scene = scene_with_two_tracks(media=sequence(1), behaviour={"append_numbering": "zero"})
    append(scene, 1, startFrame=0, endFrame=3, recordFrame=START)
    assert scene.shown(START, START + 3) == [0, 1, 2]


def test_parts_of_frames_are_taken_from_19_0_3_on() -> None:
    for version, landed in (("19.0.1", []), ("19.1.3", [(START, 10)])):
        scene = scene_with_two_tracks(version=version)
        append(scene, startFrame=0.0, endFrame=10.5, recordFrame=START)
        assert scene.spans(2) == landed


def test_a_record_frame_before_the_start_reads_well_and_renders_nothing() -> None:
    scene = scene_with_two_tracks()
    [item] = append(scene, recordFrame=0)
    assert (item.GetStart(), item.GetDuration()) == (0, 240)
    assert scene.app.dump()["timelines"][0]["tracks"]["video"][1]["items"][0]["renders"] is False


def test_a_track_without_a_media_type_reads_well_and_shows_black() -> None:
    scene = scene_with_two_tracks(media=sequence(0))
    info = {"mediaPoolItem": scene.media(1), "trackIndex": 2, "recordFrame": START}
    scene.pool.AppendToTimeline([info])
    assert scene.spans(2) == [(START, 100)]
    assert scene.shown(START, START + 2) == [None, None]


def test_a_track_that_is_not_there_takes_nothing() -> None:
    scene = scene_with_two_tracks()
    assert append(scene, trackIndex=3, recordFrame=START) == []
    assert scene.timeline.GetTrackCount("video") == 2
    assert scene.timeline.AddTrack("video") is True
    assert len(append(scene, trackIndex=3, recordFrame=START)) == 1


def test_a_clip_for_a_missing_track_can_land_on_the_highest() -> None:
    scene = scene_with_two_tracks(behaviour={"append_missing_track": "top"})
    append(scene, trackIndex=3, recordFrame=START)
    assert scene.spans(2) == [(START, 240)]


@pytest.mark.parametrize("policy", ["drop", "husk", "slide"])
def test_an_occupied_range_is_never_overwritten(policy: str) -> None:
    scene = scene_with_two_tracks(behaviour={"append_overlap": policy})
    [answer] = append(scene, trackIndex=1, endFrame=10, recordFrame=START + 40)
    slid = [(START + 48, 10)] if policy == "slide" else []
    assert scene.spans(1) == [(START, 48), *slid]
    if policy == "drop":
        assert answer is None
    if policy == "husk":
        assert callable(answer.GetStart)
        assert (answer.GetStart(), answer.GetDuration(), answer.GetUniqueId()) == (None,) * 3


def test_a_husk_can_lack_every_method() -> None:
    scene = scene_with_two_tracks(behaviour={"append_answer": "husks", "husk": "bare"})
    [answer] = append(scene, recordFrame=START)
    assert answer.GetUniqueId is None
    assert scene.spans(2) == [(START, 240)]


@pytest.mark.parametrize(("told", "answer"), [("none", [None]), ("empty", [])])
def test_what_is_told_is_no_proof(told: str, answer: list[None]) -> None:
    scene = scene_with_two_tracks(behaviour={"append_answer": told})
    assert append(scene, recordFrame=START) == answer
    assert scene.spans(2) == [(START, 240)]


def test_a_locked_track_takes_nothing() -> None:
    scene = scene_with_two_tracks()
    scene.app.do("lock_track", index=2)
    assert append(scene, recordFrame=START) == []
    assert scene.timeline.GetIsTrackLocked("video", 2) is True
    assert scene.spans(2) == []


def test_only_the_current_timeline_is_appended_to() -> None:
    scene = Scene(timelines=[{"video": [[], []]}, {"name": "other", "video": [[], []]}])
    assert scene.project.SetCurrentTimeline(scene.project.GetTimelineByIndex(2)) is True
    append(scene, recordFrame=START)
    first, second = scene.app.dump()["timelines"]
    assert [len(each["tracks"]["video"][1]["items"]) for each in (first, second)] == [0, 1]


def test_without_a_timeline_nothing_is_appended() -> None:
    scene = Scene(timelines=[])
    assert scene.timeline is None
    assert append(scene, recordFrame=START) == []


def test_a_still_takes_its_default_length_whatever_is_asked(tmp_path: Path) -> None:
    scene = scene_with_two_tracks()
    [clip] = scene.pool.ImportMedia([frames_on_disk(tmp_path, 1)])
    info = {"mediaPoolItem": clip, "mediaType": 1, "trackIndex": 2, "recordFrame": START}
    scene.pool.AppendToTimeline([dict(info, startFrame=0, endFrame=10)])
    assert clip.GetClipProperty("Type") == "Still"
    assert scene.spans(2) == [(START, 125)]


def test_a_placement_can_vanish_when_the_project_is_saved() -> None:
    scene = scene_with_two_tracks(behaviour={"append_vanishes_at_save": True})
    append(scene, recordFrame=START)
    assert len(scene.spans(2)) == 1
    assert scene.manager.SaveProject() is True
    assert scene.spans(2) == []


def test_a_clip_can_land_late_or_short() -> None:
    scene = scene_with_two_tracks(behaviour={"append_late_frames": 1, "append_lost_frames": 2})
    append(scene, recordFrame=START)
    assert scene.spans(2) == [(START + 1, 238)]
    for short, spans in (("whole", [47, 48]), ("range", [48, 47])):
        for frames, more in zip(spans, ({}, {"startFrame": 0, "endFrame": 48})):
            scene = scene_with_two_tracks(
                behaviour={"append_short": short}, media={"A": {"path": "/A.mov", "frames": 48}}
            )
            append(scene, recordFrame=START, **more)
            assert scene.spans(2) == [(START, frames)]


def test_sound_is_linked_with_its_picture_unless_a_type_is_asked_for() -> None:
    scene = Scene(timelines=[{}])
    video, audio = scene.pool.AppendToTimeline([{"mediaPoolItem": scene.media()}])
    [linked] = video.GetLinkedItems()
    assert linked.GetUniqueId() == audio.GetUniqueId()
    [alone] = scene.pool.AppendToTimeline([{"mediaPoolItem": scene.media(), "mediaType": 2}])
    assert alone.GetTrackTypeAndIndex() == ["audio", 1]
