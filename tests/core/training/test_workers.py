"""Several workers train what one trains, to the bit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from slowglass.core.errors import UsageError
from slowglass.core.training.checkpoint import read_tensors
from slowglass.core.training.workers import Workers, joined

CONFIG = """
[run]
threads = 1
log_steps = 2

[sizes]
quarter = 8
eighth = 12
match = 8
width = 24
fine_width = 12
hidden = 8
context = 4
head = 16

[optimiser]
steps = 4
warm_up_steps = 2

[data]
shard_samples = 8
shards = 4
steps_per_shard = 2

[[stages]]
crop = 32
batch = 1
scene_size = 48
accumulate = 2
"""


def run(folder: Path, *launcher: str) -> subprocess.CompletedProcess[str]:
    (folder / "run.toml").write_text(CONFIG, encoding="utf-8")
    command = [sys.executable, *launcher, "-m", "slowglass.core.training", str(folder / "run.toml")]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [*command, "--output", str(folder / "out"), "--device", "cpu"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_two_workers_train_what_one_trains(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    two = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    for folder, launcher in zip(folders, ((), two), strict=True):
        folder.mkdir()
        done = run(folder, *launcher)
        assert done.returncode == 0, done.stderr
    one, two_state = (read_tensors(folder / "out" / "state.safetensors") for folder in folders)
    assert one[1] == two_state[1] == {"step": "4", "architecture": "slowglass"}
    assert all(torch.equal(two_state[0][name], tensor) for name, tensor in one[0].items())
    logs = [(folder / "out" / "log.csv").read_text() for folder in folders]
    assert logs[0] == logs[1]
    leftovers = [path.name for path in (folders[1] / "out").rglob("*.part*")]
    assert leftovers == []


def test_parts_are_dealt_out() -> None:
    dealt = [list(Workers(number, 2).share(5)) for number in (0, 1)]
    assert dealt == [[0, 2, 4], [1, 3]]


def test_a_worker_without_work_is_refused() -> None:
    with pytest.raises(UsageError, match="a part for each worker"):
        Workers(0, 3).share(2)


def test_one_worker_asks_nobody() -> None:
    with joined() as alone:
        values = [torch.ones(2), torch.tensor(3.0)]
        alone.add_up(values)
        assert values[0].sum() + values[1] == 5
        assert alone.is_first
        assert alone.agree(True)
        assert not alone.agree(False)
        with alone.in_turn():
            pass
