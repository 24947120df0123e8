"""Which deaths are told to the Secretary of State and Ofsted, whatever the threshold says.

The rule: a looked-after child who died, and a care leaver under 25 who died. The Panel's form,
where one is sent for the child, does it too.

Authority: Children Act 1989 Sch.2 para 20 for looked-after children; for care leavers the
guidance says should, not must (statutory rules D3 and D4). Not decided here: when it is due.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from reviews.enums import CareStatus, DeathNoticeKind, Harm


class CaredFor(Protocol):
    """A child as far as this rule asks."""

    @property
    def harm(self) -> str: ...

    @property
    def care(self) -> str: ...


DEATH_RULES: Final[Mapping[DeathNoticeKind, str]] = {
    DeathNoticeKind.LOOKED_AFTER: "notify_looked_after_death",
    DeathNoticeKind.CARE_LEAVER: "notify_care_leaver_death",
}
"""The statutory rule behind each kind of notice."""

_KIND_OF: Final[Mapping[str, DeathNoticeKind]] = {
    CareStatus.LOOKED_AFTER: DeathNoticeKind.LOOKED_AFTER,
    CareStatus.CARE_LEAVER: DeathNoticeKind.CARE_LEAVER,
}


def death_kinds(children: Iterable[CaredFor]) -> list[DeathNoticeKind]:
    """Return the kinds of notice that these children's deaths ask for, each once."""
    owed = {
        _KIND_OF[child.care]
        for child in children
        if child.harm == Harm.DIED and child.care in _KIND_OF
    }
    return [kind for kind in DeathNoticeKind if kind in owed]
