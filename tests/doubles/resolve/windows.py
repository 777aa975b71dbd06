"""UIManager, where an edition has it: windows that a scenario's clicks play upon."""

from typing import TYPE_CHECKING, Any, Callable, Dict, List

if TYPE_CHECKING:
    from .application import ResolveDouble

ELEMENTS = (
    "Button CheckBox ColorPicker ComboBox HGap HGroup Label LineEdit Slider SpinBox TabBar "
    "TextEdit Tree VGap VGroup"
).split()


class Windows:
    """The windows of a script and what a user does in them.

    A click is ``{"id": "Start", "event": "Clicked", "set": {"Speed": {"Value": 50}}}``: first
    values are set by element id, then the handler of the event runs.
    """

    def __init__(self, clicks: List[Dict[str, Any]], paths: Dict[str, str]) -> None:
        self.clicks = list(clicks)
        self.paths = paths
        self.seen: List[Dict[str, Any]] = []

    def fusion(self, app: "ResolveDouble") -> Any:
        """Return the ``fusion`` object of a script."""
        return Fusion(app)


class Loose:
    """An object of which every unknown name is None."""

    def __getattr__(self, name: str) -> Any:
        return None


class Fusion(Loose):
    """``fusion``: for scripts the way to the UIManager; asking for it may open the upsell."""

    def __init__(self, app: "ResolveDouble") -> None:
        self._app = app

    @property
    def UIManager(self) -> Any:
        if self._app.profile.has_ui_manager:
            return UIManager()
        self._app.do("open_modal", title="a limitation of the free edition")
        return None

    def MapPath(self, name: str) -> str:
        return self._app.windows.paths.get(name, "")

    def GetResolve(self) -> Any:
        return self._app.resolve


class Element(Loose):
    """A control: its attributes are what the script or the user set."""

    def __init__(self, kind: str, parts: Any) -> None:
        self.kind = kind
        self.children: List[Element] = []
        self.items: List[str] = []
        for part in parts:
            for each in part if isinstance(part, list) else [part]:
                self._take(each)

    def AddItem(self, text: str) -> None:
        self.items.append(text)
        if len(self.items) == 1:
            self.CurrentIndex, self.CurrentText = 0, text

    def AddItems(self, texts: List[str]) -> None:
        for text in texts:
            self.AddItem(text)

    def find(self, name: str) -> Any:
        """Return the element of an id at or below this one."""
        if self.ID == name:
            return self
        found = [child.find(name) for child in self.children]
        return next((each for each in found if each is not None), None)

    def shown(self) -> Dict[str, Any]:
        """Return what is seen of it, as JSON can hold it."""
        own = {
            key: value
            for key, value in vars(self).items()
            if key != "children" and isinstance(value, (str, int, float, bool, list))
        }
        return dict(own, children=[child.shown() for child in self.children])

    def _take(self, part: Any) -> None:
        """Take a child, or attributes."""
        if isinstance(part, Element):
            self.children.append(part)
        elif isinstance(part, dict):
            for key, value in part.items():
                if isinstance(key, str):
                    setattr(self, key, value)
                else:
                    self._take(value)


class UIManager(Loose):
    """Makes elements; a kind that is not documented is None."""

    def __getattr__(self, name: str) -> Any:
        if name not in ELEMENTS:
            return None
        return lambda *parts: Element(name, parts)


class Handlers:
    """``window.On``: by element id, by attribute or by key; each holds handlers by event."""

    def __init__(self) -> None:
        self._by_id: Dict[str, Loose] = {}

    def __getattr__(self, name: str) -> Any:
        return self[name]

    def __getitem__(self, name: str) -> Any:
        return self._by_id.setdefault(name, Loose())


class Window(Element):
    """A window; it can be asked for its elements by id."""

    def __init__(self, options: Dict[str, Any], content: Any) -> None:
        super().__init__("Window", [options, content])
        self.On = Handlers()
        self.visible = False

    def Show(self) -> None:
        self.visible = True

    def Hide(self) -> None:
        self.visible = False

    def GetItems(self) -> Dict[str, Element]:
        found: Dict[str, Element] = {}
        waiting = list(self.children)
        while waiting:
            element = waiting.pop()
            waiting += element.children
            if element.ID:
                found[element.ID] = element
        return found

    def Find(self, name: str) -> Any:
        return self.find(name)


class Dispatcher:
    """``bmd.UIDispatcher(ui)``: its loop plays the clicks and then closes the window."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._window: Any = None
        self._code: Any = None
        self._running = False

    def AddWindow(self, options: Dict[str, Any], content: Any) -> Window:
        window = self._window = Window(options, content)
        return window

    def ExitLoop(self, code: Any = 0) -> None:
        self._running = False
        self._code = code

    def RunLoop(self) -> Any:
        self._running = True
        self._windows.seen.append(self._window.shown())
        closing = {"id": self._window.ID, "event": "Close"}
        while self._running:
            click = self._windows.clicks.pop(0) if self._windows.clicks else closing
            self._play(click)
            if click is closing and self._running:
                self._windows.seen.append({"kind": "a loop that never ends"})
                break
        return self._code

    def _play(self, click: Dict[str, Any]) -> None:
        """Do what a user does."""
        for name, values in click.get("set", {}).items():
            for key, value in values.items():
                setattr(self._window.find(name), key, value)
        handler: Callable[..., Any] = getattr(self._window.On[click["id"]], click["event"])
        if handler is not None:
            handler({"who": click["id"], "what": click["event"], "window": self._window})
