"""The partnership's own rules, the rules of its chairs, and the yearly look at a chair."""

from typing import Any, ClassVar

from django import forms

from krscp_portal.foundation.forms import GovukCheckboxes, GovukForm, GovukRadios, Section
from partnerships import group_names
from partnerships.enums import ChairMethod, RuleKind, RuleStance, SeatRole
from partnerships.forms.fields import DayField, RowField, offer, offer_rows, prose
from partnerships.models import ChairRule, Seat
from partnerships.order_rules.terms import CONFIDENCE_WORDS
from partnerships.services.details import ChairRuleFacts
from partnerships.services.rules import ChairReviewFacts, RuleFacts

STANCE_HINTS = {
    RuleStance.REFUSE.value: "What breaks it is refused where the portal can tell, and is required.",
    RuleStance.WARN.value: "It may be broken, and “Are we in order?” says so.",
    RuleStance.RECORD.value: "It is written down, and nothing follows from it.",
}
CONFIDENCE = [
    ("", "Not said"),
    *((code, f"{code}: {told}") for code, told in CONFIDENCE_WORDS.items()),
]
CHAIRS = [each for each in SeatRole.choices if each[0] != SeatRole.CHAIR]
STAYS, CHANGES = "stays", "changes"


class LocalRuleForm(GovukForm):
    """A rule that is there already: what it is about stays."""

    text = prose("What the rule says", help_text="In the partnership’s own terms.", limit=1000)
    stance = forms.ChoiceField(
        label="Where it is not kept",
        choices=RuleStance.choices,
        widget=GovukRadios(hints=STANCE_HINTS),
        initial=RuleStance.RECORD,
    )
    number = forms.IntegerField(
        label="Its number, where it has one",
        min_value=1,
        max_value=120,
        required=False,
        help_text="Two lay members, two co-chairs, twelve months.",
    )
    applies_to = forms.MultipleChoiceField(
        label="Groups that it is about", widget=GovukCheckboxes, required=False
    )
    confirmed = forms.BooleanField(
        label="The arrangements in force say so",
        required=False,
        initial=True,
        help_text="Leave empty for a practice that nothing in force confirms.",
    )
    source = forms.CharField(
        label="Where it is stated",
        max_length=200,
        required=False,
        help_text="The document and its paragraph.",
    )
    confidence = forms.ChoiceField(label="How far checked", choices=CONFIDENCE, required=False)
    note = prose("Note", required=False, limit=1000, rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = list(group_names.current_groups().items())
        offer(self, "applies_to", groups)
        if not groups:
            del self.fields["applies_to"]

    def facts(self, *, kind: str) -> RuleFacts:
        """Return what was entered, of a rule about that."""
        data = dict(self.cleaned_data)
        groups = tuple(data.pop("applies_to", ()))
        return RuleFacts(kind=kind, applies_to=groups, **data)


class AddLocalRuleForm(LocalRuleForm):
    """A new rule; the kind says what it is about."""

    kind = forms.ChoiceField(
        label="What it is about", choices=[("", "Select one"), *RuleKind.choices]
    )
    field_order = ("kind",)

    def new_facts(self) -> RuleFacts:
        """Return what was entered."""
        kind = self.cleaned_data.pop("kind")
        return self.facts(kind=kind)


class EndRuleForm(GovukForm):
    ended_on = DayField(label="It no longer holds from")


class ChairRuleForm(GovukForm):
    """How a body gets its chair: in words, and as far as the portal can check it."""

    sections: ClassVar = (
        Section("In words", ("body", "chosen_from", "review", "note", "source")),
        Section(
            "What the portal checks",
            ("seat", "from_roles", "method", "minimum_months", "review_months", "group_key"),
            "Leave empty what the arrangements do not say.",
        ),
    )
    body = forms.CharField(
        label="Body", max_length=120, help_text="For example: the executive group."
    )
    chosen_from = prose("Who may be chosen, and by whom")
    review = prose("When the choice is looked at again", required=False, limit=500, rows=2)
    note = prose("Note", required=False, limit=1000)
    source = forms.CharField(label="Where it is stated", max_length=200, required=False)
    seat = RowField(
        Seat.objects.none(),
        label="The chair’s seat",
        required=False,
        empty_label="No seat of its own",
    )
    from_roles = forms.MultipleChoiceField(
        label="Only holders of these seats may chair",
        choices=CHAIRS,
        widget=GovukCheckboxes,
        required=False,
    )
    method = forms.ChoiceField(
        label="How the chair is found",
        choices=ChairMethod.choices,
        widget=GovukRadios,
        initial=ChairMethod.NOT_STATED,
        required=False,
    )
    minimum_months = forms.IntegerField(
        label="Shortest term in months", min_value=1, max_value=120, required=False
    )
    review_months = forms.IntegerField(
        label="Months between reviews", min_value=1, max_value=120, required=False
    )
    group_key = forms.ChoiceField(label="The group that it chairs", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = Seat.objects.filter(closed_on__isnull=True).order_by("title", "pk")
        offer_rows(self, "seat", seats)
        groups = list(group_names.current_groups().items())
        offer(self, "group_key", [("", "No group"), *groups])

    def facts(self) -> ChairRuleFacts:
        """Return what was entered."""
        data = dict(self.cleaned_data)
        roles = tuple(data.pop("from_roles"))
        data["method"] = data["method"] or ChairMethod.NOT_STATED
        return ChairRuleFacts(from_roles=roles, **data)


class ChairReviewForm(GovukForm):
    """One look at who chairs next; the service says what else it needs."""

    reviewed_on = DayField(label="Day of the review")
    decision = forms.ChoiceField(
        label="Who chairs next?",
        choices=[(STAYS, "The present chair stays"), (CHANGES, "Somebody else")],
        widget=GovukRadios,
    )
    next_seat = RowField(
        Seat.objects.none(),
        label="Whose holder chairs next",
        required=False,
        empty_label="Nobody else",
        help_text="Where somebody else does.",
    )
    outcome = prose("What was decided", limit=1000)
    reason = prose(
        "Why it ends early",
        required=False,
        limit=1000,
        rows=2,
        help_text="Owed where the chair goes before the shortest term.",
    )

    def __init__(self, *args: Any, rule: ChairRule, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = Seat.objects.filter(closed_on__isnull=True)
        if rule.from_roles:
            seats = seats.filter(role__in=rule.from_roles)
        offer_rows(self, "next_seat", seats.order_by("title", "pk"))

    def facts(self) -> ChairReviewFacts:
        """Return what was entered."""
        data = dict(self.cleaned_data)
        continues = data.pop("decision") == STAYS
        return ChairReviewFacts(continues=continues, **data)
