"""The handles that scripts hold: opaque, every name answers, nothing but a call tells more."""

from typing import Any, List

from .model import State

HUSK = "a husk"


class Refused(Exception):
    """Inside the double: the call fails, and the script gets the failure value of its kind."""


class Remote:
    """A handle of a state, as the script's side of the connection has it.

    Any name can be asked for: what the version lacks is None, so that `hasattr` is always true.
    Two handles of the same thing are different and are not hashable. Nothing of the inside can
    be reached by a name.
    """

    __slots__ = ("_app", "_generation", "_state")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, app: Any, state: Any, generation: int) -> None:
        object.__setattr__(self, "_app", app)
        object.__setattr__(self, "_state", state)
        object.__setattr__(self, "_generation", generation)

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__") and name in _PYTHON_NAMES:
            return object.__getattribute__(self, name)
        app, state = inside(self)
        return app.attribute(self, state, name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __dir__(self) -> List[str]:
        app, state = inside(self)
        names: List[str] = app.names(state)
        return names

    def __repr__(self) -> str:
        return "<PyRemoteObject>"


_PYTHON_NAMES = frozenset(dir(object)) | {"__module__", "__slots__"}


def inside(remote: Remote) -> Any:
    """Return the double and the state behind a handle."""
    return object.__getattribute__(remote, "_app"), object.__getattribute__(remote, "_state")


def generation_of(remote: Remote) -> int:
    """Return when a handle was given out."""
    number: int = object.__getattribute__(remote, "_generation")
    return number


class Method:
    """A method of a handle: positional arguments only."""

    __slots__ = ("_app", "_name", "_remote")

    def __init__(self, app: Any, remote: Remote, name: str) -> None:
        self._app = app
        self._remote = remote
        self._name = name

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        if keywords:
            raise TypeError(f"{self._name}() takes no keyword arguments")
        return self._app.call(self._remote, self._name, arguments)


def is_a(remote: Any, kind: type) -> bool:
    """Return whether something is a live handle of that kind."""
    if not isinstance(remote, Remote):
        return False
    app, state = inside(remote)
    return isinstance(state, kind) and bool(app.is_live(remote))


def state_of(remote: Any, kind: type) -> Any:
    """Return the state behind an argument.

    Raises:
        Refused: it is no live handle of that kind.
    """
    if not is_a(remote, kind):
        raise Refused
    return inside(remote)[1]


def states_of(remotes: Any, kind: type) -> List[Any]:
    """Return the states behind a list of handles.

    Raises:
        Refused: it is no list, or not all are live handles of that kind.
    """
    if not isinstance(remotes, (list, tuple)):
        raise Refused
    return [state_of(each, kind) for each in remotes]


def text(value: Any) -> str:
    """Return a string argument; refuse anything else."""
    if not isinstance(value, str):
        raise Refused
    return value


def number(value: Any) -> Any:
    """Return a number argument; refuse anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused
    return value


def switch(value: Any) -> bool:
    """Return a truth argument; refuse what is neither a truth nor a number."""
    if not isinstance(value, (bool, int)):
        raise Refused
    return bool(value)


def wrap(app: Any, value: Any) -> Any:
    """Return an answer with handles in place of states; each time new ones."""
    if isinstance(value, State) or value is HUSK:
        return Remote(app, value, app.generation)
    if isinstance(value, (list, tuple)):
        return [wrap(app, each) for each in value]
    if isinstance(value, dict):
        return {key: wrap(app, each) for key, each in value.items()}
    return value
