"""What people type about a case: parsed and explained here, decided in services."""

from reviews.forms.children import ChildrenFormSet, children_formset, with_another, without
from reviews.forms.incident import AwarenessForm, IncidentForm
from reviews.forms.outcome import (
    CloseForm,
    NationalForm,
    PanelLetterForm,
    PanelReplyForm,
    PanelResponseForm,
    ReopenForm,
    ReviseForm,
    WithdrawalForm,
)
from reviews.forms.people import EmergencyForm, NameForm, RestrictForm, SearchForm
from reviews.forms.referral import AuthorityForm, ReferralForm
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
    "AuthorityForm",
    "AwarenessForm",
    "ChildrenFormSet",
    "CloseForm",
    "CompletionForm",
    "DeathNoticeForm",
    "DecisionForm",
    "EmergencyForm",
    "IncidentForm",
    "LeadForm",
    "NameForm",
    "NationalForm",
    "NotificationForm",
    "PanelLetterForm",
    "PanelReplyForm",
    "PanelResponseForm",
    "ReconsiderForm",
    "ReferralForm",
    "ReopenForm",
    "RestrictForm",
    "ReviseForm",
    "SearchForm",
    "SentForm",
    "ViewForm",
    "WithdrawalForm",
    "children_formset",
    "with_another",
    "without",
]
