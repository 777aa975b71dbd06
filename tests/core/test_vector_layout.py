"""Texts that say where motion vectors are."""

from __future__ import annotations

import pytest

from slowglass.core.errors import JobSpecError, UsageError
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_from_json, job_to_json
from slowglass.core.vector_layout import Component, VectorLayout, parse_layout

TEXT = "forward=motionvector.X,motionvector.Y;y=down"


def test_nothing_means_blenders_pass() -> None:
    assert parse_layout("") == VectorLayout(
        forward=(Component("Vector.Z", -1), Component("Vector.W", -1)),
        backward=(Component("Vector.X"), Component("Vector.Y")),
        y_up=True,
    )


def test_nukes_layout_has_a_name() -> None:
    assert parse_layout("blender") == parse_layout("")
    assert parse_layout("nuke") == VectorLayout(
        forward=(Component("forward.u"), Component("forward.v")),
        backward=(Component("backward.u"), Component("backward.v")),
    )


def test_a_forward_pair_is_enough() -> None:
    pair = (Component("motionvector.X"), Component("motionvector.Y"))
    assert parse_layout(TEXT) == VectorLayout(pair, None, y_up=False)
    assert parse_layout(" forward = motionvector.X , motionvector.Y ; ").y_up


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("backward=a,b", "forward"),
        ("forward=a", "two channels"),
        ("forward=a,", "two channels"),
        ("forward=a,-", "two channels"),
        ("forward=a,b;y=left", "y=left"),
        ("forward=a,b;units=metres", "units=metres"),
        ("forward=a,b;forward=c,d", "forward=c,d"),
        ("motionvector", "motionvector"),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        parse_layout(text)


def test_jobs_keep_the_layout_and_refuse_it_for_other_models() -> None:
    job = JobSpec("in.####.exr", "out.####.exr", model="vectors", vectors=TEXT)
    assert job_from_json(job_to_json(job)) == job
    with pytest.raises(JobSpecError, match="'none'"):
        JobSpec("in.####.exr", "out.####.exr", vectors=TEXT)
    with pytest.raises(UsageError, match="two channels"):
        JobSpec("in.####.exr", "out.####.exr", model="vectors", vectors="forward=a")
