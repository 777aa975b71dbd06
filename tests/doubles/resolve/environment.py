"""What a script finds around it: the globals of a menu script, and the module for outside."""

import sys
import types
from typing import TYPE_CHECKING, Any, Dict, Sequence

from .windows import Dispatcher, Fusion, Loose

if TYPE_CHECKING:
    from .application import ResolveDouble


class Bmd(Loose):
    """``bmd``."""

    def __init__(self, app: "ResolveDouble") -> None:
        self._app = app

    def scriptapp(self, name: str) -> Any:
        """Return ``resolve``, or None where scripts have no access."""
        return scriptapp(self._app, name)

    def UIDispatcher(self, ui: Any) -> Any:
        return Dispatcher(self._app.windows) if ui is not None else None


class App(Loose):
    """``app``, which no document names."""

    def __init__(self, app: "ResolveDouble") -> None:
        self._app = app

    def GetResolve(self) -> Any:
        return self._app.resolve


def menu_globals(app: "ResolveDouble", names: Sequence[str]) -> Dict[str, Any]:
    """Return the globals of a script of the Scripts menu: those names, and no ``__file__``."""
    there = {
        "resolve": app.resolve,
        "fusion": Fusion(app),
        "bmd": Bmd(app),
        "app": App(app),
    }
    there["fu"] = there["fusion"]
    given = {name: there[name] for name in names}
    return dict(given, __name__="__main__", __builtins__=__builtins__)


def scriptapp(app: "ResolveDouble", name: str) -> Any:
    """Return ``resolve`` for a script from outside: Studio only; None in the free edition."""
    if name != "Resolve" or not app.profile.studio or app.dead:
        return None
    return app.resolve


def install_module(app: "ResolveDouble") -> types.ModuleType:
    """Make ``import DaVinciResolveScript`` give this double, and return the module."""
    module = types.ModuleType("DaVinciResolveScript")
    module.scriptapp = lambda name: scriptapp(app, name)  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    return module
