"""The media pool of the double: importing, properties, bins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles.resolve_scene import MEDIA, SHOT, Scene, frames_on_disk


def test_a_sequence_is_one_item_named_by_its_numbers(tmp_path: Path) -> None:
    scene = Scene()
    [clip] = scene.pool.ImportMedia([frames_on_disk(tmp_path / "Zürich 50% #1", 96)])
    assert clip.GetName() == clip.GetClipProperty("File Name") == "x_[000000-000095].exr"
    assert clip.GetClipProperty("File Path").startswith(str(tmp_path / "Zürich 50% #1"))
    assert (clip.GetClipProperty("Frames"), clip.GetClipProperty("Start")) == ("96", "0")
    assert (clip.GetClipProperty("End"), clip.GetClipProperty("Type")) == ("95", "Video")


def test_a_sequence_comes_in_at_the_rate_of_the_project(tmp_path: Path) -> None:
    scene = Scene(project={"rate": "25"}, timelines=[{"rate": "24"}])
    [clip] = scene.pool.ImportMedia([frames_on_disk(tmp_path, 4)])
    assert clip.GetClipProperty("FPS") == 25.0


@pytest.mark.parametrize(
    "change",
    [{"EndIndex": 4}, {"FilePath": "/nowhere/x_%06d.exr"}, {"FilePath": "/nowhere/x.exr"}],
)
def test_what_is_not_on_the_disk_is_not_imported(tmp_path: Path, change: dict[str, Any]) -> None:
    scene = Scene()
    assert scene.pool.ImportMedia([{**frames_on_disk(tmp_path, 4), **change}]) == []
    assert scene.pool.ImportMedia(["/nowhere/still.exr"]) == []
    assert len(scene.pool.GetRootFolder().GetClipList()) == 2


def test_a_project_that_was_never_saved_imports_nothing(tmp_path: Path) -> None:
    for name, count in (("Untitled Project", 0), ("Film", 1)):
        scene = Scene(project={"name": name})
        assert len(scene.pool.ImportMedia([frames_on_disk(tmp_path, 3)])) == count


def test_imports_land_in_the_current_bin(tmp_path: Path) -> None:
    scene = Scene()
    ours = scene.pool.AddSubFolder(scene.pool.GetRootFolder(), "Slow")
    assert scene.pool.SetCurrentFolder(ours) is True
    scene.pool.ImportMedia([frames_on_disk(tmp_path, 4)])
    assert [clip.GetName() for clip in ours.GetClipList()] == ["x_[000000-000003].exr"]
    scene.app.do("open_bin", name="Master")
    assert scene.pool.GetCurrentFolder().GetName() == "Master"


def test_a_bin_of_the_same_name_is_none() -> None:
    scene = Scene()
    root = scene.pool.GetRootFolder()
    assert scene.pool.AddSubFolder(root, "Slow").GetName() == "Slow"
    assert scene.pool.AddSubFolder(root, "Slow") is None
    assert [folder.GetName() for folder in root.GetSubFolderList()] == ["Slow"]


def test_single_frames_can_come_in_as_single_items(tmp_path: Path) -> None:
    scene = Scene(behaviour={"show_individual_frames": True})
    clips = scene.pool.ImportMedia([frames_on_disk(tmp_path, 4)])
    assert [clip.GetClipProperty("Type") for clip in clips] == ["Still"] * 4


def test_a_sequence_of_one_frame_is_a_still(tmp_path: Path) -> None:
    [clip] = Scene().pool.ImportMedia([frames_on_disk(tmp_path, 1)])
    assert (clip.GetClipProperty("Type"), clip.GetClipProperty("Frames")) == ("Still", "1")


def test_an_import_can_lose_frames(tmp_path: Path) -> None:
    scene = Scene(behaviour={"import_lost_frames": 1})
    [clip] = scene.pool.ImportMedia([frames_on_disk(tmp_path, 4)])
    assert clip.GetClipProperty("Frames") == "3"


def test_frames_of_a_path_imported_before_are_stale(tmp_path: Path) -> None:
    scene = Scene()
    for _ in range(2):
        scene.pool.ImportMedia([frames_on_disk(tmp_path, 4)])
    clips = scene.app.dump()["bins"]["clips"][-2:]
    assert [clip["stale_cache"] for clip in clips] == [False, True]


def test_a_sound_freezes_the_rate_of_the_project(tmp_path: Path) -> None:
    scene = Scene(timelines=[])
    assert scene.project.SetSetting("timelineFrameRate", "25") is True
    (tmp_path / "a.wav").touch()
    [clip] = scene.pool.ImportMedia([str(tmp_path / "a.wav")])
    assert clip.GetClipProperty("Frames") == ""
    assert clip.SetClipProperty("FPS", "25") is False
    assert scene.project.SetSetting("timelineFrameRate", "24") is False
    assert scene.project.GetSetting("timelineFrameRate") == 25.0


def test_movies_are_what_the_scenario_says() -> None:
    scene = Scene(movies={"/film/B.mov": {"frames": 50, "rate": "25"}})
    [clip] = scene.pool.ImportMedia(["/film/B.mov"])
    assert (clip.GetClipProperty("Frames"), clip.GetClipProperty("FPS")) == ("50", 25.0)


@pytest.mark.parametrize(
    ("manner", "answer", "rate"),
    [("sticks", True, 23.976), ("refused", False, 24.0), ("ignored", True, 24.0)],
)
def test_a_rate_is_written_as_text_and_read_back(manner: str, answer: bool, rate: float) -> None:
    clip = Scene(behaviour={"fps_write": manner}).media()
    assert clip.SetClipProperty("FPS", "23.976") is answer
    assert clip.GetClipProperty("FPS") == rate
    assert clip.SetClipProperty("FPS", 25) is False
    assert clip.SetClipProperty("FPS", "fast") is False


def test_a_new_rate_counts_for_later_appends_and_for_all_uses() -> None:
    scene = Scene(timelines=[{"video": [[SHOT], []]}])
    scene.media().SetClipProperty("FPS", "48")
    info = {"mediaPoolItem": scene.media(), "mediaType": 1, "trackIndex": 2}
    scene.pool.AppendToTimeline([info])
    assert scene.spans(2) == [(86400, 120)]
    assert scene.item().GetSourceEndFrame() == 95


@pytest.mark.parametrize(
    ("mode", "answer"), [("davinciYRGB", False), ("davinciYRGBColorManagedv2", True)]
)
def test_an_input_colour_space_is_set_in_one_mode_only(mode: str, answer: bool) -> None:
    scene = Scene(project={"settings": {"colorScienceMode": mode}})
    assert scene.media().SetClipProperty("Input Color Space", "Rec.709") is answer
    read = scene.media().GetClipProperty("Input Color Space")
    assert read == ("Rec.709" if answer else "Project")


def test_a_reel_name_can_be_taken_and_not_kept() -> None:
    clip = Scene().media()
    assert clip.SetClipProperty("Reel Name", "A001") is True
    assert clip.GetClipProperty("Reel Name") == ""
    assert clip.SetClipProperty("Data Level", "Full") is True
    assert clip.GetClipProperty("Data Level") == "Full"
    assert clip.SetClipProperty("Frames", "7") is False


def test_an_unknown_property_can_read_as_none() -> None:
    assert Scene(behaviour={"unknown_clip_property": None}).media().GetClipProperty("No") is None


def test_metadata_is_written_by_name_or_as_a_dictionary() -> None:
    clip = Scene().media()
    assert clip.SetMetadata("Comments", "ours") is True
    assert clip.SetThirdPartyMetadata({"slowglass": "1"}) is True
    assert clip.GetMetadata("Comments") == "ours"
    assert clip.GetThirdPartyMetadata() == {"slowglass": "1"}


def test_a_new_file_in_a_clip_drops_its_metadata(tmp_path: Path) -> None:
    clip = Scene().media()
    clip.SetMetadata("Comments", "ours")
    (tmp_path / "b.mov").touch()
    assert clip.ReplaceClip(str(tmp_path / "b.mov")) is True
    assert (clip.GetName(), clip.GetMetadata()) == ("b.mov", {})
    assert clip.ReplaceClip("/nowhere/c.mov") is False


def test_clips_leave_the_pool_with_their_items() -> None:
    scene = Scene()
    clip = scene.media()
    assert scene.pool.DeleteClips([clip]) is True
    assert clip.GetName() is None
    assert scene.spans() == []


def test_clips_move_between_bins() -> None:
    scene = Scene()
    target = scene.pool.AddSubFolder(scene.pool.GetRootFolder(), "Slow")
    assert scene.pool.MoveClips([scene.media()], target) is True
    assert [clip.GetUniqueId() for clip in target.GetClipList()] == ["A"]


@pytest.mark.parametrize(("system", "count"), [("linux", 1), ("windows", 0)])
def test_the_media_storage_wants_native_paths(tmp_path: Path, system: str, count: int) -> None:
    (tmp_path / "a.png").touch()
    scene = Scene(system=system)
    storage = scene.resolve.GetMediaStorage()
    path = (tmp_path / "a.png").as_posix()
    assert len(storage.AddItemListToMediaPool([path])) == count
    assert len(storage.GetFileList(tmp_path.as_posix())) == count


def test_offline_media_says_so() -> None:
    scene = Scene(media=MEDIA)
    assert scene.media().GetClipProperty("Online Status") == "Online"
    scene.app.do("take_offline", media="A")
    assert scene.media().GetClipProperty("Online Status") == "Offline"
    assert scene.shown(86400, 86402) == [None, None]


def test_a_clip_that_is_linked_again_is_read_again(tmp_path: Path) -> None:
    scene = Scene()
    frames = frames_on_disk(tmp_path, 4)
    clips = [*scene.pool.ImportMedia([frames]), *scene.pool.ImportMedia([frames])]
    assert scene.pool.RelinkClips(clips[1:], str(tmp_path)) is True
    assert [clip["stale_cache"] for clip in scene.app.dump()["bins"]["clips"]][-2:] == [False] * 2
    assert scene.pool.RelinkClips(clips, "/nowhere") is False
