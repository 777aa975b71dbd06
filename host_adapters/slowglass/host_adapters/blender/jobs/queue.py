"""The jobs of this Blender, one after another; a timer drives them, or a script that waits."""

import time
from typing import List, Optional

from . import job as states
from .job import Job

STEP_SECONDS = 0.03
"""That one step may keep Blender from drawing."""
WAIT_SECONDS = 0.02
"""Between two steps of a script that waits."""


class JobQueue:
    """Jobs in the order in which they were asked for; one runs at a time, for the device's sake."""

    def __init__(self) -> None:
        """Hold nothing."""
        self.jobs: List[Job] = []

    @property
    def current(self) -> Optional[Job]:
        """The first job that has not ended; None if there is nothing to do."""
        return next((job for job in self.jobs if job.active), None)

    def add(self, job: Job) -> None:
        """Append a job, in place of ended ones of the same strip."""
        mark = job.plan.strip["id"]
        self.jobs = [old for old in self.jobs if old.active or old.plan.strip["id"] != mark]
        self.jobs.append(job)

    def step(self) -> bool:
        """Do a little of what is to be done; return whether there is more."""
        job = self.current
        if job is not None:
            try:
                job.step(STEP_SECONDS)
            except Exception as error:  # a timer that raises is dropped, and the jobs with it
                job.break_off(error)
        return self.current is not None

    def numbered(self, number: int) -> Optional[Job]:
        """Return the job of a number; None if it is not on the list any more."""
        return next((job for job in self.jobs if job.number == number), None)

    def cancel(self) -> None:
        """Stop every job that has not ended."""
        for job in self.jobs:
            job.cancel()

    def wait(self) -> None:
        """Do all that is to be done; Ctrl-C stops it as the Cancel button does."""
        try:
            while self.step():
                time.sleep(WAIT_SECONDS)
        except KeyboardInterrupt:
            self.cancel()
            self.wait()
            raise

    def finish_insertion(self) -> None:
        """Insert the rest at once, because the file is about to be saved."""
        job = self.current
        while job is not None and job.state == states.INSERTING:
            job.step(STEP_SECONDS)

    def clear_ended(self) -> None:
        """Forget the jobs that have ended."""
        self.jobs = [job for job in self.jobs if job.active]
