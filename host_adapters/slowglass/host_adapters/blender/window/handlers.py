"""What happens to jobs when the file is saved, closed, or undone."""

import atexit
from typing import Any

import bpy
from bpy.app.handlers import persistent

from .. import session
from ..placing import remove_unfinished
from . import playback, pump


def before_saving(*_: Any) -> None:
    """Insert the rest at once, so that no half-grown strip is saved."""
    session.QUEUE.finish_insertion()


def before_loading(*_: Any) -> None:
    """Stop the jobs: they belong to the file that is closed; what is whole on disk is kept.

    Only those stay on the list that were stopped by this, so that it is told.
    """
    session.QUEUE.clear_ended()
    pump.cancel()
    while session.QUEUE.current is not None:
        session.QUEUE.current.abandon("the file was closed")


def after_loading(*_: Any) -> None:
    """Take away what a crash may have left half grown."""
    remove_unfinished()


def after_undo(*_: Any) -> None:
    """Take away a strip that an undo or redo brought back half grown, and begin it anew."""
    remove_unfinished()
    job = session.QUEUE.current
    if job is not None:
        job.restart_insertion()


HANDLERS = (
    (bpy.app.handlers.save_pre, before_saving),
    (bpy.app.handlers.load_pre, before_loading),
    (bpy.app.handlers.load_post, after_loading),
    (bpy.app.handlers.undo_post, after_undo),
    (bpy.app.handlers.redo_post, after_undo),
    (bpy.app.handlers.animation_playback_post, playback.after_playback),
)


def register() -> None:
    """Begin to listen."""
    for handlers, function in HANDLERS:
        handlers.append(persistent(function))
    atexit.register(pump.cancel)


def unregister() -> None:
    """Stop listening."""
    atexit.unregister(pump.cancel)
    for handlers, function in HANDLERS:
        handlers.remove(function)
