"""What a farm does with a job, in the words of Open Job Description.

No shell stands between the farm and the program, so no name of a file can become a command.

Source: Open Job Description, Template Schemas 2023-09.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slowglass.core.job import JobSpec
from slowglass.plugin.marks import PROGRESS_VARIABLE

VERSION = "jobtemplate-2023-09"
MOST_TASKS = 1024
"""Values that a task parameter may list."""
LONGEST_NAME = 128
NOTICE_SECONDS = 60
"""From the word to stop until the end: for the frame that is being made."""
_MAP = ("--path-map", "{{Session.PathMappingRulesFile}}")
_LOOKED = ("--looked", "{{Param.Looked}}")


def job_template(job: JobSpec, parts: Sequence[str]) -> dict[str, Any]:
    """Return the template of a job.

    Args:
        job: with absolute paths.
        parts: frames "A-B" of each task; none for a result that one task makes.
    """
    run = ("run", "{{Param.Job}}", *_MAP, *_LOOKED)
    steps = []
    if parts:
        frames = {"name": "Frames", "type": "STRING", "range": list(parts)}
        space = {"parameterSpace": {"taskParameterDefinitions": [frames]}}
        steps.append(_step("Make", job, *run, "--frames={{Task.Param.Frames}}") | space)
    steps.append(_step("Finish", job, *run, after=steps))
    steps.append(_step("Check", None, "check", "{{Param.Output}}", after=steps))
    return {
        "specificationVersion": VERSION,
        "name": f"Slowglass {Path(job.output).name}"[:LONGEST_NAME],
        "parameterDefinitions": [
            _path("Job", "FILE", "IN", "job.json"),
            _path("Looked", "FILE", "IN", "looked.json"),
            _path("Source", "DIRECTORY", "IN"),
            _path("Output", "FILE", "OUT"),
            _path("OutputFolder", "DIRECTORY", "OUT"),
            {
                "name": "Slowglass",
                "type": "STRING",
                "default": "slowglass",
                "description": "The program on the worker: a name, or a whole path into its "
                "environment.",
            },
        ],
        "jobEnvironments": [{"name": "Slowglass", "variables": {PROGRESS_VARIABLE: "openjd"}}],
        "steps": steps,
    }


def _step(
    name: str, job: JobSpec | None, *words: str, after: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return a step that runs the program with these words, after the last of those before it."""
    step: dict[str, Any] = {"name": name}
    if after:
        step["dependencies"] = [{"dependsOn": after[-1]["name"]}]
    if job is not None and job.device == "cuda":
        step["hostRequirements"] = {"amounts": [{"name": "amount.worker.gpu", "min": 1}]}
    action = {
        "command": "{{Param.Slowglass}}",
        "args": list(words),
        "cancelation": {
            "mode": "NOTIFY_THEN_TERMINATE",
            "notifyPeriodInSeconds": NOTICE_SECONDS,
        },
    }
    return step | {"script": {"actions": {"onRun": action}}}


def _path(name: str, kind: str, flow: str, default: str = "") -> dict[str, Any]:
    """Return a parameter that is a path; a default one lies in the bundle."""
    known = {"default": default} if default else {}
    return {"name": name, "type": "PATH", "objectType": kind, "dataFlow": flow, **known}


def parameters(job: JobSpec) -> dict[str, str]:
    """Return the values of the parameters that have no default: a template has no whole paths."""
    return {
        "Source": _folder(job.source),
        "Output": job.output,
        "OutputFolder": _folder(job.output),
    }


def _folder(path: str) -> str:
    """Return the folder that holds a movie or a sequence, or is one."""
    return path if Path(path).is_dir() else str(Path(path).parent)
