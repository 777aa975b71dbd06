"""Where the media of a conformed timeline lies, and what each is called."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from json import dumps
from pathlib import Path

from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_to_json
from slowglass.host_adapters.common import file_name

_DIGEST_BYTES = 5


def media_folder(target: Path) -> Path:
    """Return the folder for the media of a timeline file, beside it."""
    return target.with_name(f"{target.stem} media".replace("%", "pc").replace("#", "_"))


def media_name(clip_name: str, job: JobSpec) -> str:
    """Return a name that says which clip it is, and that only the same job has.

    So a second run finds what the first one made, whatever was cut elsewhere in the timeline
    meanwhile, and a clip that is shown twice is made once.
    """
    document = job_to_json(replace(job, output="x.mov", device="auto"))
    digest = blake2b(dumps(document, sort_keys=True).encode(), digest_size=_DIGEST_BYTES)
    return f"{file_name(Path(clip_name).stem)}_{digest.hexdigest()}"
