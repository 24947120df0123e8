"""The pages of invitations to a panel, for the unit and for whoever is invited."""

import pytest
import time_machine

from krscp_portal.foundation.context import tenant
from partnerships.models import Job
from reviews.selectors.panel_invitations import MAIL, NEITHER
from reviews.services import panel_invitations as services
from tests.factories import partnerships as people
from tests.factories import requests as asking
from tests.reviews.chronology.conftest import address, words
from tests.reviews.panel.test_invitations import invite

pytestmark = pytest.mark.django_db


def at(case, meeting, name, **kwargs):
    of = {"case": case.public_id, "panel_meeting": meeting.public_id}
    return address(f"case-panel-{name}", **of, **kwargs)


def test_posts_are_invited_on_the_page_with_the_e_mail_to_be_read_first(
    signed_in, north, case, to_come, officer, mailbox
):
    page = signed_in.get(at(case, to_come, "invite"))
    assert "By a neutral e-mail to board@example.org" in words(page)
    assert "Thursday 4 June 2026, 13:00" in words(page)
    form = page.context["form"]
    ticked = form["posts"].value()
    assert len(ticked) == 3
    assert set(signed_in.post(at(case, to_come, "invite"), {}).context["form"].errors) == {"posts"}

    done = signed_in.post(at(case, to_come, "invite"), {"posts": ticked}, follow=True)
    assert "3 posts are invited." in words(done)
    lines = done.context["invited"].lines
    assert [(each.how, each.status.text) for each in lines] == [
        (NEITHER, "No answer yet"),
        ("E-mail to board@example.org, about to leave", "No answer yet"),
        (f"Notice to {officer.display_name}", "No answer yet"),
    ]
    assert "Everybody has been invited" in words(signed_in.get(at(case, to_come, "invite")))
    another = {"post": "Head teacher", "email": "nobody"}
    form = signed_in.post(at(case, to_come, "invite-guest"), another).context["form"]
    assert set(form.errors) == {"email"}
    assert form["post"].value() == "Head teacher"
    another = {"post": "Head teacher", "email": ""}
    assert "The post is invited." in words(
        signed_in.post(at(case, to_come, "invite-guest"), another, follow=True)
    )


def test_the_unit_records_an_answer_and_sends_an_e_mail_again(
    signed_in, north, case, to_come, mailbox, who, now
):
    [row] = invite(north, to_come, case, who, now, "icb")
    one = {"panel_invitation": row.public_id}
    with tenant(north.pk):
        Job.objects.filter(kind=MAIL).update(state="done", finished_at=now)
    empty = signed_in.post(at(case, to_come, "answer", **one), {"answer": ""})
    assert set(empty.context["form"].errors) == {"answer"}
    signed_in.post(at(case, to_come, "answer", **one), {"answer": "apologies"})
    form = signed_in.get(at(case, to_come, "invite-again", **one)).context["form"]
    assert form["email"].value() == "board@example.org"
    said = {"email": "other@example.org"}
    page = signed_in.post(at(case, to_come, "invite-again", **one), said, follow=True)
    [line] = page.context["invited"].lines
    assert (line.status.text, line.how) == (
        "Apologies",
        "E-mail to other@example.org, about to leave",
    )


def test_whoever_is_invited_answers_and_takes_the_meeting_for_their_calendar(
    client, north, case, to_come, officer, who, now
):
    other, own = invite(north, to_come, case, who, now, "icb", "police")
    with time_machine.travel(now, tick=False):
        client.force_login(officer)
        page = client.get(at(case, to_come, "meeting"))
        assert "You have not answered yet." in words(page)
        assert "Record the answer" not in words(page)
        mine = at(case, to_come, "answer", panel_invitation=own.public_id)
        assert "Do you come?" in words(client.get(mine))
        done = client.post(mine, {"answer": "coming"}, follow=True)
        assert "Your answer: Coming." in words(done)
        theirs = at(case, to_come, "answer", panel_invitation=other.public_id)
        assert client.get(theirs).status_code == 403
        taken = client.get(at(case, to_come, "calendar"))
        assert taken["Content-Disposition"] == 'attachment; filename="meeting.ics"'
        assert case.reference not in taken.content.decode()
        assert client.get(at(case, to_come, "invite")).status_code == 403


def test_only_whoever_is_invited_takes_the_calendar(signed_in, case, to_come):
    assert signed_in.get(at(case, to_come, "calendar")).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_as_often_for_three_posts_as_for_one(
    number, signed_in, north, case, to_come, who, django_assert_num_queries
):
    with tenant(north.pk):
        for place in range(number):
            said = {"post": f"Post {place}", "email": f"post{place}@example.org"}
            services.invite_another(meeting=to_come, **said, **who)
            asking.asked(case, name=f"Hospital {place}", **who)

    with django_assert_num_queries(20):
        page = signed_in.get(at(case, to_come, "meeting"))
    assert len(page.context["invited"].lines) == number
    with django_assert_num_queries(16):
        page = signed_in.get(at(case, to_come, "invite"))
    assert len(page.context["posts"]) == number + 3


def test_who_does_not_see_the_case_finds_no_invitation(client, north, case, to_come, who, now):
    [row] = invite(north, to_come, case, who, now, "icb")
    client.force_login(people.member(north, "agency_contact"))

    for name, of in (
        ("invite", {}),
        ("invite-guest", {}),
        ("calendar", {}),
        ("answer", {"panel_invitation": row.public_id}),
        ("invite-again", {"panel_invitation": row.public_id}),
    ):
        assert client.get(at(case, to_come, name, **of)).status_code == 404
