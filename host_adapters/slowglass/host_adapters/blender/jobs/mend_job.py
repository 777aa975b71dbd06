"""Frames of a result made again, on their way."""

from .job import Job


class MendJob(Job):
    """A job of the queue whose frames change in place, so that the strip shows them."""

    request = "mend"
    nothing_done = "no frame is changed"
    what_stays = ""
