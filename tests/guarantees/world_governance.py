"""A row of every table of meetings, decisions, actions and plans."""

from datetime import datetime, time, timedelta

from governance import models as g
from governance.selectors.public_minutes import FULL_PDF
from governance.selectors.review_pack import PACK
from krscp_portal.foundation.moment import local_day
from partnerships.enums import JobState
from partnerships.models import Job, Seat, User
from partnerships.services.files import keep_file


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership."""
    group = g.Group.objects.order_by("pk").first()
    seat = Seat.objects.order_by("pk").first()
    meeting = _add_meeting(group, seat, manager, at)
    item = _add_agenda(meeting, seat, manager, at)
    _add_attendance(meeting, seat, at)
    decision = _add_decision(item, seat, manager, at)
    _add_minutes(item, manager, at)
    _add_action(decision, seat, manager, at)
    _add_plan(group, seat, manager, at)
    _add_terms(group, seat, manager, at)


def a_file(name: str, at: datetime):
    """Return a stored file of a few bytes."""
    content = b"%PDF-1.7\n%%EOF"
    return keep_file(name=name, content_type="application/pdf", content=content, at=at)


def made(kind: str, subject, manager, at):
    """A document that was asked for and made."""
    return Job.objects.create(
        kind=kind,
        subject_id=subject.public_id,
        state=JobState.DONE,
        percent=100,
        file=a_file("made.pdf", at),
        requested_at=at,
        requested_by=manager,
        finished_at=at,
    )


def _add_meeting(group, seat, manager, at):
    today = local_day(at)
    g.MeetingRule.objects.create(group=group, times_a_year=4, note="Four a year")
    g.SchoolHoliday.objects.create(name="A half term", from_on=today, to_on=today)
    board = g.LinkedBoard.objects.order_by("pk").first()
    g.BoardDate.objects.create(board=board, on=today, note="Their own meeting")
    series = g.MeetingSeries.objects.create(
        group=group,
        title="A row of meetings",
        recurrence="every_weeks",
        every_weeks=4,
        starts_on=today,
        until_on=today + timedelta(days=300),
        start_time=time(10),
        minutes=120,
        place="A room of ours",
    )
    meeting = g.Meeting.objects.create(
        group=group,
        series=series,
        occurrence_on=today,
        title="A meeting of ours",
        starts_at=at + timedelta(days=7),
        ends_at=at + timedelta(days=7, hours=2),
        place="A room of ours",
        state="sent",
        told_at=at,
        changed_at=at,
    )
    other = g.Group.objects.exclude(pk=group.pk).order_by("pk").first()
    g.MeetingGroup.objects.create(meeting=meeting, group=other)
    g.Invitee.objects.create(
        meeting=meeting, seat=seat, answer="coming", remark="Will be a little late"
    )
    g.CalendarFeed.objects.create(user=manager, token_hash="a" * 64, made_at=at)
    return meeting


def _add_agenda(meeting, seat, manager, at):
    standing = g.StandingItem.objects.create(group=meeting.group, title="A standing item")
    item = g.AgendaItem.objects.create(
        group=meeting.group,
        meeting=meeting,
        number="1",
        title="An item of ours",
        text="What it is about",
        lead=seat,
        standing=standing,
    )
    file = a_file("paper.pdf", at)
    g.Paper.objects.create(
        item=item, place=1, title="A paper of ours", file=file, added_at=at, added_by=manager
    )
    g.Pack.objects.create(
        meeting=meeting,
        part="A",
        number=0,
        asked_at=at,
        asked_by=manager,
        file=a_file("pack.pdf", at),
    )
    return item


def _add_attendance(meeting, seat, at):
    today = local_day(at)
    g.AttendanceMark.objects.create(
        meeting=meeting, seat=seat, presence="present", note="Came in at the second item"
    )
    risk = g.Risk.objects.create(
        title="A risk of ours",
        likelihood=2,
        impact=4,
        raised_on=today,
        review_on=today + timedelta(days=90),
    )
    g.AbsenceReview.objects.create(
        group=meeting.group,
        seat=seat,
        last_meeting=meeting,
        absences=2,
        opened_at=at,
        found="They had no deputy",
        risk=risk,
    )
    g.Letter.objects.create(
        kind="other",
        meeting=meeting,
        to_post="An accountable officer",
        subject="A letter of ours",
        body="Words of the letter",
        drafted_at=at,
    )


def _add_decision(item, seat, manager, at):
    g.RegisterCounter.objects.create(register="test", year=2026, last=1)
    decision = g.Decision.objects.create(
        reference="OURS-D-1",
        group=item.group,
        meeting=item.meeting,
        item=item,
        title="A decision of ours",
        text="What was decided",
        mode="meeting",
        reached="consensus",
        decided_on=local_day(at),
        recorded_at=at,
        recorded_by=manager,
    )
    g.Position.objects.create(
        decision=decision,
        seat=seat,
        stance="agrees",
        reason="It is right",
        by_deputy=True,
        confirmed_on=local_day(at),
        confirmation=a_file("confirmation.pdf", at),
    )
    g.ItemInterest.objects.create(
        item=item,
        seat=seat,
        what="Works for the body it is about",
        handling="left",
        noted_at=at,
        noted_by=manager,
    )
    return decision


def _add_minutes(item, manager, at):
    minutes = g.Minutes.objects.create(meeting=item.meeting)
    entry = g.MinuteEntry.objects.create(minutes=minutes, item=item, text="What was said of it")
    g.MinutesComment.objects.create(entry=entry, text="A word is missing", by=manager, at=at)
    version = g.MinutesVersion.objects.create(
        minutes=minutes,
        number=1,
        kind="approved",
        content=[
            {
                "number": "1",
                "heading": "An item",
                "part": "A",
                "paragraphs": ["What was said of it"],
            }
        ],
        frozen_at=at,
        frozen_by=manager,
    )
    g.Redaction.objects.create(
        version=version,
        block=0,
        paragraph=0,
        start=0,
        end=4,
        reason="personal",
        by=manager,
        at=at,
    )
    g.PublicMinutes.objects.create(
        version=version,
        content=[],
        file=a_file("public.pdf", at),
        asked_at=at,
        asked_by=manager,
        published_at=at,
    )
    made(FULL_PDF, version, manager, at)


def _add_action(decision, seat, manager, at):
    today = local_day(at)
    action = g.Action.objects.create(
        reference="OURS-A-1",
        title="An action of ours",
        source="decision",
        group=decision.group,
        item=decision.item,
        decision=decision,
        owner=seat,
        due_on=today + timedelta(days=30),
        opened_at=at,
        opened_by=manager,
    )
    g.ActionNote.objects.create(
        action=action, event="progress", text="It has begun", by=manager, at=at
    )
    g.ActionFile.objects.create(
        action=action,
        title="Proof of it",
        file=a_file("proof.pdf", at),
        added_by=manager,
        added_at=at,
    )
    g.ImpactCheck.objects.create(action=action, due_on=today + timedelta(days=200))


def _add_plan(group, seat, manager, at):
    today = local_day(at)
    priority = g.Priority.objects.order_by("pk").first()
    outcome = g.Outcome.objects.create(priority=priority, statement="Children are safer at home")
    indicator = g.Indicator.objects.create(priority=priority, name="A count of ours")
    g.Reading.objects.create(indicator=indicator, period_end=today, value=4, at=at, by=manager)
    plan = g.Workplan.objects.create(
        group=group, title="A plan of ours", from_on=today, to_on=today + timedelta(days=365)
    )
    line = g.PlanItem.objects.create(
        plan=plan,
        priority=priority,
        outcome=outcome,
        title="A line of ours",
        owner=seat,
        due_on=today + timedelta(days=90),
    )
    g.Milestone.objects.create(item=line, title="A first step", due_on=today)
    g.PlanUpdate.objects.create(
        item=line,
        rag="green",
        reason="It goes well",
        file=a_file("evidence.pdf", at),
        by=manager,
        at=at,
    )
    g.UpdateDraft.objects.create(
        item=line, user=manager, rag="amber", reason="Half a thought", saved_at=at
    )
    made(PACK, priority, manager, at)
    g.PriorityReview.objects.create(
        priority=priority,
        reviewed_on=today,
        rag="green",
        what_changed="Fewer come back",
        what_next="Go on with it",
        by=manager,
        at=at,
    )


def _add_terms(group, seat, manager, at):
    today = local_day(at)
    g.TermsVersion.objects.create(
        group=group,
        number=8,
        text="What the group was for",
        document=a_file("terms.pdf", at),
        state="approved",
        approver="The executive",
        approved_on=today,
    )
    version = g.TermsVersion.objects.create(
        group=group, number=9, text="What the group is for", approver="The executive"
    )
    g.TermsApproval.objects.create(version=version, seat=seat, by=manager, at=at)
    g.GroupExtension.objects.create(
        group=group,
        sunset_from=today,
        sunset_to=today + timedelta(days=30),
        reason="The work took longer",
        agreed_by="The executive",
        agreed_on=today,
        by=manager,
        at=at,
    )
