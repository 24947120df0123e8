"""Everything that was recorded on one case, brought by the query that loads the case itself.

A case has ten kinds of record. Loading each by a query of its own would make the page's cost that
of the round trips, so the database hands them over as JSON beside the case's own columns and they
become ordinary, unsaved-looking rows of their models here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef
from django.db.models.functions import JSONObject

from reviews.models import (
    AwarenessCorrection,
    Child,
    DeathNotice,
    EmergencyAccess,
    Incident,
    NotifiedChild,
    PanelNotification,
    PartnerView,
    RapidReview,
    SignOff,
    ThresholdDecision,
)
from reviews.models.incident import IncidentQuerySet

M = TypeVar("M", bound=Model)

PATHS: Final[Mapping[type[Model], str]] = {
    Child: "incident",
    NotifiedChild: "child__incident",
    PartnerView: "incident",
    ThresholdDecision: "incident",
    PanelNotification: "incident",
    DeathNotice: "incident",
    AwarenessCorrection: "incident",
    RapidReview: "incident",
    SignOff: "rapid_review__incident",
    EmergencyAccess: "incident",
}
"""How each kind of record leads to its case."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """What was recorded on one case, each kind in the order in which it was recorded."""

    children: list[Child]
    covered: list[NotifiedChild]
    views: list[PartnerView]
    decisions: list[ThresholdDecision]
    forms: list[PanelNotification]
    notices: list[DeathNotice]
    corrections: list[AwarenessCorrection]
    review: RapidReview | None
    sign_offs: list[SignOff]
    emergencies: list[EmergencyAccess]

    @property
    def current_views(self) -> list[PartnerView]:
        """Return the views that count."""
        return [view for view in self.views if view.current]

    @property
    def decision(self) -> ThresholdDecision | None:
        """Return the decision that counts, if there is one."""
        return next((each for each in self.decisions if each.current), None)

    @property
    def uncovered(self) -> list[Child]:
        """Return the children on no notification."""
        on_a_form = {each.child_id for each in self.covered}
        return [child for child in self.children if child.pk not in on_a_form]

    def children_on(self, form: PanelNotification) -> list[Child]:
        """Return the children whom a notification covers."""
        ids = {each.child_id for each in self.covered if each.notification_id == form.pk}
        return [child for child in self.children if child.pk in ids]


def with_records(seen: IncidentQuerySet) -> IncidentQuerySet:
    """Have the query bring each case's records along, and the areas and the person it names."""
    rows = {_name(model): _rows(model, path) for model, path in PATHS.items()}
    return seen.select_related("area", "residence_area", "logged_by").annotate(**rows)


def records_of(incident: Incident) -> Records:
    """Return the records of a case that was loaded `with_records`; no query."""
    reviews = _built(incident, RapidReview)
    return Records(
        children=_built(incident, Child),
        covered=_built(incident, NotifiedChild),
        views=_built(incident, PartnerView),
        decisions=_built(incident, ThresholdDecision),
        forms=_built(incident, PanelNotification),
        notices=_built(incident, DeathNotice),
        corrections=_built(incident, AwarenessCorrection),
        review=reviews[0] if reviews else None,
        sign_offs=_built(incident, SignOff),
        emergencies=_built(incident, EmergencyAccess),
    )


def _name(model: type[Model]) -> str:
    return f"rows_of_{model._meta.model_name}"


def _rows(model: type[Model], path: str) -> ArraySubquery:
    columns = {field.attname: field.attname for field in model._meta.concrete_fields}
    mine = model._default_manager.filter(**{path: OuterRef("pk")}).order_by("pk")
    return ArraySubquery(mine.values(row=JSONObject(**columns)))


def _built(incident: Incident, model: type[M]) -> list[M]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    return [
        model.from_db(
            incident._state.db,
            names,
            [field.to_python(row[field.attname]) for field in fields],
        )
        for row in getattr(incident, _name(model))
    ]
