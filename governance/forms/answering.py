"""Forms of answers and guests."""

from collections.abc import Sequence
from typing import Any

from django import forms

from governance.enums import InviteeRole
from governance.services.answering import AnswerFacts, GuestFacts
from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.models import Person

OTHER = "other"


class AnswerForm(GovukForm):
    answer = forms.ChoiceField(label="Are you coming?", widget=GovukRadios())
    deputy = forms.ChoiceField(label="Who comes instead?", required=False, widget=GovukRadios())
    deputy_post = forms.CharField(
        label="Post of the deputy",
        max_length=160,
        required=False,
        help_text="Only if somebody comes instead: the post, such as head of service.",
    )
    remark = forms.CharField(label="Remark", max_length=240, required=False)

    def __init__(
        self,
        *args: Any,
        answers: Sequence[tuple[str, str]],
        deputies: Sequence[Person],
        **options: Any,
    ) -> None:
        """Offer what may be answered; who may send nobody is not asked for a deputy."""
        super().__init__(*args, **options)
        answer: Any = self.fields["answer"]
        answer.choices = answers
        self.deputies = {str(each.pk): each for each in deputies}
        if "deputy" not in dict(answers):
            del self.fields["deputy"], self.fields["deputy_post"]
        elif deputies:
            deputy: Any = self.fields["deputy"]
            names = [(key, each.name) for key, each in self.deputies.items()]
            deputy.choices = [*names, (OTHER, "Somebody else")]
        else:
            del self.fields["deputy"]

    def facts(self) -> AnswerFacts:
        """Return what was answered."""
        said = self.cleaned_data
        return AnswerFacts(
            answer=said["answer"],
            deputy=self.deputies.get(said.get("deputy", "")),
            deputy_post=said.get("deputy_post", ""),
            remark=said["remark"],
        )


class GuestForm(GovukForm):
    guest = forms.CharField(
        label="Post of the guest", max_length=160, help_text="The post, never a private person."
    )
    guest_email = forms.EmailField(
        label="Email address", required=False, help_text="The invitation goes there."
    )
    role = forms.ChoiceField(
        label="Asked as",
        choices=[
            (each.value, each.label) for each in InviteeRole if each is not InviteeRole.MEMBER
        ],
        initial=InviteeRole.GUEST,
        widget=GovukRadios(),
    )
    reads_part_b = forms.BooleanField(
        label="May read part B of this meeting",
        required=False,
        help_text="Confidential papers, after signing in with this address.",
    )

    def facts(self) -> GuestFacts:
        """Return what was entered."""
        return GuestFacts(**self.cleaned_data)
