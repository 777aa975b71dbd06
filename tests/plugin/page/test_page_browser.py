"""The page in headless Chromium. It leaves screenshots in the test's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugin.page.page_process import PageProcess, write_exr
from tests.plugin.page.webdriver import Browser, find_browser, wait_for

pytestmark = pytest.mark.browser
CODE_OF_MIDDLE_GREY, JPEG_ERROR = 118, 2
PIXEL = """
const picture = document.getElementById('preview'), canvas = document.createElement('canvas');
canvas.width = picture.naturalWidth; canvas.height = picture.naturalHeight;
const context = canvas.getContext('2d');
context.drawImage(picture, 0, 0);
return [...context.getImageData(300, 90, 1, 1).data];
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = find_browser()
    if found is None:
        pytest.skip("needs Chromium and chromedriver")
    window = Browser(*found)
    yield window
    window.close()


@pytest.fixture
def page() -> Iterator[PageProcess]:
    process = PageProcess()
    yield process
    process.close()


def bar(browser: Browser) -> float:
    return float(browser.run("return document.getElementById('bar').value"))


def test_progress_moves_the_preview_shows_and_cancel_cancels(
    browser: Browser, page: PageProcess, tmp_path: Path
) -> None:
    browser.open(page.url)
    assert "token" not in browser.url
    page.tell("clip", name="A001 <b>Zürich</b> 25pc", number=1, count=2)
    page.tell("progress", stage="look", done=20, total=48, path=None, eta_seconds=1.2)
    browser.wait("document.getElementById('stage').textContent === 'Looking for cuts'")
    assert browser.text("h1") == "A001 <b>Zürich</b> 25pc"
    assert browser.text("#clips") == "Clip 1 of 2"
    seen = []
    for done, light in ((1, 0.02), (60, 0.18)):
        path = write_exr(tmp_path / f"shot #{done} ä_{done:06}.exr", light)
        page.tell("progress", stage="make", done=done, total=192, path=str(path), eta_seconds=75.4)
        browser.wait(f"document.getElementById('frame').textContent === {path.name!r}")
        seen.append(bar(browser))
    assert seen == pytest.approx([1 / 192, 60 / 192])
    assert browser.run(PIXEL)[:3] == pytest.approx([CODE_OF_MIDDLE_GREY] * 3, abs=JPEG_ERROR)
    assert browser.text("#frames") == "60 of 192 frames"
    assert browser.text("#eta") == "about 1 min 15 s left"
    page.tell("warning", message="New shots begin at source frame 24: nothing is mixed there.")
    page.tell("note", message="A001: 48 frames become 192 at 25 %.")
    browser.wait("!document.getElementById('warnings').hidden")
    browser.screenshot(tmp_path / "1_working.png")
    browser.click("#cancel")
    assert page.heard() == {"cancel": True}
    browser.wait("document.getElementById('stage').textContent === 'Stopping'")
    assert browser.run("return document.getElementById('cancel').disabled") is True
    page.tell("end", outcome="stopped", next="Nothing was placed.")
    browser.wait("!document.getElementById('result').hidden")
    assert browser.text("#result") == "Stopped\n\n60 of 192 frames\n\nNothing was placed."
    browser.screenshot(tmp_path / "2_stopped.png")
    assert browser.complaints() == []


def test_a_result_is_shown_and_stays_when_the_run_is_over(
    browser: Browser, page: PageProcess, tmp_path: Path
) -> None:
    browser.open(page.url)
    path = write_exr(tmp_path / "shot_000095.exr", 0.4)
    page.tell("clip", name="Shot", number=1, count=1)
    page.tell("progress", stage="make", done=96, total=96, path=str(path), eta_seconds=0.0)
    browser.wait("document.getElementById('stage').textContent === 'Placing the result'")
    page.tell("note", message="Shot 50pc: 96 frames lie on video track 2.")
    page.tell("end", outcome="placed", next="Go back to DaVinci Resolve.")
    browser.wait("!document.getElementById('result').hidden")
    assert page.end() == 0
    assert browser.text("#outcome") == "Done"
    assert browser.run("return document.getElementById('progress').hidden") is True
    assert browser.run("return document.getElementById('preview').naturalWidth") == 320
    browser.screenshot(tmp_path / "3_done.png")
    assert browser.complaints() == []


def test_a_refusal_is_shown_without_a_word_of_frames(browser: Browser, page: PageProcess) -> None:
    browser.open(page.url)
    page.tell("warning", message="take 1.mov is offline.")
    page.tell("end", outcome="refused", next="Below is said why, and what to do.")
    browser.wait("!document.getElementById('result').hidden")
    assert page.end() == 0
    assert browser.text("#outcome") == "Nothing was done"
    assert "take 1.mov is offline." in browser.text("#warnings")
    assert browser.text("#name") == ""
    assert browser.run("return document.getElementById('waiting').hidden") is True
    assert browser.complaints() == []


def test_without_its_cookie_a_browser_sees_nothing(browser: Browser, page: PageProcess) -> None:
    browser.open(page.url)
    browser.wait("document.getElementById('stage') !== null")
    browser.forget_cookies()
    for address in (page.url, page.url.partition("?")[0]):
        browser.open(address)
        assert browser.text("body").startswith("No access.")
    assert page.process.poll() is None


def test_a_process_that_is_killed_is_told_of(
    browser: Browser, page: PageProcess, tmp_path: Path
) -> None:
    browser.open(page.url)
    page.tell("clip", name="Shot", number=1, count=1)
    wait_for(lambda: browser.text("h1") == "Shot", "the clip's name")
    page.process.kill()
    browser.wait("!document.getElementById('result').hidden")
    assert "does not answer any more" in browser.text("#next")
    browser.screenshot(tmp_path / "4_lost.png")
