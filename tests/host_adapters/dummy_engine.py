"""A stand-in for the engine, as good or as bad as its argument says; any Python 3 runs it."""

import json
import os
import sys
import time
from typing import Any


def say(event: str, **fields: Any) -> None:
    sys.stdout.write(json.dumps(dict(fields, event=event)) + "\n")
    sys.stdout.flush()


def read() -> Any:
    return json.loads(sys.stdin.readline() or "null")


def main(manner: str) -> None:
    if manner == "crash":
        sys.exit("no such library")
    if manner == "silent":
        time.sleep(60)
    if manner == "chatty":
        sys.stdout.write("Welcome!\n")
        sys.stdout.flush()
        time.sleep(60)
    say("hello", protocol=9 if manner == "newer" else 1, slowglass="dummy", process=os.getpid())
    request = read()
    if manner == "flood":
        for k in range(5000):
            sys.stderr.write("a line for people, as libraries write them\n")
            say("progress", stage="make", done=k, total=5000)
    if manner == "breaks off":
        say("progress", stage="make", done=1, total=2)
        sys.stderr.write("out of luck\n")
        sys.stderr.flush()
        os._exit(7)
    if manner == "garbled":
        sys.stdout.write("{half a mess\n")
    if manner in ("waits", "deaf"):
        say("progress", stage="make", done=1, total=2)
        word = read()
        if manner == "deaf":
            time.sleep(60)
        say("error", code="cancelled", message=repr(word), exit_code=130)
        sys.exit(130)
    if manner == "leaves a mark":
        read()
        open(request["job"]["output"], "w").close()
    steering = sorted(name for name, value in os.environ.items() if value == "/nowhere")
    say("done", request=request["request"], result={"job": request.get("job"), "env": steering})


main(sys.argv[1])
