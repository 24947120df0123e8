"""Who must be in the room for a group to decide, and whether they are. Pure.

A quorum is a rule of one partnership, not of the law: Merton's board needs any two of the three
partners and its executive all three, Kirklees' executive all three, the others state none
(statutory.md §2.2). What is counted is the *kind* of safeguarding partner, of which the law knows
three (Children Act 2004 s.16E(3)): one delegate who acts for two councils is one local authority
in the room, not two. Not decided here: whether somebody's seat may vote, or who a deputy is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from krscp_portal.foundation.wording import in_a_row

PARTNERS = {
    "local_authority": "local authority",
    "icb": "integrated care board",
    "police": "police",
}
NUMBERS = ("none", "one", "two", "three")


@dataclass(frozen=True)
class Rule:
    """A quorum as written down. `deputies_count` is None where nothing says."""

    minimum_partners: int | None = None
    required_kinds: frozenset[str] = frozenset()
    deputies_count: bool | None = None
    stated: bool = True


@dataclass(frozen=True)
class Present:
    """Somebody in the room who speaks for one kind of safeguarding partner, or for none ("")."""

    kind: str
    is_deputy: bool = False


def assess(rule: Rule, present: Iterable[Present]) -> Verdict:
    """Say whether the people present can decide, and who is missing when they cannot.

    Allowed, with a reason worth minuting, where no quorum is stated, or where it is only met by a
    deputy and nothing says whether deputies count. Refused with the partners who are missing.
    """
    if not rule.stated:
        return Allowed("No quorum is stated for this group.", code="none-stated")
    people = [each for each in present if each.kind in PARTNERS]
    principals = {each.kind for each in people if not each.is_deputy}
    everybody = {each.kind for each in people}
    counted = principals if rule.deputies_count is False else everybody
    if not _is_met(rule, counted):
        return Refused(_what_is_missing(rule, counted), code="not-quorate")
    if rule.deputies_count is None and not _is_met(rule, principals):
        return Allowed(
            f"Met only with a deputy for: {_listed(counted - principals)}. "
            "The arrangements do not say whether deputies count.",
            code="deputies-not-stated",
        )
    return Allowed()


def counted_kinds(rule: Rule, present: Iterable[Present]) -> frozenset[str]:
    """Return the kinds of partner that count as present; deputies do unless the rule says no."""
    return frozenset(
        each.kind
        for each in present
        if each.kind in PARTNERS and not (each.is_deputy and rule.deputies_count is False)
    )


def would_do(
    rule: Rule,
    present: Iterable[Present],
    *,
    names: Mapping[str, str],
    out: Mapping[str, str],
) -> str:
    """Say who would make the group quorate, or why nobody can; "" where it is, or needs nobody.

    `names` are the partners by kind, as people know them; `out` says of each kind that cannot come
    why: its seat is vacant, it sent apologies.
    """
    counted = counted_kinds(rule, present)
    if not rule.stated or _is_met(rule, set(counted)):
        return ""
    needed = [kind for kind in PARTNERS if kind in rule.required_kinds - counted]
    others = [kind for kind in PARTNERS if kind not in counted and kind not in needed]
    more = max((rule.minimum_partners or 0) - len(counted) - len(needed), 0)
    coming = [kind for kind in others if kind not in out]
    missing = [kind for kind in needed if kind in out]
    if len(coming) < more:
        missing += [kind for kind in others if kind in out]
    if missing:
        return f"Cannot be quorate: {'; '.join(out[kind] for kind in missing)}."
    if more == len(coming):
        needed, more = [kind for kind in PARTNERS if kind in (*needed, *coming)], 0
    return f"Quorate if {_who_joins(needed, coming, more, names)}."


def _who_joins(needed: list[str], coming: list[str], more: int, names: Mapping[str, str]) -> str:
    parts = []
    if needed:
        parts.append(f"{in_a_row(names[kind] for kind in needed)} join{_s(len(needed))}")
    if more == 1:
        parts.append(f"{' or '.join(names[kind] for kind in coming)} joins")
    elif more:
        listed = ", ".join(names[kind] for kind in coming)
        parts.append(f"{NUMBERS[more]} of these join: {listed}")
    return ", and ".join(parts)


def _s(number: int) -> str:
    return "s" if number == 1 else ""


def when_decided(kept: Mapping[str, Any]) -> str:
    """Say how the quorum stood when something was decided, from what was stored with it.

    Empty where nothing was stored: for what is decided between meetings there is no quorum.
    """
    if not kept:
        return ""
    kinds = [PARTNERS[kind] for kind in PARTNERS if kind in kept["present"]]
    count = f"{len(kinds)} of {len(PARTNERS)} safeguarding partners in the room"
    if kinds:
        count = f"{count} ({', '.join(kinds)})"
    if not kept["marked"]:
        count = "nobody was marked in the register"
    if kept["state"] == "none":
        return f"No quorum rule stated: {count}"
    when = "by the register of the meeting" if kept["after"] else "when decided"
    if kept["state"] == "not-quorate":
        return f"Not quorate at the minute it was recorded: {count}"
    said = f". {kept['said']}" if kept["state"] == "remark" else ""
    return f"Quorate {when}: {count}{said}".rstrip(".")


def in_words(rule: Rule) -> str:
    """Return the rule as one sentence for a page or a document."""
    if not rule.stated:
        return "No quorum is stated."
    least = max(rule.minimum_partners or 0, len(rule.required_kinds))
    if least == len(PARTNERS):
        sentence = "All three safeguarding partners must be present."
    elif set(rule.required_kinds) and least == len(rule.required_kinds):
        sentence = f"These partners must be present: {_listed(rule.required_kinds)}."
    else:
        sentence = f"At least {NUMBERS[least]} of the three safeguarding partners must be present."
        if rule.required_kinds:
            sentence = f"{sentence[:-1]}, always among them: {_listed(rule.required_kinds)}."
    deputies = {True: " Deputies count.", False: " Deputies do not count.", None: ""}
    return sentence + deputies[rule.deputies_count]


def _is_met(rule: Rule, kinds: set[str]) -> bool:
    return rule.required_kinds <= kinds and len(kinds) >= (rule.minimum_partners or 0)


def _what_is_missing(rule: Rule, counted: set[str]) -> str:
    needed = rule.required_kinds - counted
    if needed:
        return f"Not quorate. Nobody is present for: {_listed(needed)}."
    return (
        f"Not quorate. {NUMBERS[len(counted)].capitalize()} of the three safeguarding partners "
        f"present, {NUMBERS[rule.minimum_partners or 0]} needed. Absent: "
        f"{_listed(set(PARTNERS) - counted)}."
    )


def _listed(kinds: Iterable[str]) -> str:
    """Return the partners' names in the order of the Act, so that sentences never vary."""
    wanted = set(kinds)
    return ", ".join(name for kind, name in PARTNERS.items() if kind in wanted)
