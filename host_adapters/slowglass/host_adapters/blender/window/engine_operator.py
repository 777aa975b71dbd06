"""Testing the engine from the preferences."""

from typing import Any, Set

import bpy

from .. import session
from . import pump


class SLOWGLASS_OT_test_engine(bpy.types.Operator):
    """Start the engine, and show its versions, devices and models."""

    bl_idname = "slowglass.test_engine"
    bl_label = "Test Engine"
    bl_options: Set[str] = set()

    @classmethod
    def poll(cls, _context: Any) -> bool:
        """Return whether no test is under way."""
        cls.poll_message_set("The engine is being started")
        return not session.TEST.running

    def invoke(self, _context: Any, _event: Any) -> Set[str]:
        """Ask the engine what it is and leave: the preferences show what it answers."""
        session.TEST.start(session.engine_command())
        pump.start()
        return {"FINISHED"}

    def execute(self, _context: Any) -> Set[str]:
        """Ask the engine what it is, and wait for the answer."""
        session.TEST.start(session.engine_command())
        session.TEST.wait()
        if session.TEST.failure:
            self.report({"ERROR"}, session.TEST.failure)
            return {"CANCELLED"}
        facts = session.TEST.facts
        devices = ", ".join(device["name"] for device in facts["devices"])
        self.report({"INFO"}, f"Slowglass {facts['slowglass']} on {devices}")
        return {"FINISHED"}


class SLOWGLASS_OT_stop_test(bpy.types.Operator):
    """Give up waiting for the engine."""

    bl_idname = "slowglass.stop_test"
    bl_label = "Stop Testing"
    bl_options: Set[str] = set()

    def execute(self, _context: Any) -> Set[str]:
        """End the engine."""
        session.TEST.stop()
        return {"FINISHED"}


CLASSES = (SLOWGLASS_OT_test_engine, SLOWGLASS_OT_stop_test)
