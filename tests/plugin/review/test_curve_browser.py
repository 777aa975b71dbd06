"""The curve in headless Chromium: drawn by keyboard and by mouse, and kept to by a retime."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.timing import SpeedCurve, SpeedKey, read_time_map
from tests.plugin.page.webdriver import (
    CONTROL,
    DOWN,
    ENTER,
    RIGHT,
    SHIFT,
    Browser,
)
from tests.plugin.review.made_result import write_clip
from tests.plugin.review.room_process import opened_room

pytestmark = pytest.mark.browser
FRAMES = 13
LENGTH = "(document.getElementById('length')?.textContent ?? '')"


def test_a_ramp_and_a_freeze_drawn_by_keys_are_what_the_retime_makes(
    browser: Browser, tmp_path: Path
) -> None:
    clip, map_file = write_clip(tmp_path / "clip", FRAMES), tmp_path / "drawn.json"
    with opened_room("open", str(clip), "--map", str(map_file)) as address:
        browser.open(address)
        browser.wait(f"{LENGTH}.startsWith('{FRAMES} frames')")
        browser.press("e", *[RIGHT] * 4, "a")
        for _ in range(10):
            browser.chord(SHIFT, DOWN)
        browser.press(*[RIGHT] * 4, "a", "d")
        browser.press(*"2.5", ENTER)
        browser.wait(f"{LENGTH}.startsWith('60 frames')")
        browser.press(*[RIGHT] * 40, "g")
        browser.wait(f"{LENGTH}.startsWith('84 frames')")
        browser.screenshot(tmp_path / "curve.png")
        browser.chord(CONTROL, "s")
        browser.wait("document.getElementById('saved').textContent === 'saved'")
        assert browser.complaints() == []
        shown = browser.run("return fetch('/api/room').then((answer) => answer.json())")
    drawn = read_time_map(map_file)
    assert isinstance(drawn, SpeedCurve)
    output = tmp_path / "out" / "slow.####.exr"
    output.parent.mkdir()
    result = retime(JobSpec(source=str(clip), output=str(output), time=drawn, model="blend"))
    assert result.frames == len(shown["frames"]) == 84
    manifest = json.loads(Path(result.manifest).read_text())
    for frame, record in zip(shown["frames"], manifest["frames"], strict=True):
        words = {"copy": "copy {left}", "between": "between {left} and {right} at {t}"}
        text = words.get(frame["what"], "hold {left} ({why})").format(**frame)
        assert record["what"].partition(", asked")[0] == text
    still = [
        frame for frame in shown["frames"] if frame["position"] == shown["frames"][48]["position"]
    ]
    assert len(still) == 25
    assert [key.interpolation for key in drawn.keys][-3:] == ["hold", "hold", "smooth"]


def test_a_key_is_made_and_moved_by_mouse(browser: Browser, tmp_path: Path) -> None:
    clip, map_file = write_clip(tmp_path / "clip", FRAMES), tmp_path / "drawn.json"
    with opened_room("open", str(clip), "--map", str(map_file)) as address:
        browser.open(address)
        browser.wait(f"{LENGTH}.startsWith('{FRAMES} frames')")
        browser.press(*[RIGHT] * 6)
        browser.click("#add-key")
        browser.wait("document.getElementById('key-time').value === '0.25'")
        at = browser.run(
            "return import('/static/curve_scale.js').then(({ canvas, xOf, yOf }) =>"
            "[xOf(0.25) / canvas.width, yOf(1) / canvas.height, yOf(0.5) / canvas.height])"
        )
        browser.drag("#curve", (at[0], at[1]), (at[0], (at[1] + at[2]) / 2), (at[0], at[2]))
        browser.wait("document.getElementById('key-speed').value === '50'")
        browser.click("#save")
        browser.wait("document.getElementById('saved').textContent === 'saved'")
        assert browser.complaints() == []
    keys = (SpeedKey(Fraction(0), Fraction(1)), SpeedKey(Fraction(1, 4), Fraction(1, 2)))
    assert read_time_map(map_file) == SpeedCurve(keys)
