"""The components: each drawn once, and what they promise to readers who see no colour."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client

from krscp_portal.assets import ROOT
from krscp_portal.foundation.components import STATES, Clock, Event, Link, Pagination, Row, Task
from krscp_portal.foundation.gallery import ExampleForm, context

COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))


def drawn(name: str, **given: object) -> str:
    """The component as one line, for comparing."""
    return " ".join(render_to_string(f"components/{name}.html", given).split())


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_what_it_is_for_and_what_it_takes(path: Path) -> None:
    header = path.read_text(encoding="utf-8").split("{% endcomment %}")[0]

    assert header.startswith("{% comment %}")
    assert re.search(r"\bInputs?\b|No inputs", header)


@pytest.mark.parametrize("state", STATES)
def test_a_deadline_says_its_state_in_words(state: str) -> None:
    html = drawn("deadline", deadline=Clock("Rapid review", "Friday 1 May 2026", "In words", state))

    label, tone = STATES[state]
    assert f'<strong class="govuk-tag govuk-tag--{tone}">{label}</strong>' in html
    assert "Friday 1 May 2026" in html
    assert "In words" in html


def test_a_deadline_shows_its_working() -> None:
    clock = Clock("Report", "Friday 1 May 2026", "", "running", ("Day 0", "Day 5"), "Rule D1")

    html = drawn("deadline", deadline=clock)

    assert '<ol class="portal-working"><li>Day 0</li><li>Day 5</li></ol>' in html
    assert "Rule: Rule D1" in html


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="perhaps is not a state of a deadline"):
        Clock("Report", "", "", "perhaps")


def test_a_fact_without_a_value_says_so_and_its_link_names_the_fact() -> None:
    html = drawn("summary_list", rows=[Row("Area", "", "/change/", "Add")])

    assert "Not recorded" in html
    assert '>Add<span class="govuk-visually-hidden"> Area</span></a>' in html


def test_text_is_escaped_in_every_component_that_takes_it() -> None:
    evil = "<script>alert(1)</script>"
    html = "".join(
        [
            drawn("summary_list", rows=[Row(evil, evil, "/", evil)]),
            drawn("timeline", events=[Event(evil, evil, evil, evil, evil, "/", evil)]),
            drawn("task_list", tasks=[Task(evil, evil, "/", evil)]),
            drawn("table", caption=evil, columns=[], rows=[(Link(evil, "/"), evil)]),
            drawn("empty_state", title=evil, text=evil, href="/", action=evil),
            drawn("error_summary", problems=[{"text": evil, "href": evil}]),
            drawn("inset", text=evil) + drawn("warning", text=evil) + drawn("tag", text=evil),
        ]
    )

    assert "<script>" not in html


def test_a_table_scrolls_by_itself_and_names_its_rows() -> None:
    html = drawn("table", caption="Seats", columns=[], rows=[("Chair", "Vacant")])

    assert '<div class="portal-scroll" role="region" aria-label="Seats" tabindex="0">' in html
    assert '<th scope="row" class="govuk-table__header">Chair</th>' in html
    assert '<td class="govuk-table__cell">Vacant</td>' in html


@pytest.mark.parametrize("is_filtered", [True, False])
def test_the_questions_of_a_list_are_folded_away_until_one_is_answered(is_filtered: bool) -> None:
    html = drawn("filters", form=ExampleForm(), is_filtered=is_filtered)

    opening = (
        '<details class="govuk-details" open>' if is_filtered else '<details class="govuk-details">'
    )
    assert html.startswith(opening)
    assert html.count('<div class="portal-filters">') == 1
    assert "govuk-link" not in html


def test_a_narrowed_list_leads_back_to_the_whole_one() -> None:
    html = drawn("filters", form=ExampleForm(), everything="/seats/", text="Show all seats")

    assert '<a class="govuk-link" href="/seats/">Show all seats</a>' in html


def test_pages_far_from_here_are_left_out() -> None:
    steps = Pagination(7, 24, {"area": "north"}).steps

    assert [step.number for step in steps] == [1, 0, 6, 7, 8, 0, 24]
    assert steps[0].href == "?area=north&page=1"
    assert [step.number for step in steps if step.is_current] == [7]


def test_first_and_last_page_have_no_way_further() -> None:
    assert Pagination(1, 3).previous == ""
    assert Pagination(3, 3).next == ""
    assert [step.number for step in Pagination(2, 3).steps] == [1, 2, 3]


def test_a_single_page_has_no_pagination() -> None:
    assert drawn("pagination", pagination=Pagination(1, 1)) == ""


def test_the_scrollable_tag_frames_a_table() -> None:
    html = Template('{% scrollable "Cases" %}<table></table>{% endscrollable %}').render(Context())

    assert html == (
        '<div class="portal-scroll" role="region" aria-label="Cases" tabindex="0">'
        "<table></table></div>"
    )


def test_nothing_is_inline_in_any_template() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son\w+=")
    offenders = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if "documents" not in path.parts and inline.search(path.read_text(encoding="utf-8"))
    ]

    assert offenders == []


def test_the_gallery_shows_one_of_each() -> None:
    assert set(context()) >= {"clocks", "facts", "tasks", "events", "pages", "tags", "cells"}


def test_error_pages_come_out_with_nothing_known() -> None:
    for name in ("400", "403", "404", "500", "503", "403_csrf"):
        html = render_to_string(f"{name}.html")

        assert "<h1" in html
        assert "Safeguarding Partnership Portal</title>" in html


def test_the_reason_of_a_refusal_is_shown() -> None:
    html = render_to_string("403.html", {"exception": "Only the chair may close it."})

    assert '<div class="govuk-inset-text">Only the chair may close it.</div>' in html


def test_the_error_page_survives_a_missing_list_of_files(settings: object, tmp_path: Path) -> None:
    hashed = {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"location": tmp_path},  # nothing was ever collected here
    }
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}  # type: ignore[attr-defined]

    html = render_to_string("500.html")

    assert 'href="/static/css/tokens.css"' in html


@pytest.mark.django_db
def test_the_gallery_is_not_there_in_production(client: Client, settings: object) -> None:
    settings.SHOW_GALLERY = False  # type: ignore[attr-defined]

    assert client.get("/components/").status_code == 404
    assert client.get("/components/form/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/help/", "/cookies/", "/accessibility/", "/accounts/login/"])
def test_public_pages_answer_without_a_session(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert "script-src 'self'" in response["Content-Security-Policy"]
