"""Paths in timelines, as text or as URLs."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio

from slowglass.host_adapters.otio.media_paths import media_path, plain_path, written_like


def test_a_url_is_decoded_once(tmp_path: Path) -> None:
    for name in ("a b.mov", "100%.mov", "a%41.mov"):
        path = tmp_path / name
        assert Path(plain_path(path.as_uri())) == path
        assert plain_path(str(path)) == str(path)


def test_new_media_is_written_as_the_timeline_writes_its_own(tmp_path: Path) -> None:
    made = tmp_path / "new media" / "a 1.mov"
    examples = {
        "/old/a.mov": str(made),
        "file:///old/a.mov": made.as_uri(),
        "file://localhost/old/a.mov": made.as_uri().replace("file://", "file://localhost"),
        "old/a.mov": "new media/a 1.mov",
    }
    for example, expected in examples.items():
        reference = otio.schema.ExternalReference(example)
        written = written_like(reference, made, str(tmp_path))
        assert written == expected
        assert media_path(otio.schema.ExternalReference(written), str(tmp_path)) == str(made)
