"""Who may import whom. Read from the syntax trees, so nothing is imported."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("core", "plugin", "host_adapters")
CORE = "slowglass.core"

# These modules import the standard library, what lies below them in core, and what is listed.
LIGHT = {
    "slowglass.core.errors": (),
    "slowglass.core.version": (),
    "slowglass.core.plain_files": (),
    "slowglass.core.choices": (),
    "slowglass.core.typed": (),
    "slowglass.core.timing": (),
    "slowglass.core.channels": (),
    "slowglass.core.vector_layout": (),
    "slowglass.core.colour_groups": (),
    "slowglass.core.beauty": (),
    "slowglass.core.job": (),
    "slowglass.core.frames": ("numpy",),
    "slowglass.plugin.protocol": (),
    "slowglass.host_adapters": (
        "slowglass.plugin.protocol",
        "bpy",
        "mathutils",
        "DaVinciResolveScript",
    ),
}
# It runs in the engine's Python, not inside a host.
EXEMPT = ("slowglass.host_adapters.otio",)

# What is on the left is imported by the modules on the right, and by nobody else.
OWNERS = {
    "slowglass.core": ("slowglass.core", "slowglass.plugin", "slowglass.host_adapters.otio"),
    "slowglass.core.training": ("slowglass.core.training", "slowglass.plugin"),
    "slowglass.plugin": ("slowglass.plugin", "slowglass.host_adapters"),
    # Two commands run what is not inside a host: host_adapters.otio.
    "slowglass.host_adapters": ("slowglass.host_adapters", "slowglass.plugin.cli.timelines"),
    "OpenImageIO": ("slowglass.core.media",),
    "av": ("slowglass.core.media",),
    "numba": ("slowglass.core.kernels",),
    "cv2": ("slowglass.core.models.flow", "slowglass.core.training"),
    "typer": ("slowglass.plugin",),
    "rich": ("slowglass.plugin",),
    "starlette": ("slowglass.plugin.review", "slowglass.plugin.page"),
    "uvicorn": ("slowglass.plugin.review",),
    "bpy": ("slowglass.host_adapters.blender",),
    "mathutils": ("slowglass.host_adapters.blender",),
    "DaVinciResolveScript": ("slowglass.host_adapters.resolve",),
    "opentimelineio": ("slowglass.host_adapters.otio",),
}

# They run inside a host, under whatever package name its bundle has, in its own old Python.
IN_HOST = ("slowglass.host_adapters", "slowglass.plugin.protocol")
IN_HOST_SYNTAX = (3, 7)

# In one folder: about twenty, and its face.
MOST_FILES = 22

# Rooms without a face: their modules are what outsiders are meant to import.
OPEN = ("slowglass", *(f"slowglass.{part}" for part in PARTS), "slowglass.plugin.protocol")


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package with its file."""
    for part in PARTS:
        for path in sorted((ROOT / part / "slowglass").rglob("*.py")):
            names = path.relative_to(ROOT / part).with_suffix("").parts
            yield ".".join(names).removesuffix(".__init__"), path


MODULES = dict(modules())
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py"}


def floors() -> list[list[str]]:
    """The floors of core from the bottom, each with its units, as ARCHITECTURE.md draws them."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawn = re.search(r"^Inside core, .*?\n\n((?:    .*\n)+)", text, re.MULTILINE)
    assert drawn, "ARCHITECTURE.md draws the floors of core"
    return [re.findall(r"[a-z_]+", line.split("#")[0]) for line in drawn[1].splitlines()]


FLOOR = {unit: height for height, units in enumerate(floors()) for unit in units}


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def runs_in_host(module: str) -> bool:
    return within(module, IN_HOST) and not within(module, EXEMPT)


def unit_of(module: str) -> str | None:
    """The unit of core that a module belongs to; None: it lies elsewhere, or is core's face."""
    return module.split(".")[2] if module.startswith(CORE + ".") else None


def imported(module: str, tree: ast.AST, is_package: bool) -> Iterator[str]:
    """The absolute names of everything that ``module`` imports, at whatever depth."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".") if is_package else module.split(".")[:-1]
                kept = parents[: len(parents) - node.level + 1]
                base = ".".join([*kept, *filter(None, [base])])
            # A name taken from a package may be one of its modules.
            deeper = [f"{base}.{alias.name}" for alias in node.names]
            known = [name for name in deeper if name in MODULES]
            yield from known if len(known) == len(deeper) else [base, *known]


def climbs(module: str, name: str) -> bool:
    """Whether an import inside core goes up, or sideways on a floor."""
    own, other = unit_of(module), unit_of(name)
    if own is None or name == CORE:
        return own is not None
    return other is not None and other != own and FLOOR[other] >= FLOOR[own]


def passes_the_face(module: str, name: str) -> bool:
    """Whether an import reaches into a room past its face."""
    room = name.rpartition(".")[0]
    return (
        name in MODULES
        and name not in PACKAGES
        and room not in OPEN
        and not within(module, (room,))
    )


def violations(module: str, source: str, is_package: bool = False) -> list[str]:
    """What ``source`` imports against the rules, as sentences."""
    found = []
    for name in imported(module, ast.parse(source), is_package):
        for package, allowed in LIGHT.items():
            if within(module, (package,)) and not within(module, EXEMPT):
                standard = name.split(".")[0] in sys.stdlib_module_names
                below = unit_of(module) is not None and unit_of(name) is not None
                if not standard and not below and not within(name, (package, *allowed)):
                    found.append(f"{module} imports {name}, but {package} may not")
        for package, owners in OWNERS.items():
            if within(name, (package,)) and not within(module, owners):
                found.append(f"{module} imports {name}, which is for {', '.join(owners)}")
        if climbs(module, name):
            found.append(f"{module} imports {name}, which does not lie below it")
        if passes_the_face(module, name):
            found.append(f"{module} imports {name}: take it from {name.rpartition('.')[0]}")
    return found


def test_imports_follow_the_layers() -> None:
    found = [
        sentence
        for module, path in MODULES.items()
        for sentence in violations(
            module, path.read_text(encoding="utf-8"), path.name == "__init__.py"
        )
    ]
    assert found == []


def test_core_is_drawn_whole() -> None:
    """Each unit of core stands on one floor of ARCHITECTURE.md, and nothing else does."""
    drawn = [unit for units in floors() for unit in units]
    assert sorted(drawn) == sorted({unit for unit in map(unit_of, MODULES) if unit})


def test_what_a_light_module_needs_is_light() -> None:
    """Whatever lies below a module that loads no library loads none either."""
    heavy = []
    for module in (name for name in MODULES if within(name, tuple(LIGHT)) and unit_of(name)):
        for name in imported(module, ast.parse(MODULES[module].read_text("utf-8")), False):
            if unit_of(name) and not within(name, tuple(LIGHT)):
                heavy.append(f"{module} imports {name}")
    assert heavy == []


def test_code_inside_a_host_is_old_and_relative() -> None:
    absolute = []
    for module in filter(runs_in_host, MODULES):
        source = MODULES[module].read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source, module, feature_version=IN_HOST_SYNTAX)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            absolute += [f"{module}: {name}" for name in names if within(name, ("slowglass",))]
    assert absolute == [], "import relatively"


def test_a_face_hides_none_of_its_modules() -> None:
    """A name of a face that is also a module's would be whichever was loaded last."""
    hidden = []
    for package in PACKAGES:
        folder = MODULES[package].parent
        stub = folder / "__init__.pyi"
        face = stub if stub.exists() else MODULES[package]
        inside = {path.stem for path in folder.iterdir() if path.suffix in ("", ".py")}
        for node in ast.walk(ast.parse(face.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                hidden += [f"{package}.{a.name}" for a in node.names if a.name in inside]
    assert hidden == []


def test_no_folder_is_a_corridor() -> None:
    counts = {
        package: sum(path.suffix == ".py" for path in MODULES[package].parent.iterdir())
        for package in PACKAGES
    }
    assert {package: count for package, count in counts.items() if count > MOST_FILES} == {}


@pytest.mark.parametrize("part", PARTS)
def test_namespace_stays_open(part: str) -> None:
    hiding = ROOT / part / "slowglass" / "__init__.py"
    assert not hiding.exists(), "it would hide the other parts of the package"


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("slowglass.core.errors", "import numpy"),
        ("slowglass.core.timing.maps", "from slowglass.core import frames"),
        ("slowglass.core.timing.maps", "from ..frames import Frame"),
        ("slowglass.core.frames", "import torch.nn"),
        ("slowglass.core.job", "def late():\n    import torch"),
        ("slowglass.core.job", "from slowglass.core.models import load_model"),
        ("slowglass.core.field", "from slowglass.core.models import ModelSpec"),
        ("slowglass.core.composition.frame", "from slowglass.core.models import load_model"),
        ("slowglass.core.warp", "def late():\n    from slowglass.core.field import WarpField"),
        ("slowglass.core.media.open", "from slowglass.core.pipeline import retime"),
        ("slowglass.core.pipeline.making.maker", "from slowglass.core import JobSpec"),
        ("slowglass.core.warp", "import slowglass.plugin"),
        ("slowglass.core.warp", "from slowglass.host_adapters import common"),
        ("slowglass.core.warp", "import bpy"),
        ("slowglass.core.warp", "import cv2"),
        ("slowglass.core.composition.frame", "import numba"),
        ("slowglass.core.kernels.mixing.colour", "from slowglass.core.composition import compose"),
        ("slowglass.core.warp", "import rich.progress"),
        ("slowglass.core.pipeline.run", "import av"),
        ("slowglass.core.models.flow", "from OpenImageIO import ImageInput"),
        ("slowglass.core.models.load", "from slowglass.core.training import loop"),
        (
            "slowglass.core.pipeline.making.maker",
            "from slowglass.core.media.open import open_source",
        ),
        ("slowglass.core.media.movies.sink", "from slowglass.core.media.sound import source"),
        ("slowglass.plugin.demo", "from slowglass.core.models.load import load_model"),
        ("slowglass.plugin.cli.app", "from slowglass.host_adapters.blender import panels"),
        ("slowglass.plugin.protocol.events", "from slowglass.core.errors import SlowglassError"),
        ("slowglass.host_adapters.blender.panels", "import numpy"),
        ("slowglass.host_adapters.blender.panels", "from ...core import job"),
        ("slowglass.host_adapters.resolve.menu", "from ...plugin.cli import app"),
        ("slowglass.host_adapters.resolve.menu", "import bpy"),
    ],
)
def test_a_broken_rule_is_found(module: str, line: str) -> None:
    assert violations(module, line) != []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("slowglass.core.timing.maps", "from slowglass.core.timing.clock import SourceClock"),
        ("slowglass.core.timing.maps", "from .clock import SourceClock"),
        ("slowglass.core.models.flow", "import cv2"),
        ("slowglass.core.pipeline.making.maker", "from slowglass.core.media import open_source"),
        ("slowglass.core.models.load", "from slowglass.core.field import WarpField"),
        ("slowglass.plugin.cli.app", "from slowglass.core import JobSpec"),
        ("slowglass.plugin.cli.app", "from slowglass.core.frames import Frame"),
        ("slowglass.host_adapters.blender.panels", "from ...plugin.protocol import events"),
        ("slowglass.host_adapters.otio.timeline", "from slowglass.core.job import JobSpec"),
    ],
)
def test_what_the_layers_allow_passes(module: str, line: str) -> None:
    assert violations(module, line) == []
