"""Who may import whom. Read from the syntax trees, so nothing is imported."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("core", "plugin", "host_adapters")

# These modules import the standard library and what is listed, nothing else.
ONLY = {
    "slowglass.core.errors": (),
    "slowglass.core.timing": ("slowglass.core.errors", "slowglass.core.timing"),
    "slowglass.core.frames": ("slowglass.core.errors", "slowglass.core.timing", "numpy"),
    "slowglass.core.channels": ("slowglass.core.errors",),
    "slowglass.core.vector_layout": ("slowglass.core.errors",),
    "slowglass.core.models.names": (),
    "slowglass.core.job": (
        "slowglass.core.channels",
        "slowglass.core.errors",
        "slowglass.core.models.names",
        "slowglass.core.timing",
        "slowglass.core.vector_layout",
    ),
    "slowglass.plugin.protocol": ("slowglass.plugin.protocol",),
    "slowglass.host_adapters": (
        "slowglass.host_adapters",
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
    # Its command runs what is not inside a host: host_adapters.otio.
    "slowglass.host_adapters": ("slowglass.host_adapters", "slowglass.plugin.cli.resolve"),
    "OpenImageIO": ("slowglass.core.media",),
    "av": ("slowglass.core.media",),
    "cv2": ("slowglass.core.models.flow", "slowglass.core.training"),
    "typer": ("slowglass.plugin",),
    "rich": ("slowglass.plugin",),
    "bpy": ("slowglass.host_adapters.blender",),
    "mathutils": ("slowglass.host_adapters.blender",),
    "DaVinciResolveScript": ("slowglass.host_adapters.resolve",),
    "opentimelineio": ("slowglass.host_adapters.otio",),
}

# They run inside a host, under whatever package name its bundle has, in its own old Python.
IN_HOST = ("slowglass.host_adapters", "slowglass.plugin.protocol")
IN_HOST_SYNTAX = (3, 7)


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package with its file."""
    for part in PARTS:
        for path in sorted((ROOT / part / "slowglass").rglob("*.py")):
            names = path.relative_to(ROOT / part).with_suffix("").parts
            yield ".".join(names).removesuffix(".__init__"), path


MODULES = dict(modules())


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def runs_in_host(module: str) -> bool:
    return within(module, IN_HOST) and not within(module, EXEMPT)


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


def violations(module: str, source: str, is_package: bool = False) -> list[str]:
    """What ``source`` imports against the rules, as sentences."""
    found = []
    for name in imported(module, ast.parse(source), is_package):
        for package, allowed in ONLY.items():
            if within(module, (package,)) and not within(module, EXEMPT):
                standard = name.split(".")[0] in sys.stdlib_module_names
                if not standard and not within(name, allowed):
                    found.append(f"{module} imports {name}, but {package} may not")
        for package, owners in OWNERS.items():
            if within(name, (package,)) and not within(module, owners):
                found.append(f"{module} imports {name}, which is for {', '.join(owners)}")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_imports_follow_the_layers(module: str) -> None:
    path = MODULES[module]
    source = path.read_text(encoding="utf-8")
    assert violations(module, source, path.name == "__init__.py") == []


@pytest.mark.parametrize("module", [name for name in MODULES if runs_in_host(name)])
def test_code_inside_a_host_is_old_and_relative(module: str) -> None:
    source = MODULES[module].read_text(encoding="utf-8")
    tree = ast.parse(source, module, feature_version=IN_HOST_SYNTAX)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            assert not within(node.module or "", ("slowglass",)), f"{module}: import relatively"
        if isinstance(node, ast.Import):
            assert not any(within(alias.name, ("slowglass",)) for alias in node.names), module


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
        ("slowglass.core.warp", "import slowglass.plugin"),
        ("slowglass.core.warp", "from slowglass.host_adapters import common"),
        ("slowglass.core.warp", "import bpy"),
        ("slowglass.core.warp", "import cv2"),
        ("slowglass.core.warp", "import rich.progress"),
        ("slowglass.core.pipeline.pipeline", "import av"),
        ("slowglass.core.models.flow", "from OpenImageIO import ImageInput"),
        ("slowglass.core.models.load", "from slowglass.core.training import loop"),
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
        ("slowglass.plugin.cli.app", "from slowglass.core import JobSpec"),
        ("slowglass.host_adapters.blender.panels", "from ...plugin.protocol import events"),
        ("slowglass.host_adapters.otio.timeline", "from slowglass.core.job import JobSpec"),
    ],
)
def test_what_the_layers_allow_passes(module: str, line: str) -> None:
    assert violations(module, line) == []
