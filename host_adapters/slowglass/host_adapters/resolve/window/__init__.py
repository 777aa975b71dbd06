"""What people see: the dialog, the progress page, what was chosen last."""

from .asking import ask_user
from .memory import remembered
from .page import Page
from .page_ui import PageUi

__all__ = ["Page", "PageUi", "ask_user", "remembered"]
