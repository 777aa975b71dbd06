"""Blenders to test in: one process of each version's `bpy` module, which runs many scripts."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
VERSIONS = ("4.2", "4.5", "5.0")
FOLDER_VARIABLE = "SLOWGLASS_BPY_FOLDER"
"""Names the folder of the environments; ``python3 dev.py test`` makes them in .venv-bpy."""
USER_SETTINGS = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "LOCALAPPDATA")
TEMPORARY = ("TMPDIR", "TEMP", "TMP")
LOG_CHARACTERS = 4000


def interpreter(version: str) -> Path | None:
    """Return the interpreter that has the bpy module of a version; None if there is none."""
    folder = Path(os.environ.get(FOLDER_VARIABLE) or ROOT / ".venv-bpy") / version
    found = [folder / "bin" / "python", folder / "Scripts" / "python.exe"]
    return next((path for path in found if path.is_file()), None)


class BlenderError(AssertionError):
    """A script failed inside Blender, Blender crashed, or it took too long."""


class Blender:
    """One Blender without a window, with a user folder of its own and no engine installed."""

    def __init__(self, version: str, python: Path, user_folder: Path) -> None:
        """Start nothing yet.

        Args:
            version: such as "4.5".
            python: what `interpreter` returned.
            user_folder: empty; holds Blender's user resources and the user's settings.
        """
        self.version = version
        self.user_folder = user_folder
        self.python = python
        self._log = user_folder / "blender.log"
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, script: str | Path, timeout_seconds: float = 60, **arguments: Any) -> Any:
        """Return what the script's ``main(**arguments)`` returned; both travel as JSON.

        The file is loaded again with factory settings before each script, but modules stay
        imported. A crash or a time-out ends the process; the next call starts another.

        Args:
            script: a path, or the name of a file in ``inside/`` without its suffix.
            timeout_seconds: when to give up.
            arguments: of the script; paths as text.

        Raises:
            BlenderError: with the traceback, or the end of Blender's output.
        """
        path = script if isinstance(script, Path) else HERE / "inside" / f"{script}.py"
        process = self._process or self._start()
        timer = threading.Timer(timeout_seconds, process.kill)
        timer.start()
        try:
            reply = self._ask(process, {"script": str(path), "arguments": arguments})
        finally:
            timer.cancel()
        if reply is None:
            self.close()
            raise BlenderError(
                f"bpy {self.version} ended or took too long in {path}\n{self._tail()}"
            )
        if "traceback" in reply:
            raise BlenderError(f"bpy {self.version}, {path}:\n{reply['traceback']}\n{self._tail()}")
        return reply["result"]

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def environment(self) -> dict[str, str]:
        """Return the variables that it is started with."""
        environment = {**os.environ, "BLENDER_USER_RESOURCES": str(self.user_folder / "blender")}
        environment.update(dict.fromkeys(USER_SETTINGS, str(self.user_folder)))
        environment.update(dict.fromkeys(TEMPORARY, str(self.user_folder / "tmp")))
        for name in ("SLOWGLASS_ENGINE", "PYTHONPATH", "PYTHONHOME"):
            environment.pop(name, None)
        return environment

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the process."""
        for name in ("blender", "tmp"):
            (self.user_folder / name).mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self.python), "-B", str(HERE / "serve.py"), str(ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self.environment(),
            )
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], request: dict[str, Any]) -> Any:
        """Return the reply; None if the process ended."""
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            return None
        line = process.stdout.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def _tail(self) -> str:
        """Return the end of what Blender wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-LOG_CHARACTERS:]
