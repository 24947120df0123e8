"""At most one mail a day, over all partnerships, at its hour, on the days that the person chose."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from krscp_portal.celery import app
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships import mailing
from partnerships.models import Digest, MailPreference, Notice, RoleAssignment
from partnerships.services import digests, notices
from partnerships.tasks import send_digests
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
EARLY = datetime(2026, 6, 1, 6, 29, tzinfo=UTC)  # Monday, 7.29 in England
MORNING = datetime(2026, 6, 1, 6, 30, tzinfo=UTC)


@pytest.fixture
def person(north, south):
    """Somebody with a role in two partnerships."""
    found = make.member(north, "dsp", "both@north.example")
    make.give_role(south, found, "dsp")
    return found


def tell(partnership, person, key="k", *, at=SUNDAY, **changes):
    facts = {"subject": "A form is due", "path": "clock/", **changes}
    with tenant(partnership.pk):
        notices.tell(recipients=[person], key=key, at=at, **facts)


def run(at=MORNING):
    return digests.send_digests(clock=lambda: at)


def emailed(partnership):
    with tenant(partnership.pk):
        return list(Notice.objects.order_by("pk").values_list("emailed_at", flat=True))


def test_one_mail_names_what_is_new_in_every_partnership(north, south, person):
    tell(north, person)
    tell(north, person, "k2", subject="A plan waits for you", path="plans/")
    tell(south, person, subject="A letter came back")

    assert run() == 1

    [message] = mail.outbox
    assert message.to == ["both@north.example"]
    assert message.subject == "3 things for you in 2 partnerships"
    body = message.body
    assert body.index("Northshire Safeguarding") < body.index("Southshire Safeguarding")
    assert "  A plan waits for you\n    http://testserver/northshire/plans/\n" in body
    assert "  A letter came back\n    http://testserver/southshire/clock/\n" in body
    assert "For safety this e-mail carries no detail." in body
    assert "http://testserver/my/mail/" in body
    assert emailed(north) == [MORNING, MORNING]
    assert emailed(south) == [MORNING]


def test_a_round_that_runs_twice_sends_once(north, person):
    tell(north, person)

    assert [run(), run(), run(MORNING + timedelta(hours=5))] == [1, 0, 0]
    tell(north, person, "later", at=MORNING + timedelta(minutes=1))
    assert run(MORNING + timedelta(hours=6)) == 0
    assert len(mail.outbox) == 1
    assert run(MORNING + timedelta(days=1)) == 1
    assert [each.subject for each in mail.outbox] == ["Northshire: A form is due"] * 2


def test_it_waits_for_the_hour_and_makes_good_a_round_that_was_missed(north, person):
    tell(north, person)

    assert run(EARLY) == 0
    assert run(MORNING + timedelta(hours=9)) == 1


def test_the_hour_is_that_of_england_when_the_clocks_have_changed(north, person):
    winter = datetime(2026, 12, 7, 6, 30, tzinfo=UTC)
    tell(north, person)

    assert run(winter) == 0
    assert run(winter + timedelta(hours=1)) == 1


def test_it_goes_on_the_days_that_the_person_chose(north, person):
    tell(north, person)
    digests.choose_mail(weekdays=[4, 2, 2], urgent_at_once=True, by=person, at=SUNDAY)

    assert [run(MORNING + timedelta(days=day)) for day in range(7)] == [0, 0, 1, 0, 0, 0, 0]
    assert MailPreference.objects.get(user=person).weekdays == [2, 4]


def test_without_a_choice_it_stays_away_at_the_weekend(north, person):
    saturday = MORNING + timedelta(days=5)
    tell(north, person, at=saturday - timedelta(days=1))

    assert [run(saturday + timedelta(days=day)) for day in range(3)] == [0, 0, 1]


def test_no_day_at_all_is_refused_and_the_choice_before_it_stays(person):
    digests.choose_mail(weekdays=[1], urgent_at_once=False, by=person, at=SUNDAY)

    with pytest.raises(DomainError, match="Choose at least one day") as refused:
        digests.choose_mail(weekdays=[], urgent_at_once=True, by=person, at=SUNDAY)

    assert refused.value.field == "weekdays"
    assert MailPreference.objects.get().weekdays == [1]


def test_what_was_read_in_the_portal_is_not_told_again(north, person):
    tell(north, person)
    with tenant(north.pk):
        notices.mark_read(recipient=person, path="clock/", at=SUNDAY)

    assert run() == 0
    assert mail.outbox == []


def test_what_is_urgent_goes_by_itself_or_first_in_the_mail(north, person):
    tell(north, person)
    tell(north, person, "now", subject="A clock has run out", urgent=True)
    run()
    assert mail.outbox[0].subject == "Northshire: A form is due"

    digests.choose_mail(weekdays=range(7), urgent_at_once=False, by=person, at=SUNDAY)
    tell(north, person, "more", at=MORNING)
    run(MORNING + timedelta(days=1))
    body = mail.outbox[1].body
    assert body.index("Urgent: A clock has run out") < body.index("A form is due")


def test_what_could_not_go_by_itself_goes_with_the_rest(north, person):
    tell(north, person, urgent=True)
    with tenant(north.pk):
        Notice.objects.update(attempts=notices.ATTEMPTS)

    assert run() == 1


def test_who_holds_no_role_any_more_gets_no_mail(north, south, person):
    tell(north, person)
    tell(south, person, subject="Of the south")
    with tenant(north.pk):
        RoleAssignment.objects.update(to_on=SUNDAY.date())

    assert run() == 1
    assert mail.outbox[0].subject == "Southshire: Of the south"
    person.is_active = False
    person.save()
    tell(south, person, "k2")
    assert run(MORNING + timedelta(days=1)) == 0


def test_a_young_scrutineer_gets_no_mail_of_that_partnership(north, south, person):
    make.give_role(north, person, "young_scrutineer")
    tell(north, person, subject="Of the north")
    tell(south, person, subject="Of the south")

    assert run() == 1
    assert mail.outbox[0].subject == "Southshire: Of the south"
    assert emailed(north) == [None]


def test_a_server_that_refuses_is_asked_again_and_the_next_day_too(north, person, settings):
    settings.EMAIL_BACKEND = "tests.support.mail.RefusingBackend"
    tell(north, person)

    sent = [run(MORNING + timedelta(minutes=turn)) for turn in range(notices.ATTEMPTS + 2)]
    assert sent == [0] * 10
    assert Digest.objects.get().attempts == notices.ATTEMPTS
    with tenant(north.pk):
        assert Notice.objects.get().attempts == 1

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(MORNING + timedelta(days=1)) == 1


def test_a_fault_with_one_person_keeps_nobody_else_waiting(north, person, caplog):
    other = make.member(north, "manager")
    tell(north, person, subject="A line\nof two lines")  # no mail can carry that subject
    tell(north, other)

    assert run() == 1
    assert [each.to for each in mail.outbox] == [[other.email]]
    assert [each.message for each in caplog.records] == ["a mail of the day could not be sent"]
    assert Digest.objects.filter(user=person).count() == 0  # undone: the next round tries again


def test_a_long_day_names_the_first_and_says_how_many_more(north, person):
    for number in range(digests.SHOWN + 2):
        tell(north, person, f"k{number}")
    run()

    assert mail.outbox[0].subject == "Northshire: 27 things for you"
    assert mail.outbox[0].body.count("A form is due") == digests.SHOWN
    assert "  And 2 more: http://testserver/northshire/\n" in mail.outbox[0].body


@pytest.mark.parametrize("number", [1, 3])
def test_who_waits_is_found_in_as_many_queries_for_three_as_for_one(
    north, number, django_assert_num_queries
):
    for n in range(number):
        tell(north, make.member(north, "dsp", f"p{n}@north.example"))

    with django_assert_num_queries(9):
        assert len(digests.people_waiting(at=MORNING)) == number


def test_the_round_stands_in_the_beat_table():
    entry = app.conf.beat_schedule["send everybody's mail of the day"]

    assert entry["task"] == send_digests.name
    send_digests()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((0, 1, 2, 3, 4), "Monday to Friday"),
        (range(7), "every day"),
        ((2,), "Wednesday"),
        ((4, 0, 6), "Monday, Friday and Sunday"),
    ],
)
def test_days_are_said_in_words(days, words):
    assert mailing.in_words(days) == words


def test_the_page_shows_what_holds_and_keeps_what_is_chosen(client, person):
    client.force_login(person)
    page = client.get("/my/mail/").content.decode()
    assert page.count("checked") == 6  # the working week, and what is urgent

    answer = client.post("/my/mail/", {"weekdays": ["2"]}, follow=True)

    assert "Your mail comes on these days: Wednesday." in answer.content.decode()
    kept = MailPreference.objects.get(user=person)
    assert (kept.weekdays, kept.urgent_at_once) == ([2], False)


def test_the_page_asks_for_a_day(client, person):
    client.force_login(person)

    page = client.post("/my/mail/", {"urgent_at_once": "on"}).content.decode()

    assert "Choose at least one day" in page
    assert not MailPreference.objects.exists()
