"""In the dialog: weights that would make the qualities better, and a button that fetches each."""

from typing import Any, Callable, Dict, List

from ...common import size_text

Fetch = Callable[[str, Callable[[str], None]], str]
"""Fetches weights by name, telling how far it is; returns what went wrong, "" if nothing."""


class Offers:
    """Rows of the dialog; none where nothing is offered."""

    def __init__(self, offers: List[Dict[str, Any]], fetch: Fetch) -> None:
        """Offer what the engine offers.

        Args:
            offers: as ``describe`` lists them.
            fetch: fetches one of them.
        """
        self._offers = offers
        self._fetch = fetch

    def rows(self, ui: Any) -> List[Any]:
        """Return the elements: what it is, and the button."""
        made = []
        for offer in self._offers:
            name, size = offer["name"], size_text(offer["size_bytes"])
            what = f"{offer['title']}: {offer['why']}. Licence: {offer['licence']}."
            text = f"{what} From {offer['source']}."
            button = {"ID": "Fetch " + name, "Text": f"Fetch {offer['title']} ({size})"}
            made += [
                ui.Label({"ID": "Offer " + name, "Text": text, "WordWrap": True}),
                ui.Button(button),
            ]
        return made

    def connect(self, window: Any, fetched: Callable[[], None]) -> None:
        """Say what the buttons do.

        Args:
            window: the dialog's.
            fetched: called when something has been fetched.
        """
        items = window.GetItems()
        for offer in self._offers:
            name = offer["name"]
            label, button = items["Offer " + name], items["Fetch " + name]

            def clicked(_: Any, name: str = name, label: Any = label, button: Any = button) -> None:
                button.Enabled = False
                label.Text = "Downloading"
                trouble = self._fetch(name, lambda text: setattr(label, "Text", text))
                label.Text = trouble or "It is there, and is used from now on."
                button.Enabled = bool(trouble)
                if not trouble:
                    fetched()

            window.On["Fetch " + name].Clicked = clicked
