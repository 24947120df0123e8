"""A partnership with something of everything, reached by the real services where there are any."""

from datetime import datetime, timedelta

from deadlines.models import RapidReviewTrigger, RecipientList, RuleOverride
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.models import TenantModel
from partnerships.models import Job, Partnership, User
from partnerships.services import invitations
from publications.models import Document
from reviews.services import incidents, people
from tests.examples.conftest import LOADED_AT, load_all
from tests.factories import publications
from tests.factories import reviews as cases
from tests.guarantees import (
    world_agencies,
    world_chronology,
    world_governance,
    world_kit,
    world_need_to_know,
    world_outcomes,
    world_outgoing,
    world_panel,
    world_people,
    world_practice,
    world_public_reviews,
    world_publication,
    world_recommendations,
    world_reports,
)

SLUG = "demoborough"
# Tables that stay empty by design, each with its reason.
EMPTY = {
    "reviews.CaseGroupGrant": "guardian asks for the table; cases are shown to people alone",
}
NOW = LOADED_AT


def full_partnership() -> Partnership:
    """Load the fictional example and add a row of each kind that it leaves out."""
    load_all(slugs=[SLUG])
    partnership = Partnership.objects.get(slug=SLUG)
    with tenant(partnership.pk):
        manager = User.objects.get(email="manager@demoborough.example")
        _complete(manager, NOW + timedelta(minutes=5))
    return partnership


def _complete(manager: User, at: datetime) -> None:
    who = {"by": manager, "at": at}
    invitations.invite_member(
        email="invited@demoborough.example", display_name="Invited", role="dsp", **who
    )
    RuleOverride.objects.create(rule_key="notify_panel", note="Local", source="L", confidence="V")
    RapidReviewTrigger.objects.create(event="awareness", source="Local", confidence="V")
    RecipientList.objects.create(
        rule_key="yearly_report", recipients=["A body of ours"], source="Local"
    )
    document = Document.objects.get()
    publications.published_version(document, **who)
    Job.objects.create(
        kind="publications.render_version",
        subject_id=document.public_id,
        requested_at=at,
        requested_by=manager,
    )
    _restricted_case(manager, at)
    world_people.add_rows(manager, at)
    world_governance.add_rows(manager, at)
    world_agencies.add_rows(manager, at)
    world_kit.add_rows(manager, at)
    world_recommendations.add_rows(manager, at)
    world_public_reviews.add_rows(manager, at)
    world_practice.add_rows(manager, at)
    world_outcomes.add_rows(manager, at)
    world_outgoing.add_rows(manager, at)
    world_reports.add_rows(manager, at)
    world_publication.add_rows(manager, at)
    world_need_to_know.add_rows(manager, at)
    world_chronology.add_rows(manager, at)
    world_panel.add_rows(manager, at)


def _restricted_case(manager: User, at: datetime) -> None:
    """A case whose awareness was corrected, closed by the rule, and opened in an emergency."""
    who = {"by": manager, "at": at}
    case = cases.case(**who)
    incidents.correct_awareness(
        incident=case,
        aware_at=case.aware_at - timedelta(hours=3),
        aware_by="Front door manager",
        reason="The note of the call was found",
        **who,
    )
    support = User.objects.get(email="support@demoborough.example")
    people.open_emergency_access(
        reference=case.reference, reason="Nobody on the list can be reached", by=support, at=at
    )


def tenant_models() -> list[type[TenantModel]]:
    """Return every concrete tenant model of the portal."""
    return sorted(_concrete(TenantModel), key=lambda model: model._meta.label)


def _concrete(base: type) -> set[type]:
    found = set()
    for model in base.__subclasses__():
        found |= _concrete(model)
        if not model._meta.abstract and not model._meta.proxy:
            found.add(model)
    return found


__all__ = ["EMPTY", "NOW", "SLUG", "full_partnership", "tenant_models"]
