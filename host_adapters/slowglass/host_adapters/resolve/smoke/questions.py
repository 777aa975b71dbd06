"""The questions of the smoke test: what documents and reports leave open about Resolve."""

from typing import Any, Callable, Dict, List, Tuple

from ..api import ask, clip_property, is_number
from ..clips import video_items
from .bench import FRAMES, Bench
from .interchange import empty_tracks, own_timelines

Readings = Dict[str, Any]
MANAGED = "davinciYRGBColorManagedv2"
DARKER = {
    "NodeIndex": "1",
    "Slope": "0.3 0.3 0.3",
    "Offset": "0 0 0",
    "Power": "1 1 1",
    "Saturation": "1",
}


def current_item(bench: Bench) -> Readings:
    """Which item is current where two lie above each other, with tracks on and off."""
    at = bench.slot()
    known = {"lower": bench.place(at), "upper": bench.place(at, track=2)}
    ask(bench.timeline, "SetCurrentTimecode", ask(bench.timeline, "GetStartTimecode"))
    seen: Readings = {}
    for name, lower, upper in (("both on", 1, 1), ("upper off", 1, 0), ("both off", 0, 0)):
        ask(bench.timeline, "SetTrackEnable", "video", 1, bool(lower))
        ask(bench.timeline, "SetTrackEnable", "video", 2, bool(upper))
        seen[name] = bench.name_of(ask(bench.timeline, "GetCurrentVideoItem"), **known)
    for track in (1, 2):
        ask(bench.timeline, "SetTrackEnable", "video", track, True)
    return seen


def takes(bench: Bench) -> Readings:
    """Which take is selected after one is added, and whether it keeps the speed of its clip."""
    item, other = bench.place(bench.slot()), bench.sequence("take", 0)
    seen = {
        "added": ask(item, "AddTake", other),
        "takes": ask(item, "GetTakesCount"),
        "selected": ask(item, "GetSelectedTakeIndex"),
    }
    slowed = bench.place(bench.slot())
    seen["speed set"] = ask(slowed, "SetSpeed", {"Percentage": 50.0})
    ask(slowed, "AddTake", other)
    return dict(seen, **{"with speed " + key: value for key, value in _shows(slowed).items()})


def set_speed_with_ripple(bench: Bench) -> Readings:
    """What SetSpeed does to the clip and to what follows when it ripples."""
    at = bench.slot()
    item, behind = bench.place(at), bench.place(at + FRAMES)
    before = ask(behind, "GetStart")
    answer = ask(item, "SetSpeed", {"Percentage": 50.0, "RippleTimeline": True})
    return dict(_shows(item), answer=answer, moved=_difference(ask(behind, "GetStart"), before))


def reversed_speed(bench: Bench) -> Readings:
    """What is read of a clip that runs backwards."""
    item = bench.place(bench.slot())
    answer = ask(item, "SetSpeed", {"Percentage": -100.0})
    return dict(_shows(item), answer=answer)


def import_with_gap(bench: Bench) -> Readings:
    """What becomes of a sequence in which a frame is missing."""
    clips = bench.imported("gap", 0, missing=FRAMES // 2)
    return {"clips": len(clips), "frames": [clip_property(one, "Frames") for one in clips]}


def numbering(bench: Bench) -> Readings:
    """Whether startFrame of a sequence counts in file numbers."""
    media = bench.sequence("from_101", 101)
    by_file = bench.place(bench.slot(), media, first=105, end=115)
    from_zero = bench.place(bench.slot(), media, first=4, end=14)
    return {
        "Start": clip_property(media, "Start"),
        "105 to 115": _shows(by_file),
        "4 to 14": _shows(from_zero),
    }


def end_frame(bench: Bench) -> Readings:
    """Whether endFrame belongs to what is placed."""
    item = bench.place(bench.slot(), first=0, end=10)
    whole = bench.place(bench.slot())
    return {
        "frames for 0 to 10": ask(item, "GetDuration"),
        "frames without a range": ask(whole, "GetDuration"),
    }


def rate_of_used_clip(bench: Bench) -> Readings:
    """What a new frame rate does to a clip that lies on a timeline."""
    media = bench.sequence("rate", 0)
    item = bench.place(bench.slot(), media)
    before = ask(item, "GetDuration")
    was = clip_property(media, "FPS")
    wanted = "48" if was.startswith("24") else "24"
    return {
        "was": was,
        "wanted": wanted,
        "answer": ask(media, "SetClipProperty", "FPS", wanted),
        "reads": clip_property(media, "FPS"),
        "duration": [before, ask(item, "GetDuration")],
    }


def copied_grade(bench: Bench) -> Readings:
    """Whether CopyGrades works on OpenEXR; a person sees whether the second clip is dark, too."""
    at = bench.slot()
    graded, plain = bench.place(at), bench.place(at + FRAMES)
    return {
        "graded": ask(graded, "SetCDL", DARKER),
        "answer": ask(graded, "CopyGrades", [plain]),
        "nodes": [ask(ask(one, "GetNodeGraph"), "GetNumNodes") for one in (graded, plain)],
        "where": "the last two clips of the timeline",
    }


def input_space(bench: Bench) -> Readings:
    """Which input colour space OpenEXR gets under automatic colour management."""
    was = ask(bench.project, "GetSetting", "colorScienceMode")
    seen: Readings = {"mode": was, "reads": clip_property(bench.media, "Input Color Space")}
    seen["managed"] = ask(bench.project, "SetSetting", "colorScienceMode", MANAGED)
    media = bench.sequence("managed", 0)
    seen["reads managed"] = clip_property(media, "Input Color Space")
    ask(bench.project, "SetSetting", "colorScienceMode", was)
    return seen


def settings(bench: Bench) -> Readings:
    """How a timeline says its rate, and whether it is its own."""
    names = ("timelineFrameRate", "useCustomSettings")
    return {
        owner: {name: ask(thing, "GetSetting", name) for name in names}
        for owner, thing in (("timeline", bench.timeline), ("project", bench.project))
    }


def marks(bench: Bench) -> Readings:
    """Whether In and Out count from the start of the timeline."""
    return {
        "answer": ask(bench.timeline, "SetMarkInOut", 10, 20, "all"),
        "10 to 20": ask(bench.timeline, "GetMarkInOut"),
        "cleared": ask(bench.timeline, "ClearMarkInOut", "all"),
        "unset": ask(bench.timeline, "GetMarkInOut"),
    }


def by_hand(timeline: Any) -> List[Readings]:
    """Return what is read of every clip of the timeline, some of which were made by hand."""
    names = ("Type", "File Path", "Frames", "Start", "End", "Start TC", "FPS")
    return [
        dict(
            _shows(found.item),
            track=found.track,
            name=ask(found.item, "GetName"),
            media={
                name: ask(ask(found.item, "GetMediaPoolItem"), "GetClipProperty", name)
                for name in names
            },
        )
        for found in video_items(timeline)
    ]


QUESTIONS: Tuple[Tuple[str, Callable[[Bench], Readings]], ...] = (
    ("GetCurrentVideoItem where clips are stacked, tracks off", current_item),
    ("takes, also on a retimed item", takes),
    ("SetSpeed with RippleTimeline", set_speed_with_ripple),
    ("GetSpeed in reverse", reversed_speed),
    ("ImportMedia of a sequence with a gap", import_with_gap),
    ("startFrame of a sequence: numbering", numbering),
    ("endFrame: inclusive or not", end_frame),
    ("FPS of a clip that is in use", rate_of_used_clip),
    ("settings of the timeline", settings),
    ("In and Out: counted from where", marks),
    ("an OTIO export: empty tracks", empty_tracks),
    ("our own .otio back in", own_timelines),
    ("input colour space of OpenEXR", input_space),
    ("CopyGrades on OpenEXR", copied_grade),
)


def _shows(item: Any) -> Readings:
    """Return how long an item is and what of its source it says to show."""
    return {
        "start": ask(item, "GetStart"),
        "duration": ask(item, "GetDuration"),
        "left offset": ask(item, "GetLeftOffset"),
        "source": [ask(item, "GetSourceStartFrame"), ask(item, "GetSourceEndFrame")],
        "speed": ask(item, "GetSpeed"),
    }


def _difference(after: Any, before: Any) -> Any:
    """Return a difference; None if one of the two is not known."""
    numbers = is_number(after) and is_number(before)
    return after - before if numbers else None
