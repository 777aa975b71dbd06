"""One browser for all tests of a module, with an empty page and console before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.plugin.page.webdriver import Browser, find_browser


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    found = find_browser()
    if found is None:
        pytest.skip("needs Chromium and chromedriver")
    window = Browser(*found)
    yield window
    window.close()


@pytest.fixture
def browser(window: Browser) -> Browser:
    window.open("about:blank")
    window.complaints()
    return window
