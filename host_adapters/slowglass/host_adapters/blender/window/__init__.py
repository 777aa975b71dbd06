"""What people see and press: operators, menus, the panel, the preferences, and the timer."""

from .registration import register, unregister

__all__ = ["register", "unregister"]
