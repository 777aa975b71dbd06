"""What the user must read where the progress page cannot be had: a file in the browser."""

import html
import os
from typing import List

from ...common import open_document
from ..jobs import AT_HOME

NAME = "message.html"
"""In the folder of the user that is ours: some browsers see neither hidden nor temporary files."""


def show_notice(lines: List[str]) -> None:
    """Show some lines in the browser, without an engine; where that fails, the console has them."""
    path = os.path.join(os.path.expanduser("~"), AT_HOME, NAME)
    text = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    page = f'<!doctype html>\n<meta charset="utf-8">\n<title>Slowglass</title>\n{text}'
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", errors="replace") as file:
            file.write(page)
        open_document(path)
    except OSError:
        pass
