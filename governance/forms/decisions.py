"""Forms of decisions: what was decided and how each seat stood, interests, what the list shows."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from governance.enums import DecisionMode, InterestHandling, MeetingState, Reached, Stance
from governance.forms.actions import FilterBoundField, open_seats, seat_name
from governance.forms.fields import DayField, RowField, dated, offer, words
from governance.models import AgendaItem, Decision, Group, Meeting, Position
from governance.selectors.deciding import Attender
from governance.selectors.decisions import DecisionFilter, earlier_of, held_before
from governance.services.decisions import DecisionFacts
from governance.services.positions import InterestFacts, PositionFacts
from krscp_portal.foundation.forms import GovukForm, GovukRadios, Section
from partnerships.models import ConflictDeclaration, Seat
from partnerships.paper_field import PaperField

NOT_ASKED = ("", "Nothing recorded")
AT_MEETING = [each for each in Reached.choices if each[0] != Reached.PARTNER]
BETWEEN = [each for each in Reached.choices if each[0] != Reached.VOTE]


class DecisionFilterForm(GovukForm):
    bound_field_class = FilterBoundField
    group = RowField(label="Group", required=False, empty_label="All")
    year = forms.ChoiceField(label="Year", required=False)
    mode = forms.ChoiceField(
        label="Where", choices=[("", "Anywhere"), *DecisionMode.choices], required=False
    )
    words = forms.CharField(label="Words or reference", max_length=100, required=False)
    waiting = forms.BooleanField(label="Only what is to be minuted", required=False)

    def __init__(self, *args: Any, years: Iterable[int], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", Group.objects.order_by("name", "pk"))
        field: Any = self.fields["year"]
        field.choices = [("", "All"), *((str(each), str(each)) for each in years)]

    def wanted(self) -> DecisionFilter:
        """Return what was asked for; with anything wrong in it, the whole register."""
        return DecisionFilter(**self.cleaned_data) if self.is_valid() else DecisionFilter()


class PositionsForm(GovukForm):
    """The seats that could take part, a choice each; a deputy's row asks for the mandate as well."""

    def add_seats(self, attenders: Sequence[Attender]) -> None:
        """Make the fields of the seats, partners first, in two sections."""
        self.attenders = list(attenders)
        before = self._held_by_deputised()
        for each in self.attenders:
            key = each.sitting.seat.public_id
            self.fields[f"stance_{key}"] = forms.ChoiceField(
                label=each.name, choices=[NOT_ASKED, *Stance.choices], required=False
            )
            if each.by_deputy:
                self._ask_for_mandate(each, before.get(each.sitting.seat.pk, []))

    def names_of(self, *, partners: bool) -> tuple[str, ...]:
        """Return the names of the fields of the partners' seats, or of the others'."""
        found = []
        for each in self.attenders:
            if bool(each.sitting.seat.speaks_for) != partners:
                continue
            key = each.sitting.seat.public_id
            found += [
                name
                for name in (
                    f"stance_{key}", f"departs_{key}", f"confirmed_{key}", f"confirmation_{key}",
                )
                if name in self.fields
            ]  # fmt: skip
        return tuple(found)

    def positions(self) -> tuple[PositionFacts, ...]:
        """Return how the seats stood; a seat of which nothing was said is left out."""
        found = []
        for each in self.attenders:
            seat = each.sitting.seat
            said = {
                name: self.cleaned_data.get(f"{name}_{seat.public_id}")
                for name in ("stance", "departs", "confirmed", "confirmation")
            }
            if not said["stance"]:
                continue
            found.append(
                PositionFacts(
                    seat=seat,
                    stance=said["stance"],
                    by_deputy=each.by_deputy,
                    departs_from=self._earlier(said["departs"]),
                    confirmed_on=said["confirmed"],
                    confirmation=said["confirmation"],
                )
            )
        return tuple(found)

    def _held_by_deputised(self) -> dict[int, list[Position]]:
        seats = [each.sitting.seat.pk for each in self.attenders if each.by_deputy]
        self.held = held_before(seats) if seats else []
        found: dict[int, list[Position]] = {}
        for row in self.held:
            found.setdefault(row.seat_id, []).append(row)
        return found

    def _ask_for_mandate(self, attender: Attender, before: list[Position]) -> None:
        key, title = attender.sitting.seat.public_id, attender.sitting.seat.title
        choices = [("", "No")] + [
            (str(row.public_id), f"{row.decision.reference}: {row.get_stance_display()}")
            for row in before
        ]
        self.fields[f"departs_{key}"] = forms.ChoiceField(
            label=f"Does the deputy depart from what the member held? ({title})",
            choices=choices,
            required=False,
        )
        self.fields[f"confirmed_{key}"] = DayField(
            label=f"Day of the member’s written confirmation ({title})", required=False
        )
        self.fields[f"confirmation_{key}"] = PaperField(
            label=f"The confirmation ({title})", required=False, help_text=""
        )

    def _earlier(self, public_id: Any) -> Position | None:
        return next((row for row in self.held if str(row.public_id) == public_id), None)


class DecisionForm(PositionsForm):
    title = forms.CharField(
        label="Title", max_length=200, help_text="What a register shows. No names of children."
    )
    text = words("What was decided", required=True)
    reached = forms.ChoiceField(label="How it was reached", widget=GovukRadios())
    decided_on = DayField(label="Day of the decision", required=False)
    lead = RowField(label="Who acted", required=False, empty_label="Nobody alone")
    replaces = RowField(
        label="Does it replace an earlier decision?", required=False, empty_label="No"
    )
    part = forms.BooleanField(label="Only for those who read part B", required=False)

    def __init__(
        self,
        *args: Any,
        group: Group,
        attenders: Sequence[Attender],
        meeting: Meeting | None = None,
        item: AgendaItem | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("initial", {"reached": Reached.CONSENSUS})
        super().__init__(*args, **options)
        self.group, self.meeting, self.item = group, meeting, item
        reached: Any = self.fields["reached"]
        reached.choices = AT_MEETING if meeting else BETWEEN
        earlier = Decision.objects.filter(pk__in=[row.pk for row in earlier_of(group)])
        offer(self, "replaces", earlier.order_by("-decided_on", "-pk"), label=_decision_name)
        if meeting is not None:
            del self.fields["decided_on"], self.fields["lead"]
        else:
            offer(self, "lead", open_seats(), label=seat_name)
        self.add_seats(attenders)
        self.sections = (  # type: ignore[misc]
            Section("The decision", ("title", "text", "decided_on", "reached", "lead", "replaces", "part")),
            Section("How the safeguarding partners stood", self.names_of(partners=True)),
            Section("Others of the group", self.names_of(partners=False), "Where they said so."),
        )  # fmt: skip

    def facts(self) -> DecisionFacts:
        """Return what was entered."""
        data = self.cleaned_data
        return DecisionFacts(
            group=self.group,
            title=data["title"],
            text=data["text"],
            reached=data["reached"],
            meeting=self.meeting,
            item=self.item,
            decided_on=data.get("decided_on"),
            lead=data.get("lead"),
            part="B" if data["part"] else "A",
            replaces=data["replaces"],
            positions=self.positions(),
        )


class BetweenGroupForm(GovukForm):
    group = RowField(label="Which group decided?")

    def __init__(self, *args: Any, groups: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", groups)


class MinuteItForm(GovukForm):
    meeting = RowField(label="In which meeting was it minuted?")

    def __init__(self, *args: Any, decision: Decision, **options: Any) -> None:
        super().__init__(*args, **options)
        begun = Meeting.objects.of_group(decision.group).filter(
            state__in=(MeetingState.OPEN, MeetingState.HELD)
        )
        offer(self, "meeting", begun.order_by("-starts_at"), label=dated)


class InterestForm(GovukForm):
    seat = RowField(label="Who")
    what = forms.CharField(
        label="What is the interest?", max_length=240, help_text="As it is to be minuted."
    )
    handling = forms.ChoiceField(
        label="What was done?", choices=InterestHandling.choices, widget=GovukRadios()
    )
    declaration = RowField(
        label="The declaration on the register", required=False, empty_label="None"
    )

    def __init__(self, *args: Any, attenders: Sequence[Attender], on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = Seat.objects.filter(pk__in=[each.sitting.seat.pk for each in attenders])
        offer(self, "seat", seats.select_related("organisation").order_by("title"), label=seat_name)
        holders = [each.sitting.holder.pk for each in attenders if each.sitting.holder]
        rows = ConflictDeclaration.objects.filter(person__in=holders, ended_on__isnull=True)
        rows = rows.exclude(kind="nothing").select_related("person").order_by("pk")
        offer(self, "declaration", rows, label=_declaration_name)

    def facts(self) -> InterestFacts:
        """Return what was entered."""
        return InterestFacts(**self.cleaned_data)


def _decision_name(row: Decision) -> str:
    return f"{row.reference}: {row.title}"


def _declaration_name(row: ConflictDeclaration) -> str:
    return f"{row.person.name}: {row.get_kind_display()}"
