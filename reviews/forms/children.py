"""The children of an incident: rows that come and go without JavaScript, nothing typed lost."""

from typing import Any, ClassVar, Final

from django import forms
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict
from django.http import QueryDict

from krscp_portal.foundation.forms import GovukForm, GovukRadios
from reviews import naming
from reviews.enums import AgeBand, CareStatus, Harm
from reviews.services import ChildFacts

PREFIX: Final = "children"
MOST: Final = 12
LIKE_A_NAME = (
    "This looks like a first name and a surname. Use a made-up word instead, such as Oak or Child A"
)


class Rows(GovukForm):
    """A form that can be shown again, changed in its rows, before it is judged."""

    def judge_later(self) -> None:
        """Show what was typed and no message: the person has not finished."""
        self._errors = ErrorDict()
        self.cleaned_data = {}


class ChildForm(Rows):
    """One child, by a pseudonym."""

    pseudonym = forms.CharField(
        max_length=40,
        label="Pseudonym",
        help_text="A made-up word or letter, such as Oak or Child A. Never a name, initials or "
        "anything that could tell who it is.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "govuk-input--width-20", "spellcheck": "false"}
        ),
    )
    age_band = forms.ChoiceField(
        label="Age", choices=[("", "Choose an age"), *AgeBand.choices], widget=forms.Select
    )
    harm = forms.ChoiceField(
        label="What happened to the child?",
        choices=Harm.choices,
        widget=GovukRadios(
            hints={
                Harm.DIED: "A suspected suicide counts as a death.",
                Harm.SERIOUSLY_HARMED: "Including serious or long-term harm to mental health or "
                "development. Recovery does not undo it.",
            }
        ),
    )
    care = forms.ChoiceField(
        label="Looked after by a local authority?",
        choices=CareStatus.choices,
        widget=GovukRadios,
    )

    def clean_pseudonym(self) -> str:
        """Refuse a pseudonym that reads like a full name: only a help against slips."""
        pseudonym = " ".join(str(self.cleaned_data["pseudonym"]).split())
        if naming.looks_like_a_name(pseudonym):
            raise forms.ValidationError(LIKE_A_NAME, code="like-a-name")
        return pseudonym

    def facts(self) -> ChildFacts:
        """Return what was typed as the service takes it."""
        return ChildFacts(**self.cleaned_data)


class ChildrenFormSet(BaseFormSet):
    """The rows; at least one, and no pseudonym twice."""

    item_name = "Child"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "too_few_forms": "An incident has at least one child.",
        "too_many_forms": f"At most {MOST} children can be logged with one incident.",
    }

    def clean(self) -> None:
        """Put a pseudonym's second use beside its field."""
        seen: set[str] = set()
        for form in self.forms:
            name = str(form.cleaned_data.get("pseudonym", "")).casefold()
            if name and name in seen:
                form.add_error("pseudonym", "Another child here has this pseudonym")
            seen.add(name)

    def facts(self) -> tuple[ChildFacts, ...]:
        """Return every child as the service takes it."""
        return tuple(form.facts() for form in self.forms)

    def problems(self) -> list[dict[str, str]]:
        """Return each message with the address of its input, for the error summary."""
        if not self.is_bound:
            return []
        found = [
            {"text": f"Child {number}: {text}", "href": f"#{field.first_id}"}
            for number, form in enumerate(self.forms, start=1)
            for field in form
            for text in field.problems
        ]
        return [*({"text": str(text), "href": ""} for text in self.non_form_errors()), *found]


_Factory: Any = forms.formset_factory(
    ChildForm,
    formset=ChildrenFormSet,
    extra=0,
    min_num=1,
    max_num=MOST,
    validate_min=True,
    validate_max=True,
    absolute_max=MOST + 1,
)


def children_formset(data: QueryDict | None = None) -> ChildrenFormSet:
    """Return the rows, empty or as they were typed. A row left wholly empty is an error too."""
    formset: ChildrenFormSet = _Factory(data, prefix=PREFIX, form_kwargs={"empty_permitted": False})
    return formset


def with_another(data: QueryDict) -> QueryDict:
    """Return what was typed with one more, empty, child at the end."""
    changed = data.copy()
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(min(_count(data) + 1, MOST))
    return changed


def without(data: QueryDict, place: int) -> QueryDict:
    """Return what was typed less the child in that place; those after it move up."""
    count = _count(data)
    changed = data.copy()
    if count < 2 or not 0 <= place < count:
        return changed
    for name in ChildForm.base_fields:
        for row in range(place, count - 1):
            changed.setlist(f"{PREFIX}-{row}-{name}", data.getlist(f"{PREFIX}-{row + 1}-{name}"))
        changed.pop(f"{PREFIX}-{count - 1}-{name}", None)
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(count - 1)
    return changed


def _count(data: QueryDict) -> int:
    typed = str(data.get(f"{PREFIX}-TOTAL_FORMS", "1"))
    return int(typed) if typed.isascii() and typed.isdigit() and int(typed) <= MOST else 1
