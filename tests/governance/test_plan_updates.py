"""How a chair says how lines stand: all or none, kept while typed, never over somebody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Group, PlanItem, PlanUpdate, UpdateDraft
from governance.planning import UNCHANGED
from governance.provider import plan_needs, plan_reminders
from governance.services import plan_updates
from governance.services.plan_updates import Said, UpdatesRefused
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships.access import standing
from partnerships.models import AuditEvent, Notice
from partnerships.papers import Paper
from partnerships.services.reminders import remind
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.factories import plans

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def chair(north):
    """A delegated partner, whose role changes nothing, in a seat that leads a group."""
    user = people.member(north, "dsp")
    with tenant(north.pk):
        seat = people.seat("lead")
        appointment = people.appointment(seat, "Kim Lane")
        appointment.person.user = user
        appointment.person.save()
        make.place(make.group("board", name="The Board"), seat, chairing="co_chair")
    return user


@pytest.fixture
def lines(north, chair):
    """Two lines of the chair's group and one of another's."""
    with tenant(north.pk):
        seat = people.seat("nurse")
        mine = plans.plan(Group.objects.get(key="board"))
        other = plans.plan(make.group("forum"), title="Another plan")
        return [
            plans.line(mine, seat, "First line"),
            plans.line(mine, seat, "Second line", order=1),
            plans.line(other, seat, "Third line"),
        ]


def said(line, answer, reason="", **facts):
    return Said(item=line, answer=answer, revision=line.revision, reason=reason, **facts)


@pytest.fixture
def in_north_as(north):
    with tenant(north.pk):
        yield north


def test_a_chair_says_how_lines_stand(in_north_as, chair, lines, moment):
    first, second, _other = lines

    number = plan_updates.send_updates(
        said=[said(first, "amber", "A post is vacant"), said(second, UNCHANGED)],
        by=chair,
        at=moment,
    )

    assert number == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.rag, first.rag_reason, first.touched_at) == ("amber", "A post is vacant", moment)
    assert (second.rag, second.touched_at, second.revision) == ("not_started", moment, 1)
    kept = PlanUpdate.objects.order_by("pk").values_list("rag", "reason", "nothing_changed")
    assert list(kept) == [("amber", "A post is vacant", False), ("not_started", "", True)]
    assert sorted(AuditEvent.objects.values_list("verb", flat=True)) == ["changed", "confirmed"]


def test_a_new_colour_does_not_keep_the_old_reason(in_north_as, chair, lines, moment):
    line = lines[0]
    plan_updates.send_updates(said=[said(line, "red", "No money")], by=chair, at=moment)
    line.refresh_from_db()
    plan_updates.send_updates(said=[said(line, UNCHANGED)], by=chair, at=moment)
    line.refresh_from_db()
    assert (line.rag, line.rag_reason) == ("red", "No money")

    plan_updates.send_updates(said=[said(line, "green")], by=chair, at=moment)

    line.refresh_from_db()
    assert (line.rag, line.rag_reason) == ("green", "")


def test_one_refused_line_keeps_back_all_of_them(in_north_as, chair, lines, moment):
    first, second, _other = lines

    with pytest.raises(UpdatesRefused) as refusal:
        plan_updates.send_updates(
            said=[
                said(first, "green"),
                said(second, "red", paper=Paper("notes.txt", b"words")),
            ],
            by=chair,
            at=moment,
        )

    assert [(each.item, each.field) for each in refusal.value.refusals] == [
        (second.public_id, "reason"),
        (second.public_id, "paper"),
    ]
    assert not PlanUpdate.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_somebody_else_said_meanwhile_is_not_overwritten(in_north_as, chair, lines, moment):
    seen = PlanItem.objects.get(pk=lines[0].pk)
    plan_updates.send_updates(said=[said(lines[0], "green")], by=chair, at=moment)

    with pytest.raises(UpdatesRefused) as refusal:
        plan_updates.send_updates(said=[said(seen, "amber", "Late")], by=chair, at=moment)

    assert str(refusal.value) == (
        "Northshire dsp said “On track” at 10:00 on 1 June, after you opened this page. "
        "Yours is kept here: look at both and send again."
    )
    assert PlanUpdate.objects.count() == 1


def test_lines_of_another_group_are_not_the_chairs(in_north_as, chair, lines, manager, moment):
    with pytest.raises(NotPermitted) as refusal:
        plan_updates.send_updates(said=[said(lines[2], "green")], by=chair, at=moment)

    assert str(refusal.value) == plan_updates.NOT_YOURS
    with pytest.raises(NotPermitted):
        plan_updates.keep_draft(
            item=lines[2], answer="green", reason="", revision=0, by=chair, at=moment
        )
    assert plan_updates.send_updates(said=[said(lines[2], "green")], by=manager, at=moment) == 1


def test_evidence_is_kept_and_given_out(in_north_as, chair, lines, moment):
    paper = Paper("Minutes of a meeting.pdf", PDF)
    plan_updates.send_updates(said=[said(lines[0], "green", paper=paper)], by=chair, at=moment)
    update = PlanUpdate.objects.get()

    taken = plan_updates.take_file(update=update, by=chair, at=moment)

    assert (taken.name, taken.content) == ("Evidence of 2026-06-01.pdf", PDF)
    assert AuditEvent.objects.filter(verb="downloaded").count() == 1
    update.file = None
    with pytest.raises(DomainError):
        plan_updates.take_file(update=update, by=chair, at=moment)


def test_what_is_typed_is_kept_until_it_is_sent(in_north_as, chair, lines, moment):
    keep = {"item": lines[0], "revision": 0, "by": chair, "at": moment}
    plan_updates.keep_draft(answer="", reason="Half a th", **keep)
    plan_updates.keep_draft(answer="amber", reason="Half a thought", **keep)
    assert list(UpdateDraft.objects.values_list("rag", "reason")) == [("amber", "Half a thought")]

    plan_updates.send_updates(said=[said(lines[0], "amber", "A thought")], by=chair, at=moment)

    assert not UpdateDraft.objects.exists()
    assert plan_updates.keep_draft(answer="amber", reason="A tho", **keep) is None  # too late
    keep["revision"] = 1
    plan_updates.keep_draft(answer="green", reason="", **keep)
    assert plan_updates.keep_draft(answer="", reason=" ", **keep) is None
    assert not UpdateDraft.objects.exists()
    with pytest.raises(DomainError):
        plan_updates.keep_draft(answer="purple", reason="", **keep)


def test_a_line_whose_plan_was_ended_is_left_alone(in_north_as, chair, lines, moment):
    lines[0].plan.ended_on = local_day(moment)
    lines[0].plan.save()

    with pytest.raises(UpdatesRefused) as refusal:
        plan_updates.send_updates(said=[said(lines[0], "green")], by=chair, at=moment)

    assert str(refusal.value) == "This line has been ended. Nothing more is said of it."


# ------------------------------------------------------------------ who is asked, and when
def test_a_chair_is_asked_once_a_month(in_north_as, chair, lines, moment):
    today = local_day(moment)
    need = plan_needs(chair, standing(chair, on=today), today)
    assert [(each.what, each.path) for each in need] == [
        ("Say how 2 lines of your plans stand", "workplans/update/")
    ]

    remind(at=moment)
    remind(at=moment + timedelta(days=3))

    mine = Notice.objects.filter(recipient=chair, key__startswith="plan-")
    assert [each.subject for each in mine] == ["Your plans wait for their monthly update"]
    plan_updates.send_updates(
        said=[said(each, UNCHANGED) for each in lines[:2]], by=chair, at=moment
    )
    assert plan_needs(chair, standing(chair, on=today), today) == []
    soon = today + timedelta(days=27)
    assert plan_needs(chair, standing(chair, on=soon), soon) == []
    later = today + timedelta(days=28)
    assert len(plan_needs(chair, standing(chair, on=later), later)) == 1


def test_a_plan_without_a_chair_is_told_of_to_those_who_keep_the_record(
    in_north_as, lines, manager, moment
):
    remind(at=moment)

    [notice] = Notice.objects.filter(recipient=manager, key__startswith="plan-")
    assert notice.subject == "A plan waits for its monthly update"
    assert notice.path == f"workplans/{lines[2].plan.public_id}/update/"


def test_a_chair_by_a_narrowed_role_is_asked_too(north, in_north_as, lines, moment):
    person = people.member(north, "group_chair")
    person.role_assignments.update(group_key="forum")
    today = local_day(moment)

    [asked] = [each for each in plan_reminders(today) if each.also]

    assert person.pk in asked.also
    [need] = plan_needs(person, standing(person, on=today), today)
    assert need.what == "Say how one line of your plans stands"


def test_who_cannot_chair_is_not_even_asked_about(
    in_north_as, lines, manager, moment, django_assert_num_queries
):
    held = standing(manager, on=local_day(moment))

    with django_assert_num_queries(0):
        assert plan_needs(manager, held, local_day(moment)) == []


# ------------------------------------------------------------------ the page
def at(name, **kwargs):
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def fields(line, **facts):
    sent = {"revision": line.revision, **facts}
    return {f"{line.public_id}-{name}": value for name, value in sent.items()}


@pytest.fixture
def as_chair(client, chair):
    client.force_login(chair)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_many_lines(
    rows, as_chair, north, chair, lines, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            line = plans.line(lines[0].plan, lines[0].owner, f"More {number}")
            UpdateDraft.objects.create(
                item=line, user=chair, rag="amber", reason=f"D{number}", saved_at=clock.now()
            )

    with django_assert_num_queries(11):
        page = text(as_chair.get(at("plan-update")))

    assert f'value="D{rows - 1}"' in page
    assert "First line" in page
    assert "Third line" not in page


def test_lines_are_sent_from_the_page(as_chair, north, lines):
    first, second, _other = lines
    facts = {**fields(first, answer="amber", reason="Late"), **fields(second)}

    page = text(as_chair.post(at("plan-update"), {**facts, "rest": "1"}, follow=True))

    assert "Sent: 2 lines. Thank you." in page
    with tenant(north.pk):
        kept = PlanUpdate.objects.order_by("pk").values_list("rag", "nothing_changed")
        assert list(kept) == [("amber", False), ("not_started", True)]


def test_an_empty_page_is_not_sent(as_chair, north, lines):
    page = text(as_chair.post(at("plan-update"), fields(lines[0])))

    assert "Nothing was said of any line, so nothing was sent." in page


def test_a_refusal_stands_beside_its_line_with_what_was_typed(as_chair, north, lines):
    first, second, _other = lines
    facts = {**fields(first, answer="red"), **fields(second, reason="A sentence")}
    only = fields(second, answer="green", reason="Typed well")

    beside = text(as_chair.post(at("plan-update"), facts))
    short = text(as_chair.post(at("plan-update"), {**fields(first, answer="red"), **only}))

    assert "Second line: Choose how this line stands." in beside
    assert "First line: Say in one sentence why it is off track." in short
    assert f'href="#id_{first.public_id}-reason"' in short
    assert 'value="Typed well"' in short
    with tenant(north.pk):
        assert not PlanUpdate.objects.exists()


def test_somebody_elses_word_is_shown_and_the_next_send_counts(as_chair, north, manager, lines):
    line = lines[0]
    with tenant(north.pk):
        plan_updates.send_updates(said=[said(line, "green")], by=manager, at=clock.now())
    stale = fields(line, answer="amber", reason="Late")

    page = text(as_chair.post(at("plan-update"), stale))

    assert "after you opened this page. Yours is kept here" in page
    assert f'name="{line.public_id}-revision" value="1"' in page
    again = {**stale, f"{line.public_id}-revision": 1}
    assert "Sent: 1 line." in text(as_chair.post(at("plan-update"), again, follow=True))


def test_a_file_goes_with_a_line(as_chair, north, lines, tmp_path):
    path = tmp_path / "evidence.pdf"
    path.write_bytes(PDF)
    with path.open("rb") as handle:
        facts = fields(lines[0], answer="green", paper=handle)
        as_chair.post(at("plan-update"), facts)
    with tenant(north.pk):
        update = PlanUpdate.objects.get()

    answer = as_chair.get(at("plan-update-file", update=update.public_id))

    assert answer.content == PDF
    assert "no-store" in answer["Cache-Control"]


def test_a_draft_is_kept_by_the_pages_own_question(as_chair, north, lines):
    address = at("plan-item-draft", line=lines[0].public_id)

    kept = text(as_chair.post(address, fields(lines[0], reason="Half a thought")))

    assert "not sent yet" in kept
    assert 'value="Half a thought"' in text(as_chair.get(at("plan-update")))
    foreign = at("plan-item-draft", line=lines[2].public_id)
    assert as_chair.post(foreign, fields(lines[2], answer="green")).status_code == 403


def test_who_chairs_nothing_is_told_so_and_may_open_one_plan(client, north, manager, lines):
    client.force_login(manager)

    nothing = text(client.get(at("plan-update")))
    plan = lines[2].plan.public_id
    page = text(client.get(at("workplan-update", plan=plan)))

    assert "You chair no group with a plan under way." in nothing
    assert "Third line" in page
    client.force_login(people.member(north, "scrutineer"))
    assert client.get(at("workplan-update", plan=plan)).status_code == 403
