"""Retimes on their way: what each waits for, and one after another."""

from .job import CANCELLED, DONE, FAILED, INSERTING, RUNNING, STOPPING, WAITING, Job
from .mend_job import MendJob
from .queue import JobQueue

__all__ = [
    "CANCELLED",
    "DONE",
    "FAILED",
    "INSERTING",
    "RUNNING",
    "STOPPING",
    "WAITING",
    "Job",
    "JobQueue",
    "MendJob",
]
