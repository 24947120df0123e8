"""Everything that was recorded on one case, brought by the query that loads the case itself.

A case has seventeen kinds of record. Loading each by a query of its own would make the page's cost that
of the round trips, so the database hands them over as one JSON value beside the case's own columns
and they become rows of their models here. The statement is written out once, from the models'
own names: having the ORM compile so many sub-queries costs more than running them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db.models import JSONField, Model
from django.db.models.expressions import RawSQL

from reviews.models import (
    AwarenessCorrection,
    Child,
    Closure,
    DeathNotice,
    EmergencyAccess,
    Incident,
    NationalReview,
    NotifiedChild,
    OtherAuthority,
    PanelNotification,
    PanelResponse,
    PartnerView,
    RapidReview,
    ReportVersion,
    Signature,
    ThresholdDecision,
    Withdrawal,
    WithdrawalAgreement,
)
from reviews.models.incident import IncidentQuerySet

M = TypeVar("M", bound=Model)

ANNOTATION: Final = "records_as_json"
OF_THE_CASE: Final = 'r.incident_id = "reviews_incident".id'
KINDS: Final[Mapping[type[Model], str]] = {
    Child: OF_THE_CASE,
    NotifiedChild: (
        "r.child_id IN (SELECT c.id FROM reviews_child c"
        ' WHERE c.incident_id = "reviews_incident".id)'
    ),
    PartnerView: OF_THE_CASE,
    ThresholdDecision: OF_THE_CASE,
    PanelNotification: OF_THE_CASE,
    DeathNotice: OF_THE_CASE,
    AwarenessCorrection: OF_THE_CASE,
    RapidReview: OF_THE_CASE,
    ReportVersion: (
        "r.report_id IN (SELECT p.id FROM reviews_report p"
        ' WHERE p.incident_id = "reviews_incident".id)'
    ),
    Signature: (
        "r.version_id IN (SELECT v.id FROM reviews_reportversion v"
        " JOIN reviews_report p ON p.id = v.report_id"
        ' WHERE p.incident_id = "reviews_incident".id)'
    ),
    EmergencyAccess: OF_THE_CASE,
    OtherAuthority: OF_THE_CASE,
    Withdrawal: OF_THE_CASE,
    WithdrawalAgreement: (
        "r.withdrawal_id IN (SELECT w.id FROM reviews_withdrawal w"
        ' WHERE w.incident_id = "reviews_incident".id)'
    ),
    PanelResponse: OF_THE_CASE,
    NationalReview: OF_THE_CASE,
    Closure: OF_THE_CASE,
}
"""How each kind of record is found from its case."""
LEFT_OUT: Final[Mapping[type[Model], str]] = {ReportVersion: """ || '{"content": {}}'"""}
"""What is not brought along: the whole text of every version would weigh on every page."""


def _statement() -> str:
    parts = (
        f"'{model._meta.model_name}', (SELECT coalesce(jsonb_agg(to_jsonb(r){LEFT_OUT.get(model, '')} ORDER BY r.id), '[]')"
        f" FROM {model._meta.db_table} r WHERE {condition})"
        for model, condition in KINDS.items()
    )
    return f"jsonb_build_object({', '.join(parts)})"


STATEMENT: Final = _statement()


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
    versions: list[ReportVersion]
    signatures: list[Signature]
    emergencies: list[EmergencyAccess]
    authorities: list[OtherAuthority]
    withdrawals: list[Withdrawal]
    agreements: list[WithdrawalAgreement]
    answers: list[PanelResponse]
    nationals: list[NationalReview]
    closures: list[Closure]

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
    records = RawSQL(STATEMENT, (), output_field=JSONField())  # noqa: S611 -- names of models alone
    named = ("area", "residence_area", "logged_by", "referral__organisation")
    return seen.select_related(*named).annotate(**{ANNOTATION: records})


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
        versions=_built(incident, ReportVersion),
        signatures=_built(incident, Signature),
        emergencies=_built(incident, EmergencyAccess),
        authorities=_built(incident, OtherAuthority),
        withdrawals=_built(incident, Withdrawal),
        agreements=_built(incident, WithdrawalAgreement),
        answers=_built(incident, PanelResponse),
        nationals=_built(incident, NationalReview),
        closures=_built(incident, Closure),
    )


def _built(incident: Incident, model: type[M]) -> list[M]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    loaded: Mapping[str, list[dict[str, Any]]] = getattr(incident, ANNOTATION)
    return [
        model.from_db(
            incident._state.db, names, [field.to_python(row[field.column]) for field in fields]
        )
        for row in loaded[str(model._meta.model_name)]
    ]
