"""A real Chromium in front of the live server; the system's own, never a downloaded one.

Live-server tests are transactional: the server answers from another thread, so nothing can be
rolled back around it.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from krscp_portal.assets import DESTINATION, ROOT, STYLE

FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--mute-audio",
    "--no-first-run",
]
PATIENCE_MS = 15_000
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the quickest first


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of a worker; a missing one fails with what to install."""
    executable = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert executable, "Journeys need Chromium: apt-get install chromium"
    assert (ROOT / DESTINATION / STYLE).is_file(), (
        "Run `npm ci` and `python -m krscp_portal.assets`"
    )
    # Playwright's loop runs in this thread, where Django would otherwise refuse the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)  # as patient as a click: the machine may be busy
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _page(context: BrowserContext, *, scripts: bool) -> Page:
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.scripts = scripts  # type: ignore[attr-defined]
    page.refused = []  # type: ignore[attr-defined]

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            page.refused.append(message.text)  # type: ignore[attr-defined]

    page.on("console", note)
    return page


def _context(browser: Browser, *, base_url: str, javascript: bool) -> BrowserContext:
    return browser.new_context(
        base_url=base_url,
        java_script_enabled=javascript,
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
        bypass_csp=False,
    )


@contextmanager
def visitor(browser: Browser, *, base_url: str, javascript: bool = True) -> Iterator[Page]:
    """A page of a fresh visitor. Fails at the end if the content security policy refused anything."""
    context = _context(browser, base_url=base_url, javascript=javascript)
    page = _page(context, scripts=javascript)
    try:
        yield page
    finally:
        context.close()
    assert page.refused == []  # type: ignore[attr-defined]


@pytest.fixture
def browser_page(browser: Browser, live_server: object) -> Iterator[Page]:
    """A page of a fresh visitor."""
    with visitor(browser, base_url=str(live_server)) as page:
        yield page


@pytest.fixture
def plain_page(browser: Browser, live_server: object) -> Iterator[Page]:
    """The same with JavaScript switched off."""
    with visitor(browser, base_url=str(live_server), javascript=False) as page:
        yield page
