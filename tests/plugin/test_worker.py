"""The engine process: real processes, spoken to over real pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.errors import CancelledError
from slowglass.core.job_json import job_from_json
from slowglass.core.pipeline import Progress, retime
from slowglass.plugin.engine_facts import engine_facts
from slowglass.plugin.estimate import estimate
from slowglass.plugin.pace import Pace
from slowglass.plugin.protocol import jobs, messages
from tests import clips
from tests.tolerances import CANCEL_SECONDS

WORKER = [sys.executable, "-I", "-m", "slowglass.plugin", "worker"]
FRAMES = 8
CANCELLED = 130
HANGS_SECONDS = 60

# A worker whose work is the code that follows; it loads no engine, so it is quick.
WORK = "import os, sys, time; import slowglass.plugin.worker as w\ndef work(name, job, host):\n"
RUN = "\nw.answer = work\nw.main()"

NOISY = """
    print('printed')
    os.write(1, b'from C')
    os.system(f'"{sys.executable}" -c "print(1)"')
    import warnings, logging
    warnings.warn('old function')
    logging.getLogger('library').error('trouble')
    return {'read': repr(sys.stdin.read())}
"""
SLEEPY = "    host.send('log', level='info', message='asleep'); time.sleep(60)"


class Worker:
    """A worker process, and what it said."""

    def __init__(self, command: list[str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)

    def say(self, message: dict[str, Any] | bytes) -> None:
        assert self.process.stdin is not None
        line = message if isinstance(message, bytes) else messages.encode(message)
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def hang_up(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def events(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        yield from map(messages.decode_event, self.process.stdout)

    def wait(self) -> int:
        return self.process.wait(HANGS_SECONDS)


@contextmanager
def worker(code: str = "") -> Iterator[Worker]:
    """Run a worker; one with other work if ``code`` is given."""
    one = Worker([sys.executable, "-I", "-c", WORK + code + RUN] if code else WORKER)
    too_long = threading.Timer(HANGS_SECONDS, one.process.kill)
    too_long.start()
    with one.process:
        try:
            yield one
        finally:
            too_long.cancel()
            one.process.kill()


def job_of(tmp_path: Path, speed: str, name: str = "slow.####.exr") -> dict[str, Any]:
    source = tmp_path / "my clip #1 50%.mkv"
    if not source.exists():
        clips.write_movie(source, clips.movie_frames(FRAMES))
    output = str(tmp_path / "Zürich" / name)
    return jobs.retime_job(str(source), output, {"kind": "speed", "speed": speed}, model="blend")


def test_a_job_is_done_and_told_step_by_step(tmp_path: Path) -> None:
    with worker() as one:
        one.say(messages.request("retime", job_of(tmp_path, "1/4")))
        events = list(one.events())
        assert one.wait() == 0
    hello, *between, done = events
    messages.check_hello(hello)
    assert hello["process"] == one.process.pid
    assert done["event"] == "done"
    assert done["result"]["counts"]["in between"] == 3 * (FRAMES - 1)
    made = [event for event in between if event.get("stage") == "make"]
    assert [event["done"] for event in made] == list(range(4 * FRAMES + 1))
    assert all(Path(event["path"]).is_file() for event in made[1:])
    assert made[0]["eta_seconds"] is None
    assert made[-1]["eta_seconds"] == 0
    warnings = [event["message"] for event in between if event["event"] == "warning"]
    assert warnings == done["result"]["notes"]


@pytest.mark.parametrize("stop", [lambda one: one.say(messages.CANCEL), Worker.hang_up])
def test_stopped_at_30_percent_it_ends_soon_and_leaves_nothing_half_made(
    tmp_path: Path, stop: Callable[[Worker], None]
) -> None:
    job = job_of(tmp_path, "1/16")
    stopped_at = 0.0
    with worker() as one:
        one.say(messages.request("retime", job))
        for event in one.events():
            reached = event.get("stage") == "make" and event["done"] >= 0.3 * event["total"]
            if reached and not stopped_at:
                stopped_at = time.monotonic()
                stop(one)
        assert one.wait() == CANCELLED
    assert time.monotonic() - stopped_at < CANCEL_SECONDS
    assert (event["event"], event["code"]) == ("error", "cancelled")
    folder = tmp_path / "Zürich"
    whole = list(folder.glob("slow.*.exr"))
    assert 0.3 * 16 * FRAMES <= len(whole) < 16 * FRAMES
    assert all(clips.read_picture(path).shape == (clips.HEIGHT, clips.WIDTH, 3) for path in whole)
    assert not list(folder.glob(".*.part*"))
    assert retime(job_from_json(job)).kept == len(whole)


@pytest.mark.parametrize("stop", [lambda one: one.say(messages.CANCEL), Worker.hang_up])
def test_while_it_starts_it_stops_at_once(stop: Callable[[Worker], None]) -> None:
    with worker(SLEEPY) as one:
        one.say(messages.request("describe"))
        events = one.events()
        assert [next(events)["event"] for _ in range(2)] == ["hello", "log"]
        asked = time.monotonic()
        stop(one)
        assert [event["code"] for event in events] == ["cancelled"]
        assert one.wait() == CANCELLED
    assert time.monotonic() - asked < CANCEL_SECONDS


def test_a_host_that_hangs_up_unasked_ends_it() -> None:
    with worker() as one:
        one.hang_up()
        assert [event["event"] for event in one.events()] == ["hello", "error"]
        assert one.wait() == CANCELLED


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_signal_stops_it() -> None:
    with worker(SLEEPY) as one:
        one.say(messages.request("describe"))
        events = one.events()
        assert [next(events)["event"] for _ in range(2)] == ["hello", "log"]
        one.process.send_signal(signal.SIGTERM)
        assert [event["code"] for event in events] == ["cancelled"]
        assert one.wait() == CANCELLED


@pytest.mark.skipif(sys.platform == "win32", reason="a process is looked for as POSIX does")
def test_it_ends_when_its_parent_is_killed() -> None:
    host = (
        "import subprocess, sys, time; p = subprocess.PIPE\n"
        f"w = subprocess.Popen({[sys.executable, '-I', '-c', WORK + SLEEPY + RUN]!r}, stdin=p)\n"
        f"w.stdin.write({messages.encode(messages.request('describe'))!r}); w.stdin.flush()\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", host], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        hello = messages.decode_event(parent.stdout.readline())
        parent.stdout.readline()
        parent.kill()
        deadline = time.monotonic() + CANCEL_SECONDS
        while is_alive(hello["process"]):
            assert time.monotonic() < deadline, "it outlived its host"
            time.sleep(0.02)


def is_alive(process: int) -> bool:
    """Whether a process runs; one that ended but was not waited for does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state) and not state.startswith("Z")


JOB = {"schema": "slowglass.job/1", "source": "a.mov", "output": "b.mov"}


@pytest.mark.parametrize(
    ("request_", "code", "exit_code", "says"),
    [
        (b"garbage\n", "protocol", 2, "JSON"),
        (b'{"protocol":2,"request":"retime"}\n', "protocol", 2, "got 2"),
        (messages.request("retime"), "job_spec", 2, "JSON object"),
        (messages.request("retime", {**JOB, "sped": 1}), "job_spec", 2, "'sped'"),
        (messages.request("plan", {**JOB, "schema": "job/9"}), "job_spec", 2, "job/9"),
        (messages.request("describe", JOB), "usage", 2, "no job"),
        (messages.request("fetch", {"model": "https://x.org/a.pth"}), "usage", 2, "one of rife"),
        (messages.request("fetch"), "usage", 2, "one of rife"),
    ],
    ids=[
        *("garbage", "other version", "no job", "unknown key", "other schema", "job too many"),
        *("another address", "nothing to fetch"),
    ],
)
def test_a_request_that_makes_no_sense_is_an_error_that_says_why(
    request_: Any, code: str, exit_code: int, says: str
) -> None:
    with worker() as one:
        one.say(request_)
        hello, error = one.events()
        assert one.wait() == exit_code
    assert hello["event"] == "hello"
    assert (error["event"], error["code"], error["exit_code"]) == ("error", code, exit_code)
    assert says in error["message"]


def test_a_failure_names_file_and_remedy_and_has_the_command_lines_exit_code() -> None:
    with worker() as one:
        one.say(messages.request("retime", {**JOB, "source": "missing.mov", "model": "blend"}))
        *_, error = one.events()
        assert one.wait() == error["exit_code"] == 3
    assert (error["code"], error["path"]) == ("input_missing", "missing.mov")
    assert error["hint"]


def test_what_libraries_print_does_not_break_the_stream() -> None:
    with worker(NOISY) as one:
        one.say(messages.request("describe"))
        hello, warning, log, done = one.events()
        assert one.wait() == 0
        assert one.process.stderr is not None
        printed = one.process.stderr.read()
    assert done["result"] == {"read": "''"}
    assert hello["event"] == "hello"
    assert (warning["level"], log["level"]) == ("warning", "error")
    assert "old function" in warning["message"]
    assert "trouble" in log["message"]
    assert b"printed" in printed
    assert b"from C" in printed


def test_a_bug_is_an_error_with_its_place_in_the_log() -> None:
    with worker("    return 1 / 0") as one:
        one.say(messages.request("describe"))
        _, log, error = one.events()
        assert one.wait() == 1
    assert "ZeroDivisionError" in log["message"]
    assert "Traceback" in log["message"]
    assert (error["code"], error["exit_code"]) == ("unexpected", 1)


def test_a_plan_tells_what_the_job_will_make_and_weigh(tmp_path: Path) -> None:
    job = job_from_json(job_of(tmp_path, "1/4"))
    told = estimate(job, lambda _: None, lambda: False)
    assert not (tmp_path / "Zürich").exists()
    result = retime(job)
    for key in ("frames", "frame_rate", "duration_seconds", "counts"):
        assert told[key] == result.to_json()[key], key
    written = sum(path.stat().st_size for path in (tmp_path / "Zürich").glob("slow.*.exr"))
    assert told["estimated_bytes"] == pytest.approx(written, rel=0.1)
    assert told["estimated_seconds"] > 0
    assert told["free_bytes"] > 0
    assert told["source_clock"]["kind"] == "constant"
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(("count", "speed"), [(1, "1/4"), (3, "1/1000"), (8, "3"), (8, "1")])
def test_any_job_can_be_planned(tmp_path: Path, count: int, speed: str) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(count))
    output = str(tmp_path / "s.mkv")
    time_map = {"kind": "speed", "speed": speed}
    job = job_from_json(jobs.retime_job(str(source), output, time_map, model="nearest"))
    told = estimate(job, lambda _: None, lambda: False)
    assert told["frames"] == -(-count // Fraction(speed))
    assert told["estimated_bytes"] > 0


def test_measuring_stops_after_its_time_and_still_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowglass.plugin.estimate.TRIAL_SECONDS", 0)
    seen: list[Progress] = []
    told = estimate(job_from_json(job_of(tmp_path, "1/8")), seen.append, lambda: False)
    made = [progress for progress in seen if progress.stage == "make"]
    assert made[-1].done < made[-1].total
    assert not any(progress.path for progress in seen), "it goes away again"
    assert told["estimated_seconds"] > 0
    assert told["estimated_bytes"] > 0


def test_a_plan_can_be_cancelled(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        estimate(job_from_json(job_of(tmp_path, "1/4")), lambda _: None, lambda: True)


def test_an_engine_describes_itself() -> None:
    facts = engine_facts()
    assert facts["devices"][-1]["name"] == "cpu"
    assert {"flow", "blend"} <= {model["name"] for model in facts["models"]}
    assert facts["executable"] == sys.executable
    assert json.loads(json.dumps(facts)) == facts


def test_the_pace_is_that_of_the_newest_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0.0, 10.0, 11.0, 12.0, 13.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    pace = Pace(window=3)
    pace.note(Progress("make", 5, 20))
    assert pace.eta_seconds(Progress("make", 5, 20)) is None
    for done in (6, 8, 10, 12):
        pace.note(Progress("make", done, 20))
    assert pace.seconds_each("make") == 0.5
    assert pace.eta_seconds(Progress("make", 12, 20)) == 4
    assert pace.seconds_each("look") is None
