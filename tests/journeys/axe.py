"""The accessibility check of a page: axe-core at two widths, and nothing wider than the screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = 320, 1280
HEIGHT = 900


def assert_accessible(page: Page) -> None:
    """Fail with every violation that axe finds at 320 and 1280 pixels, or if 320 scrolls sideways.

    The page is left at the wide size. Closed disclosures are opened first, so that what they hide
    is checked too.
    """
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        problems = [
            f"{width}px {violation['id']}: {violation['help']}: {node['html']}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]
        assert problems == [], "\n".join([page.url, *problems])
        if width == NARROW:
            needed = page.evaluate("document.documentElement.scrollWidth")
            assert needed <= NARROW, f"{page.url} needs {needed} pixels at {NARROW}"
