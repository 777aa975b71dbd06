"""An engine that speaks the protocol and writes a byte for each frame."""

import json
import os
import sys


def say(event: str, **fields: object) -> None:
    sys.stdout.write(json.dumps(dict(fields, event=event)) + "\n")
    sys.stdout.flush()


say("hello", protocol=1, slowglass="dummy", python="3", process=os.getpid())
request = json.loads(sys.stdin.readline())
assert not [name for name, value in os.environ.items() if "nowhere" in value]
if request["request"] == "describe":
    say("done", request="describe", result={"models": [{"name": "dummy"}]})
    sys.exit(0)
job = request["job"]
total = len(job["time"]["positions"])
for done in range(total):
    path = job["output"].replace("######", f"{done:06}")
    with open(path, "wb") as file:
        file.write(b"f")
    say("progress", stage="make", done=done + 1, total=total, path=path, eta_seconds=0.0)
say("done", request="retime", result={"frames": total})
