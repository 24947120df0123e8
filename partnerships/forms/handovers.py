"""Handing over: when, what to whom, and the note."""

from typing import Any
from uuid import UUID

from django import forms

from krscp_portal.foundation.forms import GovukForm
from partnerships.forms.fields import DayField, prose
from partnerships.holdings import Holding
from partnerships.models import User
from partnerships.services.handovers import Pile, Step, field_of

END = "end"
NOTE_HINT = (
    "What a successor needs to know: what is under way, whom to ask, where things are kept. "
    "Name no child."
)


class StartHandoverForm(GovukForm):
    last_day = DayField(label="Their last day")


class ChangeHandoverForm(GovukForm):
    last_day = DayField(
        label="Their last day", help_text="It stays once something was handed over."
    )
    note = prose(
        "Note for the successor", limit=10000, rows=12, required=False, help_text=NOTE_HINT
    )


class PassForm(GovukForm):
    """A question for each thing that is left: who takes it over, or does it end."""

    def __init__(
        self, *args: Any, piles: list[Pile], successors: list[User], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._asked: dict[str, tuple[str, UUID]] = {}
        self._people = {str(each.public_id): each for each in successors}
        self.piles = piles
        for pile in piles:
            for each in pile.things if pile.kind.pass_on else ():
                if not each.closed:
                    self._ask(pile, each, successors)

    def _ask(self, pile: Pile, thing: Holding, successors: list[User]) -> None:
        name = field_of(pile.kind.code, thing.thing)
        takers = successors if thing.takers is None else thing.takers
        people = [(str(each.public_id), each.display_name) for each in takers]
        self._people |= {str(each.public_id): each for each in takers}
        self._asked[name] = (pile.kind.code, thing.thing)
        self.fields[name] = forms.ChoiceField(
            label=f"{thing.text}{f' ({thing.detail})' if thing.detail else ''}",
            required=False,
            choices=[("", "Not now"), (END, pile.kind.ending), *people],
        )

    def parts(self) -> list[tuple[Pile, list[tuple[Holding, forms.BoundField | None]]]]:
        """Return each kind with its things, and the question about each that can be asked here."""
        return [
            (pile, [(each, self._question(pile, each)) for each in pile.things])
            for pile in self.piles
        ]

    def steps(self) -> list[Step]:
        """Return what was chosen; what is for later is left out."""
        chosen = {name: self.cleaned_data[name] for name in self._asked}
        return [
            Step(*self._asked[name], to=None if answer == END else self._people[answer])
            for name, answer in chosen.items()
            if answer
        ]

    def _question(self, pile: Pile, thing: Holding) -> forms.BoundField | None:
        name = field_of(pile.kind.code, thing.thing)
        return self[name] if name in self.fields else None
