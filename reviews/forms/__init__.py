"""What people type about a case: parsed and explained here, decided in services."""

from reviews.forms.children import ChildrenFormSet, children_formset, with_another, without
from reviews.forms.incident import AwarenessForm, IncidentForm
from reviews.forms.people import EmergencyForm, NameForm, RestrictForm, SearchForm
from reviews.forms.steps import (
    CompletionForm,
    DeathNoticeForm,
    DecisionForm,
    LeadForm,
    NotificationForm,
    ReconsiderForm,
    SentForm,
    ViewForm,
)

__all__ = [
    "AwarenessForm",
    "ChildrenFormSet",
    "CompletionForm",
    "DeathNoticeForm",
    "DecisionForm",
    "EmergencyForm",
    "IncidentForm",
    "LeadForm",
    "NameForm",
    "NotificationForm",
    "ReconsiderForm",
    "RestrictForm",
    "SearchForm",
    "SentForm",
    "ViewForm",
    "children_formset",
    "with_another",
    "without",
]
