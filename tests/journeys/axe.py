"""The accessibility check of a page: axe-core at two widths, and nothing wider than the screen."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What fails is told whole; of the rest nobody asks, and to tell it takes longer than to look.
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
RUN = "async (options) => (await axe.run(options)).violations"
NARROW, WIDE = 320, 1280
HEIGHT = 900


def assert_accessible(page: Page) -> None:
    """Fail with every violation that axe finds at 320 and 1280 pixels, or if 320 scrolls sideways.

    Closed disclosures are opened first, so that what they hide is checked too. A page with
    JavaScript is left at the wide size.
    """
    if getattr(page, "scripts", True):
        _check(page)
        return
    with _where_timers_run(page) as twin:
        _check(twin)


@contextmanager
def _where_timers_run(page: Page) -> Iterator[Page]:
    """Yield the same document where timers run, though none of its own scripts does.

    Axe waits for a timer now and then, and without JavaScript that wait never ends.
    """
    document, address, browser = page.content(), page.url.partition("#")[0], page.context.browser
    assert browser is not None
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    twin = context.new_page()
    twin.route(
        lambda url: url == address,
        lambda route: route.fulfill(
            body=document,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": "script-src 'none'"},
        ),
    )
    twin.goto(address)
    yield twin
    context.close()


def _check(page: Page) -> None:
    # A click does not wait for the page that follows it: half a document has no heading yet.
    page.wait_for_load_state()
    page.locator("h1").first.wait_for(state="attached")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if not page.evaluate("'axe' in window"):  # a page that reads itself again has lost it
            page.evaluate(Axe().axe_script)
        problems = [
            f"{width}px {violation['id']}: {violation['help']}: {node['html']}"
            for violation in page.evaluate(RUN, OPTIONS)
            for node in violation["nodes"]
        ]
        assert problems == [], "\n".join([page.url, *problems])
        if width == NARROW:
            needed = page.evaluate("document.documentElement.scrollWidth")
            assert needed <= NARROW, f"{page.url} needs {needed} pixels at {NARROW}"
