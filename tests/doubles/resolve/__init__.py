"""A double of DaVinci Resolve's scripting interface, as unforgiving as the real one.

`ResolveDouble(scenario).resolve` is what a script gets; README.md says what it does and why.
Standard library and old syntax only: scripts run against it in any Python from 3.6 on.
"""

from .application import ResolveDouble
from .console import script_console
from .environment import install_module, menu_globals, scriptapp
from .profiles import EDITIONS, VERSIONS
from .scenario import SCENARIO, ScenarioError

__all__ = [
    "EDITIONS",
    "SCENARIO",
    "VERSIONS",
    "ResolveDouble",
    "ScenarioError",
    "install_module",
    "menu_globals",
    "script_console",
    "scriptapp",
]
