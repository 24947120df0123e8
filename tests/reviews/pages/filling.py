"""How the forms of a case's steps are filled in and sent, and what their pages say."""

from datetime import timedelta

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState
from reviews.models import Incident
from tests.reviews.pages.reading import NOW, address, moment_of

SENT = NOW - timedelta(hours=2)
S = CaseState
POST = "Director"


def fresh(case, north):
    with tenant(north.pk):
        return Incident.objects.get(pk=case.pk)


def sends(client, name, case, data, **kwargs):
    """Send a form; where it is taken, the case's page follows."""
    response = client.post(address(name, case, **kwargs), data)
    taken = response.status_code == 302
    if taken:
        assert response.url == address("case", case)
    return response if not taken else None


def clock_on(page, rule_key):
    return next(clock for clock in page.clocks if clock.rule_key == rule_key)


def problems(response):
    assert response.status_code == 200
    form = response.context["form"]
    return {name: [str(each) for each in found] for name, found in form.errors.items()}


def notification(case, north, **said):
    with tenant(north.pk):
        children = [str(each.public_id) for each in case.children.all()]
    return {
        "reference": "SIN-0001",
        "children": children,
        "submitted_by": POST,
        **moment_of("submitted_at", SENT),
        **moment_of("partners_told_at", SENT),
        **said,
    }
