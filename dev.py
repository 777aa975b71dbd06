"""Everything that a developer starts; needs nothing but Python and pip.

python3 dev.py demo              retime the sample clip and say where the result lies
python3 dev.py test [ARGS]       run the tests; ARGS go to pytest
python3 dev.py check             format, lint and types, as CI does
python3 dev.py lowest [ARGS]     try the lowest versions that pyproject.toml allows, in .venv-lowest
python3 dev.py slowglass ARGS    run the tool from this checkout

The first start makes .venv beside this file and installs into it; later ones only run. Before the
first tests Blender's modules are installed into .venv-bpy, where there is a Python for them.
"""

# Python 3.8 must be able to read this file, to say that it is too old.
from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MINIMUM_PYTHON = (3, 10)
INSTALL_GIGABYTES = 8
"""Room that a first installation may need: torch with its CUDA libraries, packed and unpacked."""
BPY_PYTHON = (3, 11)
BPY_VERSIONS = {"4.2": "4.2.23", "4.5": "4.5.15", "5.0": "5.0.1"}
"""The Blenders that the add-on is tested in: their bpy modules, all for the Python above."""
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
)
LOWEST_TESTS = (
    "tests/plugin/test_cli_options.py",
    "tests/plugin/test_cli.py",
    "tests/plugin/test_cli_models.py",
    "tests/plugin/bench",
    "tests/plugin/test_sample.py",
    "tests/core/media",
    "tests/core/models/raft",
    "tests/core/models/test_flow.py",
    "tests/host_adapters/otio",
)
"""What every dependency is used for, and the help of every command; some minutes."""


class SetupError(Exception):
    """The environment cannot be made; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code as shells have it."""
    command, extra = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    if command in ("-h", "--help"):
        print(__doc__)
        return 0
    if command not in ("demo", "test", "check", "lowest", "slowglass"):
        say(f"expected demo, test, check, lowest or slowglass, got {command!r}")
        return 2
    try:
        require_python(sys.version_info[:3])
        if command == "lowest":
            return check_lowest(ROOT, extra)
        if not is_installed(ROOT):
            install(ROOT)
    except SetupError as error:
        say(str(error))
        return 1
    python = venv_python(ROOT)
    if command == "test":
        install_blenders(ROOT)
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
    return interpreter_in(root / ".venv", platform)


def interpreter_in(folder: Path, platform: str = os.name) -> str:
    """Return where the interpreter of the environment in a folder lies."""
    inside = ("Scripts", "python.exe") if platform == "nt" else ("bin", "python")
    return str(folder.joinpath(*inside))


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
        make_venv(root / ".venv")
    pip_install(root, root / ".venv")
    stamp_path(root).write_text(fingerprint(root), encoding="ascii")


def pip_install(root: Path, folder: Path, *constraints: str) -> None:
    """Install the project, editable, and what its developers need into the environment in a folder.

    Raises:
        SetupError: a step failed.
    """
    # Beside the environment there is room for what goes into it; /tmp may be a small memory disk.
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    pip = [interpreter_in(folder), "-m", "pip", "install", "--no-input"]
    everything = [*constraints, "--group", "dev", "--editable", "."]
    for what in (["--upgrade", "pip>=25.1"], everything):
        if (
            run([*pip, *what], cwd=root, environment={"TMPDIR": str(temporary)}, to_stderr=True)
            != 0
        ):
            raise SetupError(install_failure(shutil.disk_usage(root).free))
    shutil.rmtree(temporary, ignore_errors=True)


def check_lowest(root: Path, arguments: Sequence[str]) -> int:
    """Run some tests with the lowest versions that pyproject.toml allows; return the exit code.

    Raises:
        SetupError: they cannot be installed together, or one does not exist.
    """
    folder = root / ".venv-lowest"
    make_venv(folder)
    constraints = folder / "constraints.txt"
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    constraints.write_text("\n".join(lowest_versions(project)), encoding="ascii")
    pip_install(root, folder, "--constraint", str(constraints))
    # Old releases beside the newest of what they need may warn.
    pytest = [interpreter_in(folder), "-m", "pytest", "-W", "default::DeprecationWarning"]
    return run([*pytest, *LOWEST_TESTS, *arguments], cwd=root)


def lowest_versions(project: str) -> list[str]:
    """Return the lower bounds of all requirements in the text of a pyproject.toml, for pip."""
    bounds = re.findall(r'^    "([\w.-]+)>=([\d.]+)', project, re.MULTILINE)
    return [f"{name}=={version}" for name, version in bounds]


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


def make_venv(folder: Path) -> None:
    """Make an empty environment in a folder, in place of whatever is there.

    Raises:
        SetupError: this Python cannot make one.
    """
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        package = f"python3.{sys.version_info[1]}-venv"
        raise SetupError(
            "this Python has no venv and ensurepip modules: install them "
            f"(Debian, Ubuntu: apt install {package}), then start the same command again"
        )
    if run([sys.executable, "-m", "venv", "--clear", str(folder)], to_stderr=True) != 0:
        raise SetupError(f"could not make {folder}: see the lines above")


def bpy_folder(root: Path, version: str) -> Path:
    """Return the environment of a Blender version, such as "4.5"."""
    return root / ".venv-bpy" / version


def install_blenders(root: Path) -> None:
    """Install each of Blender's modules that is missing; say in one line what cannot be had.

    The tests of the add-on need them and are skipped without. A folder of environments that
    SLOWGLASS_BPY_FOLDER names is used as it is.
    """
    if os.environ.get("SLOWGLASS_BPY_FOLDER"):
        return
    missing = [v for v in BPY_VERSIONS if not is_blender_installed(root, v)]
    if not missing:
        return
    python = bpy_python()
    if not python:
        needed = ".".join(map(str, BPY_PYTHON))
        say(f"there is no Python {needed} here: tests in Blender {', '.join(missing)} are skipped")
        return
    for version in missing:
        say(f"installing Blender {version}'s module into {bpy_folder(root, version)}")
        if not install_blender(python, root, version):
            say(f"could not install bpy=={BPY_VERSIONS[version]}: its tests are skipped")


def is_blender_installed(root: Path, version: str) -> bool:
    """Return whether the environment of a Blender version holds the release that is tested."""
    stamp = bpy_folder(root, version) / "bpy-installed"
    return stamp.is_file() and stamp.read_text(encoding="ascii") == BPY_VERSIONS[version]


def install_blender(python: str, root: Path, version: str) -> bool:
    """Make the environment of a Blender version and return whether its module can be imported."""
    folder, release = bpy_folder(root, version), BPY_VERSIONS[version]
    inside = interpreter_in(folder)
    commands = (
        [python, "-m", "venv", "--clear", str(folder)],
        [inside, "-m", "pip", "-qqq", "install", "--only-binary", ":all:", f"bpy=={release}"],
        # Ended at once: some versions hang when they unload.
        [inside, "-c", "import bpy, os; os._exit(0)"],
    )
    if any(run(command, to_stderr=True) != 0 for command in commands):
        return False
    (folder / "bpy-installed").write_text(release, encoding="ascii")
    return True


def bpy_python() -> str:
    """Return an interpreter of the version that Blender's modules need; "" if there is none."""
    if sys.version_info[:2] == BPY_PYTHON:
        return sys.executable
    found = shutil.which("python{}.{}".format(*BPY_PYTHON))
    # A version manager's stand-in may lead to no interpreter.
    if found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode:
        found = None
    return found or ""


def say(text: str) -> None:
    """Tell the developer what happens."""
    print(f"dev.py: {text}", file=sys.stderr)


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
