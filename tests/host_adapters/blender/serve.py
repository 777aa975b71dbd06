"""Runs inside bpy's Python: executes one script for each line on stdin and answers with JSON.

Argument: the root of the checkout.
"""

import faulthandler
import importlib.util
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(sys.argv[1])
PARTS = (".", "core", "plugin", "host_adapters", "tests/host_adapters/blender/inside")


def take_stdout() -> Any:
    """Return stdout for the replies; what Blender prints goes to stderr from now on."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return replies


def load(path: str) -> Any:
    """Return a script as a module, executed anew."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(request: Any) -> Any:
    """Run one script in a fresh file and return the reply."""
    import bpy

    try:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        return {"result": load(request["script"]).main(**request["arguments"])}
    except BaseException:
        return {"traceback": traceback.format_exc()}


def main() -> None:
    """Serve until stdin closes; then end at once: some versions hang when they unload."""
    faulthandler.enable()
    replies = take_stdout()
    sys.path[:0] = [str(ROOT / part) for part in PARTS]
    for line in sys.stdin:
        reply = json.dumps(answer(json.loads(line)))
        sys.stdout.flush()
        replies.write(reply + "\n")
        replies.flush()
    os._exit(0)


main()
