"""Everything that a developer starts; needs nothing but Python and pip.

python3 dev.py demo              retime the sample clip and say where the result lies
python3 dev.py test [ARGS]       run the tests; ARGS go to pytest
python3 dev.py check             format, lint and types, as CI does
python3 dev.py slowglass ARGS    run the tool from this checkout

The first start makes .venv beside this file and installs into it; later ones only run.
"""

# Python 3.8 must be able to read this file, to say that it is too old.
from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MINIMUM_PYTHON = (3, 10)
INSTALL_GIGABYTES = 8
"""Room that a first installation may need: torch with its CUDA libraries, packed and unpacked."""
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
)


class SetupError(Exception):
    """The environment cannot be made; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code as shells have it."""
    command, extra = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    if command in ("-h", "--help"):
        print(__doc__)
        return 0
    if command not in ("demo", "test", "check", "slowglass"):
        print(f"dev.py: expected demo, test, check or slowglass, got {command!r}", file=sys.stderr)
        return 2
    try:
        require_python(sys.version_info[:3])
        if not is_installed(ROOT):
            install(ROOT)
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    python = venv_python(ROOT)
    if command == "test":
        return run([python, "-m", "pytest", *extra], cwd=ROOT)
    if command == "check":
        return max(run([python, "-m", *check], cwd=ROOT) for check in CHECKS)
    tool = str(Path(python).with_name("slowglass" + Path(python).suffix))
    return run([tool, "demo", *extra] if command == "demo" else [tool, *extra])


def require_python(version: tuple[int, ...]) -> None:
    """Refuse a Python that Slowglass does not run on.

    Raises:
        SetupError: it is too old.
    """
    if version < MINIMUM_PYTHON:
        needed, found = (".".join(map(str, v)) for v in (MINIMUM_PYTHON, version))
        raise SetupError(
            f"expected Python {needed} or newer, got {found}: start dev.py with another one, "
            f"such as python{needed} dev.py"
        )


def venv_python(root: Path, platform: str = os.name) -> str:
    """Return where the environment's interpreter lies, on the platform named as in `os.name`."""
    inside = ("Scripts", "python.exe") if platform == "nt" else ("bin", "python")
    return str(root.joinpath(".venv", *inside))


def fingerprint(root: Path) -> str:
    """Return what the installation depends on: pyproject.toml, and where the checkout lies."""
    return hashlib.sha256((root / "pyproject.toml").read_bytes() + os.fsencode(root)).hexdigest()


def stamp_path(root: Path) -> Path:
    """Return the file that holds the fingerprint of the last complete installation."""
    return root / ".venv" / "slowglass-installed"


def is_installed(root: Path) -> bool:
    """Return whether the environment is complete and pyproject.toml is still the same."""
    stamp = stamp_path(root)
    if not stamp.is_file() or not os.path.exists(venv_python(root)):
        return False
    return stamp.read_text(encoding="ascii") == fingerprint(root)


def install(root: Path) -> None:
    """Make the environment where there is none, and install the project into it, editable.

    Raises:
        SetupError: a step failed; there is no stamp, so the next start tries again.
    """
    stamp_path(root).unlink(missing_ok=True)
    print(
        f"dev.py: installing into {root / '.venv'}; "
        f"with torch's CUDA builds this takes minutes and up to {INSTALL_GIGABYTES} GB",
        file=sys.stderr,
    )
    if not has_pip(root):
        make_venv(root)
    # Beside the environment there is room for what goes into it; /tmp may be a small memory disk.
    temporary = root / ".venv" / "tmp"
    temporary.mkdir(exist_ok=True)
    pip = [venv_python(root), "-m", "pip", "install", "--no-input"]
    for what in (["--upgrade", "pip>=25.1"], ["--group", "dev", "--editable", "."]):
        if (
            run([*pip, *what], cwd=root, environment={"TMPDIR": str(temporary)}, to_stderr=True)
            != 0
        ):
            raise SetupError(install_failure(shutil.disk_usage(root).free))
    shutil.rmtree(temporary, ignore_errors=True)
    stamp_path(root).write_text(fingerprint(root), encoding="ascii")


def install_failure(free_bytes: int) -> str:
    """Return what to tell the user when pip has failed."""
    free_gigabytes = free_bytes / 1e9
    if free_gigabytes < INSTALL_GIGABYTES:
        advice = f"only {free_gigabytes:.1f} GB are free here: make room"
    else:
        advice = "see its last lines above; is there a network, and is this Python 3.10 to 3.13?"
    return f"pip could not install Slowglass: {advice}; then start the same command again"


def has_pip(root: Path) -> bool:
    """Return whether there is an environment whose pip can be started."""
    python = venv_python(root)
    if not os.path.exists(python):
        return False
    probe = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return probe.returncode == 0


def make_venv(root: Path) -> None:
    """Make an empty environment in place of whatever is there.

    Raises:
        SetupError: this Python cannot make one.
    """
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        package = f"python3.{sys.version_info[1]}-venv"
        raise SetupError(
            "this Python has no venv and ensurepip modules: install them "
            f"(Debian, Ubuntu: apt install {package}), then start the same command again"
        )
    if run([sys.executable, "-m", "venv", "--clear", str(root / ".venv")], to_stderr=True) != 0:
        raise SetupError(f"could not make {root / '.venv'}: see the lines above")


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] = {},
    to_stderr: bool = False,
) -> int:
    """Run a command to its end and return its exit code; 128 + the signal that ended it.

    Args:
        command: program and arguments.
        cwd: folder to run it in; None: where the user is.
        environment: variables to set.
        to_stderr: keep its output out of stdout, which is for the results of what the user asked.
    """
    sys.stdout.flush()
    variables = {**os.environ, **environment}
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"):
        variables.pop(name, None)
    output = sys.stderr.fileno() if to_stderr else None
    with subprocess.Popen(command, cwd=cwd, env=variables, stdout=output) as child:
        while True:
            try:
                code = child.wait()
                return code if code >= 0 else 128 - code
            except KeyboardInterrupt:
                continue  # the child got it too, and ends in its own way


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
