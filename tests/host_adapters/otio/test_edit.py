"""Paths in timelines, as text or as URLs."""

from __future__ import annotations

from pathlib import Path

from slowglass.host_adapters.otio.edit import _plain_path


def test_a_url_is_decoded_once(tmp_path: Path) -> None:
    for name in ("a b.mov", "100%.mov", "a%41.mov"):
        path = tmp_path / name
        assert Path(_plain_path(path.as_uri())) == path
        assert _plain_path(str(path)) == str(path)
