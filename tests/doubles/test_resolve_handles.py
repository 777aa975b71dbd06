"""The double's handles: what a name, a call and a comparison answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubles.resolve import VERSIONS, ResolveDouble

CLIP = {"media": {"A": {"path": "/film/A.mov", "frames": 240}}}
TIMELINE = {"video": [[{"id": "shot", "media": "A", "frames": 48}]]}


def double(**more: Any) -> ResolveDouble:
    return ResolveDouble({**CLIP, "timelines": [TIMELINE], **more})


def item_of(app: ResolveDouble) -> Any:
    timeline = app.resolve.GetProjectManager().GetCurrentProject().GetCurrentTimeline()
    return timeline.GetItemListInTrack("video", 1)[0]


def test_an_unknown_name_is_none_and_every_name_is_there() -> None:
    resolve = double().resolve
    assert resolve.GetNothing is None
    assert hasattr(resolve, "GetNothing")
    with pytest.raises(TypeError, match="'NoneType' object is not callable"):
        resolve.GetNothing()


@pytest.mark.parametrize("version", VERSIONS)
def test_dir_lists_the_methods_of_the_version_only(version: str) -> None:
    item = item_of(double(version=version))
    assert ("GetSpeed" in dir(item)) == (version == "21.1.0")
    assert ("GetSourceStartFrame" in dir(item)) == (version not in ("18.5.1", "19.0.1"))
    assert all(callable(getattr(item, name)) for name in dir(item))


def test_two_handles_of_one_item_differ_and_share_their_id() -> None:
    app = double()
    one, other = item_of(app), item_of(app)
    assert one != other
    assert one.GetUniqueId() == other.GetUniqueId() == "shot"
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_keywords_are_not_taken() -> None:
    with pytest.raises(TypeError, match="keyword"):
        double().resolve.OpenPage(pageName="edit")


def test_a_handle_of_a_deleted_item_answers_none() -> None:
    app = double()
    item = item_of(app)
    app.do("delete_item", item="shot")
    assert item.GetStart() is None
    assert item.GetUniqueId() is None
