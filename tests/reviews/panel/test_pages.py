"""The pages of a panel, as those who work on a case meet them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Action
from krscp_portal.foundation import pdf
from krscp_portal.foundation.context import tenant
from reviews.models import PanelMeeting
from reviews.selectors.panel import register_of
from reviews.services import panel as services
from reviews.services import panel_minutes as minutes
from reviews.services.panel import MeetingFacts
from reviews.services.panel_minutes import Typed
from tests.factories import partnerships as people
from tests.reviews.chronology.conftest import address, words

pytestmark = pytest.mark.django_db


def starts(at):
    return {
        "starts_at_day": at.day,
        "starts_at_month": at.month,
        "starts_at_year": at.year,
        "starts_at_time": f"{at:%H:%M}",
    }


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def at(case, meeting):
    def of(name="", **kwargs):
        if name not in {"", "-add"}:
            kwargs = {"panel_meeting": meeting.public_id, **kwargs}
        return address(f"case-panel{name}", case=case.public_id, **kwargs)

    return of


def test_a_meeting_is_planned_changed_and_cancelled(signed_in, at, north, now):
    said = {**starts(now + timedelta(days=3)), "place": "Online"}
    made = signed_in.post(at("-add"), said)
    with tenant(north.pk):
        row = PanelMeeting.objects.order_by("pk").last()
    one = {"panel_meeting": row.public_id}
    assert made.url == at("-meeting", **one)
    page = words(signed_in.get(at("-meeting", **one)))
    assert "Planned" in page
    assert "Keep the register" not in page

    signed_in.post(at("-change", **one), {**said, "place": "Room 3"})
    assert "Room 3" in words(signed_in.get(at("-meeting", **one)))
    form = signed_in.post(at("-cancel", **one), {"reason": ""}).context["form"]
    assert "reason" in form.errors
    signed_in.post(at("-cancel", **one), {"reason": "Two partners cannot come"})
    assert "Two partners cannot come" in words(signed_in.get(at("-meeting", **one)))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_three_meetings_as_for_one(
    number, signed_in, at, case, north, who, now, django_assert_num_queries
):
    with tenant(north.pk):
        for _ in range(number - 1):
            services.plan_meeting(subject=case, facts=MeetingFacts(starts_at=now), **who)

    with django_assert_num_queries(11):
        page = signed_in.get(at())
    assert len(page.context["lines"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_meeting_asks_as_often_for_three_posts_as_for_one(
    number, signed_in, at, meeting, north, who, django_assert_num_queries
):
    with tenant(north.pk):
        for place in range(number):
            services.add_guest(meeting=meeting, post=f"Post {place}", code="present", **who)

    with django_assert_num_queries(19):
        signed_in.get(at("-meeting"))


def test_the_register_is_kept_and_closed_and_says_who_is_missing(
    signed_in, at, meeting, case, north
):
    with tenant(north.pk):
        keys = {each.partner: each.key for each in register_of(meeting, case)}
    assert signed_in.post(at("-register"), {keys["icb"]: "present"}).url == at("-meeting")
    assert "As marked so far: Not quorate." in words(signed_in.get(at("-meeting")))
    signed_in.post(at("-guest"), {"post": "Head teacher", "code": "present"})

    said = {keys["icb"]: "present", keys["police"]: "virtual", "go": "close"}
    page = words(signed_in.post(at("-register"), said, follow=True))
    assert "The register is closed. Not quorate. Nobody was there for The council." in page
    assert "Head teacher" in page


def test_closing_an_empty_register_is_refused_on_its_page(signed_in, at):
    page = signed_in.post(at("-register"), {"go": "close"})
    assert "Mark who was there first." in words(page)


def test_minutes_are_written_and_two_editors_see_both_texts(signed_in, at, meeting, north, who):
    with tenant(north.pk):
        item = meeting.items.order_by("order").first()
    one = at("-item", panel_item=item.public_id)
    assert signed_in.get(one).context["form"]["revision"].value() == 0
    signed_in.post(one, {"text": "The first", "revision": "0"})

    page = signed_in.post(one, {"text": "The second", "revision": "0"})
    assert "both texts are shown" in words(page)
    assert "The first" in words(page)
    form = page.context["form"]
    assert (form["text"].value(), form["over"].value()) == ("The second", 1)
    signed_in.post(one, {"text": "Both", "revision": "0", "over": "1"})
    assert "Both" in words(signed_in.get(at("-meeting")))


def test_the_agenda_is_added_to_and_taken_from(signed_in, at, meeting, north):
    signed_in.post(at("-item-add"), {"title": "Media"})
    with tenant(north.pk):
        item = meeting.items.get(title="Media")
        purpose = meeting.items.order_by("order").first()
    off = at("-item-remove", panel_item=item.public_id)
    assert "Take “Media” off the agenda?" in words(signed_in.get(off))
    signed_in.post(off)
    assert "Media" not in words(signed_in.get(at("-meeting"))).split("Agenda and minutes")[1]
    stays = at("-item-remove", panel_item=purpose.public_id)
    assert "This item stays" in words(signed_in.post(stays, follow=True))


def test_minutes_are_agreed_and_the_file_is_a_draft_until_then(
    signed_in, at, meeting, case, north, who, now
):
    with tenant(north.pk):
        codes = {each.key: "present" for each in register_of(meeting, case)}
        services.save_register(meeting=meeting, codes=codes, **who)
        services.close_register(meeting=meeting, **who)
    refused = signed_in.post(at("-agree"), day("agreed_on", now)).context["form"]
    assert "Nothing is minuted yet of: What is known" in str(refused.non_field_errors())
    assert "as a draft" in words(signed_in.get(at("-meeting")))
    with tenant(north.pk):
        for item in meeting.items.exclude(purpose=""):
            said = Typed(text="Said.", revision=0)
            minutes.save_minutes(item=item, typed=said, **who)
    assert signed_in.post(at("-agree"), day("agreed_on", now)).url == at("-meeting")

    printed = signed_in.get(at("-minutes"))
    assert f'filename="{case.reference}-panel-2026-06-03.pdf"' in printed["Content-Disposition"]
    assert pdf.problems(printed.content) == ()
    page = words(signed_in.get(at("-meeting")))
    assert "The minutes were agreed on 3 June 2026." in page
    assert "as a draft" not in page


def test_an_action_is_given_at_once(signed_in, at, seats, north, now):
    said = {
        "title": "Check the other children",
        "owner": str(seats["police"].public_id),
        **day("due_on", now + timedelta(days=1)),
    }
    assert signed_in.post(at("-action"), said).url == at("-meeting")

    with tenant(north.pk):
        made = Action.objects.get()
    assert made.reference in words(signed_in.get(at("-meeting")))


def test_a_panel_stands_in_no_list_of_governance_and_in_no_search_of_meetings(
    signed_in, case, meeting
):
    listed = reverse("governance:meetings", kwargs={"partnership": "northshire"})
    assert case.reference not in words(signed_in.get(listed))
    assert "Room 1" not in words(signed_in.get(listed))


def test_who_does_not_see_the_case_finds_no_panel(client, north, at):
    client.force_login(people.member(north, "agency_contact"))

    for name in ("", "-meeting", "-minutes"):
        assert client.get(at(name)).status_code == 404


def test_who_sees_the_case_and_does_not_work_on_it_only_reads(client, north, at, meeting):
    reader = people.member(north, "lsp")
    client.force_login(reader)

    page = client.get(at("-meeting"))
    assert page.status_code == 200
    assert "Keep the register" not in words(page)
    assert client.get(at("-register")).status_code == 403
