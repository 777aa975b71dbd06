"""The functions of one pixel are ready for a GPU: numba's simulator of one runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_simulator_of_cuda_runs_the_functions_of_one_pixel() -> None:
    code = (
        f"import sys; sys.path[:0] = {[str(ROOT / part) for part in ('core', '.')]!r}; "
        "from tests.core.kernels.on_a_simulated_gpu import main; main()"
    )
    environment = os.environ | {"NUMBA_ENABLE_CUDASIM": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
