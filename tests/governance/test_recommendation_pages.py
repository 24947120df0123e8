"""The pages of recommendations, of what was recommended before, and of themes."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Recommendation, Theme
from governance.services.recommendations import link_earlier
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.models import AuditEvent
from reviews.selectors.origins import find_case
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.factories import reviews as cases
from tests.governance.actions import seat_with_holder
from tests.governance.recommended import recommended

pytestmark = pytest.mark.django_db
SECRET = "Tell every ward what was learned on the ward."


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def one(name: str, row: Recommendation, **kwargs: object) -> str:
    return at(name, recommendation=row.public_id, **kwargs)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def day(name: str, value: date) -> dict[str, str]:
    parts = {"day": value.day, "month": value.month, "year": value.year}
    return {f"{name}_{part}": str(number) for part, number in parts.items()}


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def lay(client: Client, north) -> Client:
    other = Client()
    with tenant(north.pk):
        other.force_login(people.member(north, "lay_member", "lay@north.example"))
    return other


@pytest.fixture
def row(north, manager):
    with tenant(north.pk):
        return made(manager)


@pytest.fixture
def secret(north, manager):
    with tenant(north.pk):
        case = cases.case(by=manager, at=moment.now())
        standing = access.standing(manager, on=moment.today())
        subject = find_case(manager, standing, case.public_id)
        because = {"confidential_because": "A trial is pending.", "source": "rapid_review"}
        return made(manager, text=SECRET, subject=subject, **because)


def made(by, **said):
    days = {"made_on": moment.today(), "due_on": moment.today() + timedelta(days=60)}
    return recommended(by, **{"at": moment.now(), **days, **said})


def form(**said) -> dict[str, object]:
    typed = {
        "text": "Hold a clinic on neglect in every school.",
        "outcome_measure": "Neglect is noticed earlier.",
        "source": "scrutiny",
        "collectively": "on",
        **day("made_on", moment.today()),
        **day("due_on", moment.today() + timedelta(days=60)),
    }
    return {**typed, **said}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_long_it_is(
    rows, signed_in, north, manager, django_assert_num_queries
):
    with tenant(north.pk):
        theme = Theme.objects.create(name="Neglect")
        for number in range(rows):
            body = people.organisation(f"Body {number}")
            given = made(manager, text=f"Thing {number}", organisations=(body,), themes=(theme,))
            before = made(manager, text=f"Old thing {number}", groups=(make.group(f"g{number}"),))
            link_earlier(recommendation=given, earlier=before, by=manager, at=moment.now())

    with django_assert_num_queries(20):
        response = signed_in.get(at("recommendations"))

    page = text(response)
    assert f"Thing {rows - 1}" in page
    assert page.count("This is the second time") == rows
    assert f"<strong>{2 * rows}</strong> open" in page


def test_an_empty_list_and_report_say_what_would_stand_there(signed_in):
    assert "No recommendation is open" in text(signed_in.get(at("recommendations")))
    assert "Nothing to report yet" in text(signed_in.get(at("theme-report")))
    assert "No themes yet" in text(signed_in.get(at("themes")))


def test_the_list_is_narrowed_and_taken_away_as_seen(signed_in, north, row, manager):
    with tenant(north.pk):
        made(manager, text="=Far from neglected", due_on=moment.today())

    assert row.reference in text(signed_in.get(at("recommendations"), {"words": "neglecting"}))
    assert "No recommendation fits" in text(
        signed_in.get(at("recommendations"), {"words": "housing", "page": "x"})
    )
    for asked in ({"overdue": "on"}, {"again": "on"}, {"state": "closed"}, {"source": "audit"}):
        assert "No recommendation fits" in text(signed_in.get(at("recommendations"), asked))
    answer = signed_in.get(at("recommendations-csv"), {"words": "far"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [each[1] for each in rows] == ["What is recommended", "'=Far from neglected"]
    book = openpyxl.load_workbook(io.BytesIO(signed_in.get(at("recommendations-xlsx")).content))
    assert book.active.max_row == 3
    with tenant(north.pk):
        taken = AuditEvent.objects.filter(verb="downloaded").order_by("pk")
        assert [each.facts["rows"] for each in taken] == [1, 2]


def test_a_confidential_one_is_on_no_page_of_somebody_who_does_not_see_the_case(
    signed_in, lay, secret, row
):
    pages = [at("recommendations"), at("recommendations-csv"), at("theme-report"), at("themes")]
    for page in pages:
        assert secret.reference not in text(lay.get(page, {"state": "all"}))
    assert lay.get(one("recommendation", secret)).status_code == 404
    assert lay.get(one("recommendation-lineage", secret)).status_code == 404
    asked = lay.post(at("recommendations-alike"), {"text": SECRET})
    assert "Nothing like it has been recorded before." in text(asked)
    assert "1 recommendation," in text(lay.get(at("theme-report")))

    page = text(signed_in.get(one("recommendation", secret)))
    assert "Confidential" in page
    assert "A trial is pending." in page
    assert secret.source_label in page


def test_one_is_recorded_with_the_earlier_ones_that_were_ticked(signed_in, north, row):
    shown = text(signed_in.post(at("recommendations-alike"), {"text": "A clinic for neglect"}))
    assert "Was one of these recommended before?" in shown
    assert "Nothing shows yet that anything came of it." in shown
    looked = signed_in.post(at("recommendation-add"), form(look="1", earlier=[row.public_id]))
    assert "There is a problem" not in text(looked)
    assert f'value="{row.public_id}" checked' in text(looked)

    answer = signed_in.post(at("recommendation-add"), form(earlier=[str(row.public_id)]))
    page = text(signed_in.get(answer.url))
    assert "This is the second time that this is recommended." in page
    lineage = text(signed_in.get(f"{answer.url}lineage/"))
    assert row.reference in lineage
    assert "Since" in text(signed_in.get(one("recommendation-lineage", row)))


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(signed_in):
    ahead = moment.today() + timedelta(days=1)
    refused = text(signed_in.post(at("recommendation-add"), form(**day("made_on", ahead))))
    assert "The day on which it was made is still to come." in refused
    assert "Hold a clinic on neglect in every school." in refused
    nobody = form()
    del nobody["collectively"]
    assert "Choose to whom it is made" in text(signed_in.post(at("recommendation-add"), nobody))


def test_one_of_a_case_is_confidential_from_the_start_and_leads_back(signed_in, secret, lay):
    asked = {"from": "reviews.incident", "of": str(secret.subject_id)}
    page = text(signed_in.get(at("recommendation-add"), asked))
    assert "The review has not ended." in page
    assert "Where it comes from" not in page
    address = f"{at('recommendation-add')}?from=reviews.incident&of={secret.subject_id}"
    answer = signed_in.post(address, form(confidential_because="A trial."))
    assert f"/clock/{secret.subject_id}/recommendations/" in text(signed_in.get(answer.url))
    assert lay.get(answer.url).status_code == 404

    assert lay.get(address).status_code == 404
    for wrong in ({"from": "x", "of": str(secret.subject_id)}, {"from": "reviews.incident"}):
        assert signed_in.get(at("recommendation-add"), wrong).status_code == 404


def test_a_reader_is_offered_nothing_and_stopped_everywhere(lay, row):
    assert "Go on" not in text(lay.get(one("recommendation", row)))
    acts = ("edit", "move", "action", "earlier", "close", "withdraw", "confidential", "lift")
    for act in acts:
        assert lay.get(one(f"recommendation-{act}", row)).status_code == 403
    assert lay.get(at("recommendation-add")).status_code == 403
    assert lay.get(at("theme-add")).status_code == 403


def test_every_step_is_taken_on_its_page(signed_in, north, row, manager):
    with tenant(north.pk):
        seat, _ = seat_with_holder(north, "health")
        other = made(manager, collectively=False, groups=(make.group("quality"),))
        to = other.addressees.get()
        theme = Theme.objects.create(name="Neglect")
    later = moment.today() + timedelta(days=90)
    steps = [
        ("edit", {"text": "Hold two.", "outcome_measure": "Seen.", "themes": [theme.public_id]}),
        ("move", {**day("due_on", later), "reason": "Late funding."}),
        ("action", {"title": "Open it", "owner": seat.public_id, **day("due_on", later)}),
        ("earlier", {"earlier": row.public_id}),
    ]
    for name, typed in steps:
        assert signed_in.get(one(f"recommendation-{name}", other)).status_code == 200
        assert signed_in.post(one(f"recommendation-{name}", other), typed).status_code == 302
    typed = {"response": "accepted", **day("responded_on", moment.today())}
    address = one("recommendation-answer", other, addressee=to.public_id)
    assert "What did" in text(signed_in.get(address))
    assert signed_in.post(address, typed).status_code == 302
    page = text(signed_in.get(one("recommendation", other)))
    for words in ("Hold two.", "Late funding.", "Open it", "Accepted", "Neglect", "second time"):
        assert words in page
    refused = signed_in.post(one("recommendation-withdraw", other), {"reason": "Overtaken."})
    assert "One action of it has not been closed yet." in text(refused)
    assert signed_in.post(one("recommendation-withdraw", row), {"reason": "x"}).status_code == 302
    late = signed_in.post(one("recommendation-withdraw", row), {"reason": "x"})
    assert "This recommendation has been withdrawn." in text(late)


def test_a_search_finds_what_to_link_and_a_wrong_one_is_refused(signed_in, north, row, manager):
    with tenant(north.pk):
        old = made(manager, text="Train the drivers of school buses.")
    page = text(signed_in.get(one("recommendation-earlier", row), {"words": "bus drivers"}))
    assert old.reference in page
    assert "Nothing like it" in text(
        signed_in.get(one("recommendation-earlier", row), {"words": "housing"})
    )
    refused = signed_in.post(one("recommendation-earlier", row), {"earlier": row.public_id})
    assert "This is the same recommendation." in text(refused)


def test_it_is_closed_by_another_and_asked_about_again_on_its_page(signed_in, north, row):
    page = text(signed_in.get(one("recommendation", row)))
    assert "You recorded this recommendation. Somebody else has to close it." in page
    typed = {"difference": "Seen earlier.", "how_known": "The audit.", "months": "3"}
    refused = text(signed_in.post(one("recommendation-close", row), typed))
    assert "Somebody else has to close it." in refused
    other = Client()
    with tenant(north.pk):
        other.force_login(people.member(north, "business_support", "support@north.example"))
    assert other.post(one("recommendation-close", row), typed).status_code == 302
    asked = {"rating": "lasted", "answer": "The audit again."}
    assert other.get(one("recommendation-impact", row)).status_code == 200
    assert other.post(one("recommendation-impact", row), asked).status_code == 302
    page = text(other.get(one("recommendation", row)))
    assert "It has lasted" in page
    again = other.get(one("recommendation-impact", row), follow=True)
    assert "the question is not asked now" in text(again)


def test_confidence_is_lifted_and_given_back_on_its_page(signed_in, lay, secret):
    assert signed_in.get(one("recommendation-lift", secret)).status_code == 200
    given = {"reason": "The trial ended."}
    assert signed_in.post(one("recommendation-lift", secret), given).status_code == 302
    page = text(lay.get(one("recommendation", secret)))
    assert "Rapid review" in page
    assert secret.source_label not in page
    assert signed_in.post(one("recommendation-confidential", secret), given).status_code == 302
    assert lay.get(one("recommendation", secret)).status_code == 404


def test_themes_are_kept_as_a_list_and_ended_without_losing_what_stands_under_them(
    signed_in, north, manager
):
    add = at("theme-add")
    assert signed_in.get(add).status_code == 200
    assert signed_in.post(add, {"name": "Neglect"}).status_code == 302
    assert "This theme is on the list already." in text(signed_in.post(add, {"name": "Neglect"}))
    with tenant(north.pk):
        theme = Theme.objects.get()
        made(manager, themes=(theme,))
    edit = at("theme-edit", theme=theme.public_id)
    assert "Neglect" in text(signed_in.get(edit))
    assert signed_in.post(edit, {"name": "Neglect at home", "order": "2"}).status_code == 302
    page = text(signed_in.get(at("themes")))
    assert "Neglect at home" in page
    signed_in.post(at("theme-end", theme=theme.public_id))
    assert "No themes yet" in text(signed_in.get(at("themes")))
    assert "Neglect at home" in text(signed_in.get(at("theme-report")))


@pytest.mark.parametrize("rows", [1, 3])
def test_themes_and_their_report_ask_the_same_however_many_there_are(
    rows, signed_in, north, manager, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            made(manager, themes=(Theme.objects.create(name=f"Theme {number}"),))
    with django_assert_num_queries(10):
        listed = signed_in.get(at("themes"))
    with django_assert_num_queries(10):
        report = signed_in.get(at("theme-report"))
    assert f"Theme {rows - 1}" in text(listed)
    assert f"Theme {rows - 1}" in text(report)


def test_small_numbers_of_cases_are_kept_back_and_those_of_others_are_told(
    signed_in, north, manager
):
    with tenant(north.pk):
        neglect = Theme.objects.create(name="Neglect")
        for _ in range(2):
            made(manager, source="rapid_review", source_label="", themes=(neglect,))
            made(manager, source="scrutiny", themes=(neglect,))
    page = text(signed_in.get(at("theme-report")))
    assert "not shown" in page
    assert "Numbers of cases under five are not shown" in page
    book = openpyxl.load_workbook(io.BytesIO(signed_in.get(at("theme-report-xlsx")).content))
    told = [sheet.cell(2, 2).value for sheet in book.worksheets]
    assert told == ["not shown", 2, "not shown", 2]


@pytest.mark.parametrize(("rows", "said"), [(1, "second"), (3, "fourth")])
def test_the_page_asks_the_database_the_same_however_much_came_before(
    rows, said, signed_in, north, row, manager, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            old = made(manager, text=f"Clinics on neglect {number}")
            link_earlier(recommendation=row, earlier=old, by=manager, at=moment.now())
    with django_assert_num_queries(27):
        page = text(signed_in.get(one("recommendation", row)))
    assert f"This is the {said} time that this is recommended." in page


def test_agencies_of_the_partnership_are_offered_by_name(signed_in, north):
    with tenant(north.pk):
        people.agency("Hospital trust")
    assert "Hospital trust" in text(signed_in.get(at("recommendation-add")))
