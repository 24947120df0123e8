"""Loads an example partnership whole, or not at all; loading it again adds only what is missing."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from deadlines.models import StatutoryRule
from deadlines.selectors.calendars import calendar
from krscp_portal.examples import (
    accounts,
    actions,
    agencies,
    agendas,
    boards,
    bodies,
    cases,
    chronology,
    documents,
    files,
    meetings,
    membership,
    minutes,
    practice,
    publishing,
    recommendations,
    reports,
    requests,
    rules,
    story,
    terms,
    workplans,
)
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.ledger import Ledger, Load, Loaded
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.models import Partnership, User

FOUNDED_AGO: Final = 300
"""Working days before loading on which the fictional record began: more than the 420 days after
which the first meeting of its year is put in."""

SUCCEEDED_AGO: Final = 45
"""Working days before loading on which those came who follow somebody: before the first case."""


def require_reference_data() -> None:
    """Refuse where no rules or holidays are loaded: the cases' clocks could not be counted."""
    calendar()
    if not StatutoryRule.objects.exists():
        raise DomainError("Load the rules first: run the command load_reference_data.")


@transaction.atomic
def load_partnership(*, slug: str, at: datetime, phrase: str | None = None) -> Loaded:
    """Load one example partnership in a transaction of its own and say what was added.

    What was loaded before is left as people have made it since, whatever the file says now. The
    accounts of a real partnership are loaded in a demonstration alone. `phrase` is what the
    accounts sign in by; without one nobody can.
    """
    facts = files.read(slug)
    partnership, is_new = bodies.partnership_of(facts)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # two loads take turns
    days = Days(local_day(at), calendar().holidays.keys())
    began = days.moment(FOUNDED_AGO, "09:00") if partnership.fictional else at
    with tenant(partnership.pk, savepoint=False):
        ledger = Ledger.open(at=at)
        load = Load(facts, User.objects.system(), began if is_new else at, ledger, now=at)
        _load_record(load, partnership, is_new=is_new)
        if partnership.fictional or settings.DEMO_BANNER:
            accounts.load_accounts(load, phrase=phrase, from_on=local_day(load.at))
        if partnership.fictional:
            _put_story(load, days=days)
        load.timeline.play()
        if partnership.fictional:
            _load_today(load, partnership)
        ledger.close()
        return Loaded(slug, is_new, dict(+ledger.added))


def _load_record(load: Load, partnership: Partnership, *, is_new: bool) -> None:
    bodies.load_partnership(load, partnership, is_new=is_new)
    bodies.load_areas(load)
    agencies.load_organisations(load)
    agencies.load_footprints(load)
    bodies.load_seats(load)
    bodies.load_delegations(load)
    agencies.load_agencies(load)
    rules.load_groups(load)
    rules.load_local_rules(load)
    rules.load_responsibilities(load)
    membership.load_group_seats(load)
    membership.load_group_agencies(load)
    bodies.load_chair_rule(load)
    rules.load_quorums(load)
    rules.load_dispute_steps(load)
    rules.load_cycle(load)
    boards.load_boards(load)
    boards.load_protocols(load)
    meetings.load_meeting_rules(load)
    rules.load_priorities(load)
    workplans.load_outcomes(load)
    rules.load_overrides(load, partnership)
    if not partnership.fictional:
        agendas.load_standing(load)
    documents.load_arrangements(load)


def _put_story(load: Load, *, days: Days) -> None:
    """Put in all that the fictional partnership did until the day of loading."""
    succeeded = days.moment(SUCCEEDED_AGO, "09:00")
    accounts.load_people(load, succeeded=succeeded)
    story.load_appointments(load)
    story.load_first_declarations(load, at=succeeded)
    terms.load_extensions(load)
    cases.load_cases(load, days=days)
    requests.load_requests(load, days=days)
    practice.load_reviews(load, days=days)
    publishing.load_publications(load, days=days)
    reports.load_reports(load, days=days)
    chronology.load_chronology(load, days=days)
    meetings.load_days_to_keep_clear(load)
    meetings.load_meetings(load)
    workplans.load_plans(load)
    actions.load_actions(load, days=days)
    recommendations.load_recommendations(load, days=days)
    recommendations.load_cost_shares(load)


def _load_today(load: Load, partnership: Partnership) -> None:
    """Load what the fictional partnership has done on the day of loading itself."""
    terms.load_terms(load)
    story.load_story(load)
    agendas.load_standing(load)
    agendas.load_agendas(load)
    minutes.load_decisions_between(load)
    documents.show_pages(load, partnership)
    rules.close_new_cases(load)
