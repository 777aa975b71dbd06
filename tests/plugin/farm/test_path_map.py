"""Paths of the machine that wrote a job, on another one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slowglass.core.errors import UsageError
from slowglass.core.job import JobSpec
from slowglass.plugin.farm import mapped_job


def mapped(tmp_path: Path, job: JobSpec, *rules: tuple[str, str, str]) -> JobSpec:
    names = ("source_path_format", "source_path", "destination_path")
    listed = [dict(zip(names, rule, strict=True)) for rule in rules]
    document = {"version": "pathmapping-1.0", "path_mapping_rules": listed}
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(document), "utf-8")
    return mapped_job(job, file)


def test_the_longest_folder_that_holds_a_path_decides(tmp_path: Path) -> None:
    job = JobSpec("/mnt/show/shot/clip.mov", "/mnt/show/out/slow.####.exr")
    here = mapped(
        tmp_path, job, ("POSIX", "/mnt/show", "/farm"), ("POSIX", "/mnt/show/shot", "/fast")
    )
    assert (here.source, here.output) == ("/fast/clip.mov", "/farm/out/slow.####.exr")


def test_paths_of_windows_are_found_in_whatever_case(tmp_path: Path) -> None:
    job = JobSpec("Z:\\Show\\clip.mov", "z:/show/out/slow.####.exr", preview="C:\\other\\p.mp4")
    here = mapped(tmp_path, job, ("WINDOWS", "Z:\\show", "/farm"))
    assert (here.source, here.output) == ("/farm/clip.mov", "/farm/out/slow.####.exr")
    assert here.preview == "C:\\other\\p.mp4"


def test_names_beside_the_folder_and_names_of_models_stay(tmp_path: Path) -> None:
    job = JobSpec("/mnt/shows/clip.mov", "/mnt/out/slow.####.exr", model="flow")
    here = mapped(tmp_path, job, ("POSIX", "/mnt/show", "/farm"), ("URI", "s3://a", "/b"))
    assert here == job


@pytest.mark.parametrize(
    "text",
    ["[]", "{", '{"version": "2"}', '{"version": "pathmapping-1.0", "path_mapping_rules": 3}'],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.json"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError):
        mapped_job(JobSpec("a.mov", "b.####.exr"), file)


def test_an_empty_file_has_no_rules(tmp_path: Path) -> None:
    job = JobSpec("/a.mov", "/b.####.exr")
    file = tmp_path / "rules.json"
    file.write_text("{}", "utf-8")
    assert mapped_job(job, file) == job
