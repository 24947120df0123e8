"""The check that the journeys rest on finds what is wrong, with JavaScript and without."""

import pytest
from playwright.sync_api import Page

from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "<!doctype html><html lang='en'><title>A page</title><main><h1>A page</h1>{}</main></html>"


def show(page: Page, body: str) -> None:
    page.route(
        "**/shown/",
        lambda route: route.fulfill(body=PAGE.format(body), content_type="text/html"),
    )
    page.goto("/shown/")


@pytest.mark.parametrize("width", [320, 1280])
def test_what_fails_is_named_with_its_element_and_the_width(browser_page: Page, width) -> None:
    style = (
        f"<style>img {{ display: none }} @media (width: {width}px) {{ img {{ display: block }} }}"
    )
    show(browser_page, f"{style}</style><img src='data:,' id='bare'>")

    with pytest.raises(AssertionError, match=rf'{width}px image-alt: .*id="bare"'):
        assert_accessible(browser_page)


def test_what_a_closed_disclosure_hides_is_checked(browser_page: Page) -> None:
    show(browser_page, "<details><summary>More</summary><input type='text'></details>")

    with pytest.raises(AssertionError, match="320px label: "):
        assert_accessible(browser_page)


def test_a_page_wider_than_a_telephone_is_refused(browser_page: Page) -> None:
    show(browser_page, "<div style='width: 500px'>Wide</div>")

    with pytest.raises(AssertionError, match=r"needs 5.. pixels at 320"):
        assert_accessible(browser_page)


def test_a_page_without_faults_passes_and_stays_wide(browser_page: Page) -> None:
    show(browser_page, "<p>Words.</p>")

    assert_accessible(browser_page)
    assert browser_page.viewport_size == {"width": 1280, "height": 900}


def test_a_page_without_javascript_is_checked_alike(plain_page: Page) -> None:
    show(plain_page, "<img src='data:,' id='bare'>")

    with pytest.raises(AssertionError, match="320px image-alt: "):
        assert_accessible(plain_page)
