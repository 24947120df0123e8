"""A report: its sections, remarks, what it comes to, its signatures, what is sent."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from krscp_portal.foundation.forms import (
    GovukDateField,
    GovukDateTimeField,
    GovukForm,
    GovukRadios,
    Section,
)
from partnerships.enums import PartnerKind
from reviews.criteria import CIRCUMSTANCES, CRITERIA
from reviews.enums import CriterionAnswer, DispatchRecipient, RapidReviewOutcome
from reviews.forms.steps import LATE_HELP, post, prose
from reviews.forms.wording import NO_NAMES
from reviews.report_checks import ReportCheck
from reviews.services.reports import LONGEST, Conclusion
from reviews.services.signing import Elsewhere

WHY = "Why?"
CHECK_HELP = f"A post and a day, or why it was not needed. {NO_NAMES}"


class SectionForm(GovukForm):
    """The text of one section; `title` and `holds` say which and what belongs into it."""

    body = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 14})
    )

    def __init__(self, *args: Any, title: str, holds: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].label = title
        self.fields["body"].help_text = f"{holds} {NO_NAMES}"


class RemarkForm(GovukForm):
    """A remark on a section."""

    text = prose("Your comment", rows=5)


class RemarkAnswerForm(GovukForm):
    """What was done with a remark."""

    answer = prose("What was done with it?", rows=4)


class ConclusionForm(GovukForm):
    """The outcome of a rapid review as it is drafted, its reasons and the criteria."""

    outcome = forms.ChoiceField(
        label="What do the partners decide?",
        choices=RapidReviewOutcome.choices,
        widget=GovukRadios,
        required=False,
    )
    rationale = prose(WHY, rows=6, required=False)

    sections: ClassVar[tuple[Section, ...]] = (
        Section("Outcome", ("outcome", "rationale")),
        Section(
            "Criteria of regulation 11",
            tuple(name for each in CRITERIA for name in (each.key, f"{each.key}_why")),
            "Meeting one obliges nobody to hold a review. The decision and its reasons are open.",
        ),
        Section(
            "Circumstances to have regard to",
            tuple(name for each in CIRCUMSTANCES for name in (each.key, f"{each.key}_why")),
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for each in (*CRITERIA, *CIRCUMSTANCES):
            self.fields[each.key] = forms.ChoiceField(
                label=each.words,
                choices=CriterionAnswer.choices,
                widget=GovukRadios,
                required=False,
                help_text=each.source,
            )
            self.fields[f"{each.key}_why"] = prose(
                f"Why it is so: {each.source.removeprefix('SI 2018/789, ')}"
                if each in CRITERIA
                else f"Why it is so: {each.words}",
                rows=2,
                required=False,
                help_text="",
            )

    def facts(self) -> Conclusion:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        return Conclusion(
            outcome=said["outcome"],
            rationale=said["rationale"],
            criteria={
                each.key: (said[each.key], said[f"{each.key}_why"])
                for each in (*CRITERIA, *CIRCUMSTANCES)
                if said[each.key]
            },
        )


class AskForm(GovukForm):
    """Freezing a report and asking for signatures; the box stands there where sections are empty."""

    as_is = forms.BooleanField(
        label="The empty sections are written elsewhere. Freeze the report as it is.",
        required=False,
    )

    def __init__(
        self, *args: Any, empty: Iterable[str], checks: Sequence[ReportCheck] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if not list(empty):
            del self.fields["as_is"]
        self.asked = checks
        for each in checks:
            self.fields[each.key] = prose(each.asks, rows=2, required=False, help_text=CHECK_HELP)

    def checks(self) -> dict[str, str]:
        """Return what was said of each check, by its key."""
        return {each.key: self.cleaned_data[each.key] for each in self.asked}


class TakeBackForm(GovukForm):
    """Why a report is taken back."""

    reason = prose("Why is it taken back?", rows=4)


class SignForm(GovukForm):
    """For which partner somebody signs."""

    partner = forms.ChoiceField(label="For which partner do you sign?", widget=GovukRadios)

    def __init__(self, *args: Any, partners: Iterable[PartnerKind], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["partner"]
        field.choices = [(each.value, each.label) for each in partners]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]


class ElsewhereForm(SignForm):
    """A signature that was given outside the portal."""

    signatory = post("Which post signed?")
    signed_on = GovukDateField(label="On which day?", subject="The day of signing")
    evidence = forms.CharField(
        label="How is it known?",
        max_length=300,
        help_text="Such as: signed letter on file. Do not name a person.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].label = "Which partner signed?"

    def facts(self, *, sha256: str) -> Elsewhere:
        """Return what was typed as the service takes it."""
        return Elsewhere(sha256=sha256, **self.cleaned_data)


class DispatchForm(GovukForm):
    """To whom the signed report is to be sent."""

    recipient = forms.ChoiceField(
        label="Who is it sent to?", choices=DispatchRecipient.choices, widget=GovukRadios
    )


class DispatchSentForm(GovukForm):
    """That it was sent."""

    sent_at = GovukDateTimeField(label="When was it sent?", subject="The sending")
    how = forms.CharField(
        label="How?", max_length=160, required=False, help_text="Such as: by secure e-mail."
    )
    receipt = forms.CharField(
        label="Receipt or reference, if there is one", max_length=160, required=False
    )
    late_reason = prose("Why was it late?", required=False, help_text=LATE_HELP)


class DispatchCancelForm(GovukForm):
    """Why it was not sent."""

    reason = forms.CharField(label="Why was it not sent?", max_length=300)
