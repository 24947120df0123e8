"""A group's terms of reference in versions, who has to approve them, and for how long it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from governance import comparing, lasting
from governance.approving import OFFICERS, Voice, missing
from governance.comparing import Passage
from governance.enums import GroupKind, TermsState
from governance.models import Group, GroupExtension, TermsVersion
from partnerships.enums import RuleKind, RuleStance, SeatRole
from partnerships.models import Appointment, LocalRule, Seat, User
from partnerships.order_rules.facts import PRINCIPAL

EXECUTIVE = "the executive"


@dataclass(frozen=True)
class Officer:
    """One chief officer's seat as the page of a draft shows it."""

    seat: UUID
    title: str
    is_held: bool
    agrees: bool
    is_mine: bool


@dataclass(frozen=True)
class TermsPage:
    """Everything that the page of a group's terms shows."""

    in_force: TermsVersion | None
    draft: TermsVersion | None
    earlier: tuple[TermsVersion, ...]
    put_away: tuple[TermsVersion, ...]  # with what a chief officer had approved of them
    officers: tuple[Officer, ...] | None  # None: no rule of this partnership asks for them
    can_compare: bool

    @property
    def missing(self) -> list[str]:
        """Return the chief officers whose agreement to the draft is not there."""
        return missing(voices(self.officers or ()))


@dataclass(frozen=True)
class TermsLine:
    """A group's terms in one line: what the group's own page says of them."""

    in_force: TermsVersion | None = None
    draft: TermsVersion | None = None
    remark: str = ""
    extensions: tuple[GroupExtension, ...] = field(default_factory=tuple)


def terms_page(*, group: Group, user: User, on: date) -> TermsPage:
    """Return every version of a group's terms, the newest first; five queries at most."""
    versions = list(group.terms.select_related("document").order_by("-number"))
    draft = next((each for each in versions if each.state == TermsState.DRAFT), None)
    in_force = next((each for each in versions if each.state == TermsState.APPROVED), None)
    return TermsPage(
        in_force=in_force,
        draft=draft,
        earlier=tuple(each for each in versions if each.state == TermsState.REPLACED),
        put_away=tuple(each for each in versions if each.state == TermsState.PUT_AWAY),
        officers=officers_of(group, draft, user=user, on=on) if draft else None,
        can_compare=bool(draft and in_force and draft.text and in_force.text),
    )


def terms_line(*, group: Group, on: date) -> TermsLine:
    """Return what a group's own page says of its terms and its last day; two queries."""
    rows = list(group.terms.exclude(state=TermsState.REPLACED).defer("text").order_by("number"))
    return TermsLine(
        in_force=next((each for each in rows if each.state == TermsState.APPROVED), None),
        draft=next((each for each in rows if each.state == TermsState.DRAFT), None),
        remark="" if group.ended_on else lasting.remark(span_of(group), on=on),
        extensions=tuple(group.extensions.order_by("agreed_on", "pk")),
    )


def version_before(version: TermsVersion) -> TermsVersion | None:
    """Return the version that this one follows; one query."""
    return (
        TermsVersion.objects.filter(group=version.group_id, number__lt=version.number)
        .exclude(state=TermsState.PUT_AWAY)
        .order_by("-number")
        .first()
    )


def passages(version: TermsVersion, before: TermsVersion) -> list[Passage]:
    """Return what changed from one version to the next, paragraph by paragraph."""
    return comparing.compared(before.text, version.text)


def officers_of(
    group: Group, version: TermsVersion, *, user: User, on: date
) -> tuple[Officer, ...] | None:
    """Return the chief officers who approve this group's terms; None where no rule asks for it.

    They are the lead partners' seats; four queries at most. A rule that only records a practice
    refuses nothing, so it asks nobody.
    """
    rule = binding_rule(RuleKind.TERMS_OF_REFERENCE_APPROVED_BY_CHIEF_OFFICERS)
    if rule is None or (rule.applies_to and group.key not in rule.applies_to):
        return None
    seats = list(Seat.objects.filter(role=SeatRole.LSP, closed_on=None).order_by("title", "pk"))
    held = _holders(seats, on=on)
    agreed = set(
        version.approvals.filter(revision=version.revision).values_list("seat_id", flat=True)
    )
    return tuple(
        Officer(
            seat=seat.public_id,
            title=seat.title,
            is_held=seat.pk in held,
            agrees=seat.pk in agreed,
            is_mine=user.pk in held.get(seat.pk, set()),
        )
        for seat in seats
    )


def voices(officers: Iterable[Officer]) -> list[Voice]:
    """Return the chief officers as the pure rule's own values."""
    return [Voice(each.title, is_held=each.is_held, agrees=each.agrees) for each in officers]


def usual_approver(group: Group) -> str:
    """Return the body that most likely approves a group's terms; the form only proposes it."""
    rule = binding_rule(RuleKind.TERMS_OF_REFERENCE_APPROVED_BY_CHIEF_OFFICERS)
    if rule is not None and (not rule.applies_to or group.key in rule.applies_to):
        return OFFICERS
    above = group.reports_to
    return above.name if above is not None else ""


def themed_needs() -> str:
    """Return whose agreement a themed group needs here; empty where no rule refuses one without."""
    rule = binding_rule(RuleKind.THEMED_GROUP_NEEDS_EXECUTIVE)
    if rule is None:
        return ""
    named = Group.objects.current().filter(key__in=rule.applies_to).order_by("pk").first()
    return named.name if named else EXECUTIVE


def binding_rule(kind: RuleKind) -> LocalRule | None:
    """Return the partnership's own rule of the kind where it refuses; one query."""
    return LocalRule.objects.filter(
        kind=kind, stance=RuleStance.REFUSE, confirmed=True, ended_on=None
    ).first()


def span_of(group: Group) -> lasting.Span:
    """Return a group as the pure rule of its days wants it."""
    return lasting.Span(
        kind=group.kind,
        formed_on=group.formed_on,
        sunset_on=group.sunset_on,
        themed=group.themed,
        agreed_by=group.agreed_by,
        agreed_on=group.agreed_on,
    )


def groups_to_end(*, on: date) -> list[Group]:
    """Return the current groups whose last day is past or near, the first first; one query."""
    near = Group.objects.current().filter(sunset_on__lte=on + lasting.NOTICE)
    return list(near.order_by("sunset_on", "pk"))


def terms_to_review(*, on: date) -> list[TermsVersion]:
    """Return the terms in force whose day of review has come; one query."""
    due = TermsVersion.objects.filter(
        state=TermsState.APPROVED, review_on__lte=on, group__ended_on=None
    )
    return list(due.select_related("group").defer("text").order_by("review_on", "pk"))


def is_short(group: Group) -> bool:
    """Say whether the group is one that ends by a day."""
    return group.kind == GroupKind.TASK_AND_FINISH or group.sunset_on is not None


def _holders(seats: list[Seat], *, on: date) -> dict[int, set[int]]:
    """Return the accounts of those who fill each seat that is held; a holder may have none."""
    found: dict[int, set[int]] = {}
    rows = Appointment.objects.filter(seat__in=seats, kind__in=PRINCIPAL, period__contains=on)
    for seat, user in rows.values_list("seat_id", "person__user_id"):
        found.setdefault(seat, set()).add(user or 0)
    return found
