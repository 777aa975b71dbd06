"""Options that the dialogs share: shutters and masks."""

from .masks import MaskOptions
from .shutters import ShutterOptions

__all__ = ["MaskOptions", "ShutterOptions"]
