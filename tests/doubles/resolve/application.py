"""The double itself: every call of a script goes through here."""

import time
from typing import Any, Dict, List, Tuple

from .api_clip import MediaPoolItemApi
from .api_item import GraphApi, TimelineItemApi
from .api_pool import FolderApi, MediaPoolApi, MediaStorageApi
from .api_project import ManagerApi, ProjectApi, ResolveApi
from .api_timeline import TimelineApi
from .faults import Faults
from .inspection import dump, picture_at, plain
from .model import Manager, Root, Storage
from .profiles import STUDIO_ONLY
from .remote import HUSK, Method, Refused, Remote, generation_of, inside, wrap
from .scenario import Scenario

APIS: Dict[str, Any] = {
    "Resolve": ResolveApi,
    "ProjectManager": ManagerApi,
    "Project": ProjectApi,
    "MediaStorage": MediaStorageApi,
    "MediaPool": MediaPoolApi,
    "Folder": FolderApi,
    "MediaPoolItem": MediaPoolItemApi,
    "Timeline": TimelineApi,
    "TimelineItem": TimelineItemApi,
    "Graph": GraphApi,
}
FAILURES: Dict[str, Any] = {"bool": False, "str": "", "list": list, "dict": dict}


class ResolveDouble:
    """An in-memory Resolve.

    Scripts get `resolve` and what it hands out. The rest of this class is for tests: `do` changes
    things as a user would, `dump` and `picture_at` show what there is, `log` holds every call.
    """

    def __init__(self, scenario: Dict[str, Any]) -> None:
        built = Scenario(scenario)
        self.profile = built.profile
        self.behaviour = built.profile.behaviour
        self.projects = built.projects
        self.project = built.project
        self.page = built.page
        self.windows = built.windows
        self.disk = built.disk
        self.faults = Faults(self, built.faults)
        self.log: List[Dict[str, Any]] = []
        self.missing: List[Tuple[str, str]] = []
        self.modal = ""
        self.busy_calls = 0
        self.dead = False
        self.generation = 0
        self.saves = 0
        self.imported: List[str] = []
        self.manager = Manager()
        self.storage = Storage()
        self._root = Root()
        self._made = 0
        self._noise: float = self.behaviour["float_noise"]

    @property
    def resolve(self) -> Remote:
        """The object that scripts start from."""
        return Remote(self, self._root, self.generation)

    def do(self, action: str, **how: Any) -> None:
        """Change something as a user would, or break it: the actions of `faults.py`."""
        self.faults.do(action, **how)

    def dump(self) -> Dict[str, Any]:
        """Return everything as JSON can hold it."""
        return dump(self)

    def picture_at(self, frame: int) -> Any:
        """Return what the current timeline shows at an absolute frame, None for black."""
        return picture_at(self, frame)

    def new_id(self, kind: str) -> str:
        """Return an id that nothing has had."""
        self._made += 1
        return f"{kind}-new-{self._made}"

    def next_noise(self) -> float:
        """Return what a float is off by: up and down in turn."""
        self._noise = -self._noise
        return self._noise

    # what handles ask

    def is_live(self, remote: Remote) -> bool:
        """Return whether a handle still leads to something."""
        _, state = inside(remote)
        if state is HUSK or self.dead:
            return False
        if isinstance(state, (Root, Manager, Storage)):
            return True
        return not state.gone and generation_of(remote) == self.generation

    def names(self, state: Any) -> List[str]:
        """Return the methods that `dir` lists."""
        return sorted(self._methods(state))

    def attribute(self, remote: Remote, state: Any, name: str) -> Any:
        """Return what a name of a handle is: a method, a constant or None."""
        if name in self._methods(state):
            return Method(self, remote, name)
        if isinstance(state, Root) and name in self.profile.constants():
            return self.profile.constants()[name]
        self.missing.append(("TimelineItem" if state is HUSK else state.kind, name))
        return _nothing if self.behaviour["names_are_methods"] else None

    def call(self, remote: Remote, name: str, arguments: Tuple[Any, ...]) -> Any:
        """Return what a call answers; never raise for what a script asks."""
        _, state = inside(remote)
        kind = "TimelineItem" if state is HUSK else state.kind
        entry: Dict[str, Any] = {"call": kind + "." + name, "arguments": plain(arguments)}
        self.log.append(entry)
        self.faults.before(name)
        answer = self._answer(remote, state, name, arguments, entry)
        self.faults.after(name)
        entry["answer"] = plain(answer)
        return wrap(self, answer)

    def _answer(
        self, remote: Remote, state: Any, name: str, arguments: Tuple[Any, ...], entry: Any
    ) -> Any:
        """Return the bare answer of a call, whatever state Resolve is in."""
        if self.dead:
            return None
        if self.modal:
            return False
        if self.busy_calls:
            self.busy_calls -= 1
            if not self.behaviour["busy_seconds"]:
                return self.behaviour["busy_answer"]
            time.sleep(self.behaviour["busy_seconds"])
        if not self.is_live(remote):
            return None
        failure = FAILURES.get(self._methods(state)[name])
        failure = failure() if callable(failure) else failure
        forced, value = self.faults.instead(name, failure)
        if forced:
            return value
        if name in STUDIO_ONLY and not self.profile.studio:
            self.do("open_modal", title="a limitation of the free edition")
            return failure
        method = getattr(APIS[state.kind](self, state), name, None)
        if method is None:
            entry["not modelled"] = True
            return failure
        try:
            return _apply(method, arguments)
        except Refused:
            return failure

    def _methods(self, state: Any) -> Dict[str, str]:
        """Return the methods of a state with the kind of their answers."""
        if state is HUSK:
            bare = self.behaviour["husk"] == "bare"
            return {} if bare else self.profile.methods("TimelineItem")
        return self.profile.methods(state.kind)


def _nothing(*_arguments: Any) -> None:
    """Answer a call of a name that the version does not have, where any name is a method."""


def _apply(method: Any, arguments: Tuple[Any, ...]) -> Any:
    """Call a method of the double; a wrong number of arguments is refused."""
    code = method.__func__.__code__
    most = code.co_argcount - 1
    least = most - len(method.__func__.__defaults__ or ())
    takes_any = bool(code.co_flags & 0x04)
    if len(arguments) < least or (len(arguments) > most and not takes_any):
        raise Refused
    return method(*arguments)
