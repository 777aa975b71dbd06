"""Where a benchmark leaves its numbers, with the machine and the commit that they belong to."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"


def record(name: str, numbers: Mapping[str, Any]) -> Path:
    """Write ``numbers`` as benchmarks/results/NAME.json and return that path."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    content = {"commit": commit(), "machine": machine(), **numbers}
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return path


def machine() -> dict[str, Any]:
    """Return what speed depends on, without what tells one machine from its twin."""
    return {
        "system": platform.system(),
        "processor": processor_name(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
    }


def processor_name() -> str:
    """Return the processor's name as the system gives it; Linux tells it in /proc only."""
    table = Path("/proc/cpuinfo")
    if table.is_file():
        for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def commit(checkout: Path = ROOT) -> str:
    """Return the short name of the commit, with "+" where tracked files differ; "" without git."""
    name = ["git", "-C", str(checkout), "describe", "--always", "--exclude=*", "--dirty=+"]
    try:
        return subprocess.run(name, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
