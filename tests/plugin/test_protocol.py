"""The protocol's messages, the jobs that hosts build, and the examples in docs/protocol.md."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.job_json import job_from_json, job_to_json
from slowglass.core.timing import Positions
from slowglass.plugin.protocol import engine_file, jobs, mends, messages
from slowglass.plugin.protocol.messages import ProtocolError

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"

BUILT = {
    "constant_speed": jobs.retime_job(
        "/shots/clip.mov",
        "/shots/slow/clip.####.exr",
        {"kind": "speed", "speed": "1/4"},
        model="blend",
        first=12,
        last=60,
        start_number=1001,
        overwrite="stale",
    ),
    "host_positions": jobs.retime_job(
        "C:\\shots\\Zürich 50%.####.exr",
        "C:\\shots\\slow.####.exr",
        jobs.positions([0, 0.1, Fraction(1, 3), "2.5"], frame_rate=Fraction(24000, 1001)),
        source_rate=Fraction(25),
        cuts=[24, 48],
        colour="match_host:blender",
        channels=[("N.*", "direction")],
        format={"compression": "zip", "sample_type": "half"},
        preview=None,
    ),
    "host_moments": jobs.retime_job(
        "phone.mp4",
        "slow.mov",
        jobs.positions([30, 31], Fraction(24), position_rate=30, position_count=900),
    ),
    "shutter": jobs.retime_job(
        "a.####.exr",
        "b.####.exr",
        {"kind": "speed", "speed": "1"},
        shutter=jobs.shutter(Fraction(864, 5), Fraction(-90)),
        rolling_shutter=jobs.readout(Fraction(167, 10), "left"),
    ),
    "conform": jobs.retime_job(
        "a.mov", "b.mov", {"kind": "conform", "frame_rate": "23.976"}, audio="none"
    ),
    "keep_duration": jobs.retime_job(
        "a.mov", "b.mov", {"kind": "keep_duration", "frame_rate": "60"}, device="cpu"
    ),
}


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BUILT)
def test_hosts_build_the_golden_jobs(name: str) -> None:
    assert BUILT[name] == golden(name)


@pytest.mark.parametrize("name", BUILT)
def test_the_engine_reads_the_golden_jobs_and_loses_nothing(name: str) -> None:
    job = job_from_json(golden(name))
    again = job_to_json(job)
    assert job_from_json(again) == job
    assert set(golden(name)) <= set(again)


def test_golden_files_and_builders_are_the_same_set() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(BUILT)


def test_numbers_of_a_host_arrive_exactly() -> None:
    time = job_from_json(BUILT["host_positions"]).time
    assert time == Positions(
        (Fraction(0), Fraction(1, 10), Fraction(1, 3), Fraction(5, 2)), Fraction(24000, 1001)
    )
    exact = jobs.number_text(0.1 + 0.2)
    assert float(exact) == 0.1 + 0.2


def test_a_shutter_of_no_time_is_none() -> None:
    assert jobs.shutter(Fraction(0), Fraction(-90)) is None
    assert jobs.shutter(Fraction(180)) == {"angle_degrees": "180"}
    assert jobs.readout(Fraction(0), "left") is None


def test_a_message_is_one_line_of_ascii() -> None:
    event = {"event": "warning", "message": "größer\nals\r\u2028 erwartet"}
    line = messages.encode(event)
    assert line.isascii()
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert messages.decode_event(line) == event


@pytest.mark.parametrize(
    "line", ["", "not JSON", "[]", '"hello"', "{}", '{"event":"unheard"}', b'\xff{"event":"log"}']
)
def test_what_is_no_event_is_refused(line: str | bytes) -> None:
    with pytest.raises(ProtocolError):
        messages.decode_event(line)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("garbage", "JSON"),
        ('{"cancel":true}', '"protocol": 1'),
        ('{"protocol":2,"request":"describe"}', "got 2"),
        ('{"protocol":1,"request":"paint"}', "'paint'"),
        ('{"protocol":1,"request":"describe","colour":1}', "'colour'"),
    ],
)
def test_what_is_no_request_is_refused_and_says_why(line: str, says: str) -> None:
    with pytest.raises(ProtocolError, match=re.escape(says)):
        messages.read_request(line)


@pytest.mark.parametrize("name", messages.REQUESTS)
def test_requests_are_read_as_they_were_built(name: str) -> None:
    job = None if name == "describe" else BUILT["conform"]
    line = messages.encode(messages.request(name, job))
    assert messages.read_request(line) == (name, job)


def test_only_an_engine_of_the_same_version_is_greeted() -> None:
    messages.check_hello({"event": "hello", "protocol": messages.PROTOCOL_VERSION})
    with pytest.raises(ProtocolError, match=r"got 9 \(Slowglass 7\.0\)"):
        messages.check_hello({"event": "hello", "protocol": 9, "slowglass": "7.0"})
    with pytest.raises(ProtocolError, match="hello first"):
        messages.check_hello({"event": "done"})


def test_only_the_word_to_cancel_cancels() -> None:
    assert messages.is_cancel(messages.encode(messages.CANCEL))
    assert not any(map(messages.is_cancel, ["", "{}", '{"cancel":false}', '{"event":"done"}']))


def test_the_engine_file_keeps_a_path_in_the_users_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    assert engine_file.read_engine_file() == ""
    python = "/opt/Zürich 50%/bin/python"
    path = Path(engine_file.write_engine_file(python))
    assert tmp_path in path.parents
    assert engine_file.read_engine_file() == python
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="of other systems")
def test_without_a_settings_folder_of_its_own_the_engine_file_is_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert engine_file.engine_file().startswith(str(tmp_path))


def examples(direction: str) -> Iterator[list[str]]:
    """The lines of each example in docs/protocol.md that goes one way."""
    text = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    for block in re.findall(rf"^```jsonl {direction} the engine\n(.*?)^```", text, re.M | re.S):
        yield block.splitlines()


def test_the_documents_requests_are_requests() -> None:
    names = set()
    for first, *others in examples("to"):
        name, job = messages.read_request(first)
        names.add(name)
        assert (job is None) == (name == "describe")
        if name == "mend":
            assert job == mends.mend(job["result"], job["frames"], job["how"], job["device"])
        elif name in ("retime", "plan"):
            job_from_json(job)
        assert all(map(messages.is_cancel, others))
    assert names == set(messages.REQUESTS)


def test_the_documents_events_are_events_with_the_keys_of_its_table() -> None:
    text = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| [^|]*\|$", text, re.M)
    keys = {name: re.findall(r"`(\w+)`(?=,| \(|$)", row) for name, row in rows}
    seen = set()
    for lines in examples("from"):
        for event in map(messages.decode_event, lines):
            name = event.pop("event")
            seen.add(name)
            assert sorted(event) == sorted(keys[name]), name
        assert name in messages.LAST_EVENTS
    assert seen == set(messages.EVENTS)
