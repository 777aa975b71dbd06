"""The dialog of "Retime", made of UIManager's elements."""

from typing import Any, Callable, List, Optional

from ...common import QUALITIES, Refusal
from ..clips import Reading, percent
from ..shown import has_drawing
from ..wish import FORMATS, PARTS, PLACINGS, SIDES, Wish
from . import shutter
from .fields import Costs, parse_speed, plans, speed_for_length, speed_text, summary
from .layout import rows
from .memory import NAMES
from .offers import Offers

WINDOW = "SlowglassRetime"
PLACING_NAMES = ("Track above", "Take of the clip (same length only)", "Bin only", "New timeline")
PART_NAMES = ("Whole clip", "Between In and Out of the timeline")
SIDE_NAMES = ("Read from the top", "From the bottom", "From the left", "From the right")
FORMAT_NAMES = ("Automatic", "OpenEXR half", "OpenEXR float", "OpenEXR half, small (DWAA, lossy)")
COMBOS = ("Quality", "Model", "Format")

Measure = Callable[[Wish, Costs], str]
BY_QUALITY = "What the quality means"
"""Stands for no model of its own."""


class Dialog:
    """One window, asked once."""

    def __init__(
        self,
        manager: Any,
        dispatcher: Any,
        readings: List[Reading],
        models: List[str],
        start: Wish,
        measure: Measure,
        offers: Offers,
    ) -> None:
        """Lay the window out.

        Args:
            manager: UIManager.
            dispatcher: of `manager`.
            readings: the clips.
            models: names to choose from, beside what the quality means.
            start: what is chosen at first.
            measure: notes what a frame costs; returns what went wrong, "" if nothing.
            offers: weights that would make the qualities better.
        """
        self._dispatcher = dispatcher
        self._readings = readings
        self._models = ["", *models]
        self._measure = measure
        self._offers = offers
        self._costs: Costs = {}
        self._speed = start.speed
        self._is_drawn = all(has_drawing(one.clip, one.source) for one in readings)
        self._chosen: Optional[Wish] = None
        options = {"ID": WINDOW, "WindowTitle": "Slowglass", "Geometry": [200, 200, 520, 640]}
        self._window = dispatcher.AddWindow(options, [manager.VGroup(self._rows(manager))])
        self._items = self._window.GetItems()
        self._fill(start)
        self._connect()

    def ask(self) -> Optional[Wish]:
        """Show the window until it is closed; return the wish, None if it was not wanted."""
        self._show()
        self._window.Show()
        self._dispatcher.RunLoop()
        self._window.Hide()
        return self._chosen

    def _rows(self, ui: Any) -> List[Any]:
        """Return the elements from top to bottom."""
        is_one = len(self._readings) == 1
        offers = self._offers.rows(ui)
        return rows(ui, self._clips(), self._speed_field(), is_one, self._is_drawn, offers)

    def _clips(self) -> str:
        """Return what is known of the clips."""
        return "\n".join(
            f"{one.clip.name}: {one.clip.duration} frames at {percent(one.source.speed)}"
            for one in self._readings
        )

    def _fill(self, start: Wish) -> None:
        """Fill the choices in and choose what was chosen last."""
        choices = (
            ("Quality", [title for _, title, _ in QUALITIES], start.quality, NAMES),
            ("Model", (BY_QUALITY, *self._models[1:]), start.model, tuple(self._models)),
            ("Format", FORMAT_NAMES, start.format, tuple(FORMATS)),
            ("Placing", PLACING_NAMES, start.placing, PLACINGS),
            ("Part", PART_NAMES, start.part, PARTS),
            (shutter.BEGINS, SIDE_NAMES, start.readout_begins, SIDES),
        )
        for name, texts, chosen, values in choices:
            self._items[name].AddItems(list(texts))
            self._items[name].CurrentIndex = values.index(chosen) if chosen in values else 0
        self._items["Fill"].Checked = start.speed is None and not self._is_drawn
        self._items["Drawn"].Checked = self._is_drawn
        shutter.fill(self._items, start)
        self._items["Disable"].Checked = start.disable_original
        self._items["Folder"].Text = start.folder

    def _connect(self) -> None:
        """Say what happens on what."""
        on = self._window.On
        on[WINDOW].Close = on["Cancel"].Clicked = self._leave
        on["Start"].Clicked = self._take
        on["Measure"].Clicked = self._estimate
        self._offers.connect(self._window, self._fetched)
        on["Speed"].TextChanged = self._speed_changed
        on["Length"].ValueChanged = self._length_changed
        on["Fill"].Clicked = lambda event: self._choose("Fill", "Drawn")
        on["Drawn"].Clicked = lambda event: self._choose("Drawn", "Fill")
        on["Disable"].Clicked = self._show
        for name in shutter.TYPED:
            on[name].TextChanged = self._show
        for name in ("Quality", "Model", "Format", "Placing", "Part", shutter.BEGINS):
            on[name].CurrentIndexChanged = self._show

    def _wish(self) -> Wish:
        """Return what the fields say."""
        index = {name: int(self._items[name].CurrentIndex or 0) for name in COMBOS}
        placing, part = self._items["Placing"].CurrentIndex, self._items["Part"].CurrentIndex
        return Wish(
            speed=None if self._items["Fill"].Checked else self._speed,
            placing=PLACINGS[int(placing or 0)],
            part=PARTS[int(part or 0)],
            disable_original=bool(self._items["Disable"].Checked),
            model=self._models[index["Model"]],
            folder=str(self._items["Folder"].Text or "").strip(),
            format=tuple(FORMATS)[index["Format"]],
            quality=NAMES[index["Quality"]],
            drawn=bool(self._items["Drawn"].Checked),
            **shutter.chosen(self._items),
        )

    def _trouble(self, wish: Wish) -> str:
        """Return what of the fields is not understood, "" if all is."""
        if wish.speed is None and not (self._items["Fill"].Checked or wish.drawn):
            return "Speed: a number"
        return shutter.trouble(self._items)

    def _choose(self, one: str, other: str) -> None:
        """Let one of two boxes be checked at most."""
        if self._items[one].Checked:
            self._items[other].Checked = False
        self._show()

    def _unchecked(self) -> None:
        """Take the speed that was typed, in the place of both boxes."""
        self._items["Fill"].Checked = self._items["Drawn"].Checked = False

    def _speed_field(self) -> str:
        """Return what the field of the speed shows for the speed."""
        return "" if self._speed is None else speed_text(self._speed)

    def _speed_changed(self, event: Any) -> None:
        """Take a speed that was typed; what the dialog wrote there itself changes nothing."""
        text = str(self._items["Speed"].Text or "")
        if text != self._speed_field():
            self._speed = parse_speed(text)
            self._unchecked()
            self._show()

    def _length_changed(self, event: Any) -> None:
        """Take a length that was typed, as the speed that gives it exactly."""
        wanted = int(self._items["Length"].Value or 0)
        try:
            if wanted < 2 or wanted == plans(self._readings, self._wish())[0].frames:
                return
            self._speed = speed_for_length(self._readings[0], self._wish(), wanted)
        except Refusal:
            return
        self._unchecked()
        self._items["Speed"].Text = self._speed_field()
        self._show()

    def _show(self, event: Any = None) -> None:
        """Show what the fields come to."""
        wish = self._wish()
        trouble = self._trouble(wish)
        understood = not trouble
        text = trouble or summary(self._readings, wish, self._costs)
        self._items["Summary"].Text = text
        for name in ("Start", "Measure"):
            self._items[name].Enabled = understood
        if understood and len(self._readings) == 1:
            try:
                self._items["Length"].Value = plans(self._readings, wish)[0].frames
            except Refusal:
                self._items["Start"].Enabled = False

    def _estimate(self, event: Any) -> None:
        """Measure, and show it."""
        self._items["Summary"].Text = "Measuring; this takes some seconds"
        try:
            trouble = self._measure(self._wish(), self._costs)
        except Refusal as reason:
            trouble = str(reason)
        self._show()
        if trouble:
            self._items["Summary"].Text = trouble

    def _fetched(self) -> None:
        """Forget what was measured: other models make the same qualities now."""
        self._costs.clear()
        self._show()

    def _take(self, event: Any) -> None:
        """Take what the fields say, if it can be done, and close the window.

        Some versions do not tell of what is typed: it is read now.
        """
        self._speed_changed(event)
        wish = self._wish()
        try:
            if self._trouble(wish):
                self._show()
                return
            plans(self._readings, wish)
        except Refusal:
            self._show()
            return
        self._chosen = wish
        self._dispatcher.ExitLoop()

    def _leave(self, event: Any) -> None:
        """Close the window without a wish."""
        self._dispatcher.ExitLoop()
