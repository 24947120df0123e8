"""Forms of inviting posts to a panel's meeting, and of their answers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukCheckboxes, GovukForm, GovukRadios
from reviews.enums import PanelInvitationAnswer
from reviews.forms.wording import POST_HELP
from reviews.selectors.panel_invitations import Invitable

ANSWERS = [
    (each.value, each.label)
    for each in (PanelInvitationAnswer.COMING, PanelInvitationAnswer.APOLOGIES)
]


class InviteForm(GovukForm):
    """Which posts are invited: all that belong are ticked."""

    posts = forms.MultipleChoiceField(label="Who is invited?")

    def __init__(self, *args: Any, posts: Iterable[Invitable], **options: Any) -> None:
        rows = list(posts)
        options.setdefault("initial", {"posts": [each.key for each in rows]})
        super().__init__(*args, **options)
        choices = [(each.key, each.post) for each in rows]
        field: Any = self.fields["posts"]
        field.widget = GovukCheckboxes(hints={each.key: each.how for each in rows})
        field.choices = choices


class InviteAnotherForm(GovukForm):
    """A post that is not expected."""

    post = forms.CharField(label="Which post?", max_length=160, help_text=POST_HELP)
    email = forms.EmailField(
        label="To which address does the e-mail go?",
        required=False,
        help_text="Without one, tell them yourselves. The e-mail says when and where, no more.",
    )


class SendAgainForm(GovukForm):
    """The address that an invitation goes to once more."""

    email = forms.EmailField(label="To which address?")


class AnswerForm(GovukForm):
    """Whether somebody comes."""

    answer = forms.ChoiceField(label="What did they answer?", choices=ANSWERS, widget=GovukRadios)


class OwnAnswerForm(GovukForm):
    """Whether the person comes who was invited."""

    answer = forms.ChoiceField(label="Do you come?", choices=ANSWERS, widget=GovukRadios)
