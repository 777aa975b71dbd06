"""Runs the client of a bundle against the dummy engine, in whatever Python a host has.

Arguments: the folder of the bundle, the interpreter of the engine, the dummy engine. Prints what
the host saw in each scenario as JSON.
"""

import json
import sys
import time
from importlib import import_module
from typing import Any

bundle, python, dummy = sys.argv[1:]
sys.path.insert(0, bundle)

Engine = import_module("slowglass_host.host_adapters.common.client").Engine
jobs = import_module("slowglass_host.plugin.protocol.jobs")
messages = import_module("slowglass_host.plugin.protocol.messages")

JOB = jobs.retime_job("Zürich.mov", "slow.####.exr", {"kind": "speed", "speed": "1/4"})


def seen(manner: str, cancel_after: str = "") -> Any:
    """What the host sees of an engine of that manner."""
    command = [python, "-I", dummy, manner] if manner else []
    request = messages.request("retime", JOB)
    engine = Engine(command, request, hello_seconds=20, grace_seconds=20)
    if manner == "silent":
        engine = Engine(command, request, hello_seconds=0.3)
    if manner == "deaf":
        engine = Engine(command, request, grace_seconds=0.3)
    events: Any = []
    longest, deadline = 0.0, time.time() + 30
    if cancel_after == "start":
        engine.cancel()
    while not engine.finished and time.time() < deadline:
        before = time.time()
        new = engine.poll()
        longest = max(longest, time.time() - before)
        if cancel_after in [event["event"] for event in new]:
            engine.cancel()
        events += new
        time.sleep(0.01)
    last = events[-1]
    names = [event["event"] for event in events]
    if manner == "flood":
        assert [e["done"] for e in events if e["event"] == "progress"] == list(range(5000))
        names = [name for name in names if name != "progress"]
    assert longest < 1, longest
    return {"names": names, "code": last.get("code"), "message": last.get("message", "")}


sys.stdout.write(
    json.dumps(
        {
            "good": seen("good"),
            "flood": seen("flood"),
            "no engine": seen(""),
            "crash": seen("crash"),
            "silent": seen("silent"),
            "chatty": seen("chatty"),
            "newer": seen("newer"),
            "breaks off": seen("breaks off"),
            "garbled": seen("garbled"),
            "cancelled": seen("waits", "progress"),
            "cancelled at once": seen("waits", "start"),
            "deaf": seen("deaf", "progress"),
        }
    )
)
