"""Plays what was told of the fictional families, and the panels that met on them.

Through the real services: an agency that was asked gives its rows by its link before it hands in,
the unit takes over those of the others. Days of acts are working days before the day of loading,
days of events are days before it.
"""

from datetime import datetime, time
from functools import partial

from krscp_portal.examples.actions import account_of
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships.models import User
from reviews.chronology import RowFacts
from reviews.models import AgencyRequest, ChronologyRow, Incident, PanelMeeting
from reviews.selectors.panel import register_of
from reviews.services import chronology, panel, panel_minutes
from reviews.services.answering import Hand
from reviews.services.panel import MeetingFacts
from reviews.services.panel_minutes import Typed

TOLD, MET = "chronology", "panel_meeting"
GIVEN, PLANNED, BEGINS = time(14, 40), time(9, 50), time(10)
CLOSED, MINUTED, AGREED = time(12, 30), time(15, 45), time(10, 30)


def load_chronology(load: Load, *, days: Days) -> None:
    """Put in the rows and the panels of the file that have not been played before."""
    for row in load.rows(TOLD):
        if (TOLD, f"{row['case']}:{row['organisation']}") not in load.ledger.known:
            told = min(days.moment(row["told_days_ago"], GIVEN), load.now)
            load.timeline.add(told, partial(_tell, load, row))
    for row in load.rows(MET):
        if (MET, row["case"]) not in load.ledger.known:
            planned = min(days.moment(row["planned_days_ago"], PLANNED), load.now)
            load.timeline.add(planned, partial(_plan, load, row, days))


def _case(load: Load, row: Row) -> Incident:
    return Incident.objects.get(public_id=load.ledger.known["case", row["case"]])


def _tell(load: Load, row: Row, *, at: datetime) -> None:
    key = f"{row['case']}:{row['organisation']}"
    load.ledger.once(TOLD, key, partial(_rows, load, row, at=at))


def _rows(load: Load, row: Row, *, at: datetime) -> ChronologyRow:
    """Keep an agency's rows: by its link where it was asked, else by the unit; return the first."""
    case, organisation = _case(load, row), load.organisations[row["organisation"]]
    facts = [_facts(load, each) for each in row["rows"]]
    asked = AgencyRequest.objects.filter(incident=case, organisation=organisation).first()
    if asked is not None and asked.asked_at is not None:
        hand = Hand(asked, asked.links.order_by("-pk").first())
        chronology.give_rows(hand=hand, rows=facts, by=None, at=at)
    else:
        manager = account_of(load, "manager")
        chronology.import_rows(
            subject=case, organisation=organisation, rows=facts, by=manager, at=at
        )
    return ChronologyRow.objects.filter(incident=case, organisation=organisation).earliest("place")


def _facts(load: Load, row: Row) -> RowFacts:
    said = {key: value for key, value in row.items() if key not in {"day", "until"}}
    return RowFacts(**said, from_on=load.day(row.get("day")), to_on=load.day(row.get("until")))


def _plan(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    load.ledger.once(MET, row["case"], partial(_meeting, load, row, days, at=at))
    if "met_days_ago" in row:
        closed = days.moment(row["met_days_ago"], CLOSED)
        load.timeline.add(closed, partial(_hold, load, row, days))


def _meeting(load: Load, row: Row, days: Days, *, at: datetime) -> PanelMeeting:
    ago, ahead = row.get("met_days_ago"), row.get("meets_in")
    on = days.day(ago) if ago is not None else load.day(ahead) or local_day(at)
    facts = MeetingFacts(
        starts_at=datetime.combine(on, BEGINS, tzinfo=LONDON),
        place=row["place"],
        chair_post=row["chair"],
    )
    manager = account_of(load, "manager")
    return panel.plan_meeting(subject=_case(load, row), facts=facts, by=manager, at=at)


def _hold(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    """Mark one post of each partner, close the register, and put in the minutes."""
    manager = account_of(load, "manager")
    meeting = PanelMeeting.objects.get(public_id=load.ledger.known[MET, row["case"]])
    codes: dict[str, str] = {}
    left = dict(row["register"])
    for each in register_of(meeting, _case(load, row)):
        if each.partner in left:
            codes[each.key] = left.pop(each.partner)
    panel.save_register(meeting=meeting, codes=codes, by=manager, at=at)
    panel.close_register(meeting=meeting, by=manager, at=at)
    minuted = days.moment(row["met_days_ago"], MINUTED)
    load.timeline.add(minuted, partial(_minute, meeting, row["minutes"], manager))
    agree = partial(panel_minutes.agree_minutes, meeting=meeting, by=manager)
    agreed = days.moment(row["agreed_days_ago"], AGREED)
    load.timeline.add(agreed, partial(agree, agreed_on=local_day(agreed)))


def _minute(meeting: PanelMeeting, said: list[str], by: User, *, at: datetime) -> None:
    for item, text in zip(meeting.items.order_by("order"), said, strict=False):
        panel_minutes.save_minutes(item=item, typed=Typed(text=text, revision=0), by=by, at=at)
