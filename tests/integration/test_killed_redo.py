"""A redo killed at twenty random moments: each frame is the old one or the new one, never neither.

Whatever comes next finishes what was decided, so that all named frames changed, or none.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core.job import JobSpec
from slowglass.core.pipeline import check, retime
from slowglass.core.pipeline.mends import finished_mends_of, undo
from slowglass.core.timing import ConstantSpeed
from tests import clips
from tests.integration.killing import Runner, started_runner

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

KILLS = 20
LEAST_OF_EACH = 4
"""Kills that must have left the old frames, and the new ones; the moments are random."""
SLOW_DISK = """
rename = os.replace
os.replace = lambda *paths: (time.sleep(0.01), rename(*paths))
import slowglass.core.pipeline.mends.redoing
"""
"""So that between any two renames there is time to be killed."""
NUMBERS = "1002-1004,1006-1008"


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with started_runner(SLOW_DISK) as started:
        yield started


def pictures(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("slow.*.exr"))}


def moment(chance: random.Random, folder: Path) -> Callable[[], bool]:
    """Return when to kill: at a number of files staged, or once all is decided of files left."""
    hidden = folder / ".slow.slowglass.mends"
    staged, left = chance.randrange(7), chance.randrange(1, 8)

    def under_way() -> bool:
        return len(list((hidden / "staged").glob("slow.*.exr"))) >= staged

    def decided() -> bool:
        there = hidden / "ready"
        return there.is_dir() and len(list(there.iterdir())) <= left

    return chance.choice([under_way, decided])


def test_a_killed_redo_leaves_old_frames_or_new_ones(runner: Runner, tmp_path: Path) -> None:
    source = clips.write_sequence(tmp_path / "in", clips.movie_frames(3))
    pattern = tmp_path / "out" / "slow.####.exr"
    quarter = ConstantSpeed(Fraction(1, 4))
    retime(JobSpec(source, str(pattern), quarter, model="nearest", device="cpu", cuts="none"))
    mend = ("redo", str(pattern), "--frames", NUMBERS, "--model", "blend", "--device", "cpu")
    old = pictures(pattern.parent)
    assert runner.run(*mend) == 0
    new = pictures(pattern.parent)
    assert sum(new[name] != old[name] for name in old) == 6
    undo(str(pattern))
    chance = random.Random(5)
    left = {"old": 0, "new": 0}
    for _ in range(KILLS):
        status = runner.run(*mend, kill_when=moment(chance, pattern.parent))
        assert status in (0, signal.SIGKILL)
        there = pictures(pattern.parent)
        assert there.keys() == old.keys()
        assert all(there[name] in (old[name], new[name]) for name in there)
        finished_mends_of(str(pattern))
        settled = pictures(pattern.parent)
        assert settled in (old, new)
        assert not check(str(pattern)).problems
        left["new" if settled == new else "old"] += status == signal.SIGKILL
        if settled == new:
            undo(str(pattern))
            assert pictures(pattern.parent) == old
    assert min(left.values()) >= LEAST_OF_EACH
