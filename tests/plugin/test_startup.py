"""`slowglass --help` answers at once: it loads nothing heavy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "numpy", "cv2", "av", "OpenImageIO", "matplotlib", "safetensors")

PROBE = f"""
import sys
from slowglass.plugin.cli.app import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
print("loaded:", *sorted(set(sys.modules) & set({HEAVY})))
sys.exit(code)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["retime", "--help"], ["bench", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    parts = [str(ROOT / part) for part in ("core", "plugin", "host_adapters")]
    result = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(parts), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "Usage" in result.stdout
    assert result.stdout.splitlines()[-1].split() == ["loaded:"]
