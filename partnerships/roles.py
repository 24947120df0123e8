"""The authority model on one screen: permissions, and the roles that hold them.

Roles live in code and are reviewed like code; the database stores only which user holds which
role code in which partnership, from when to when. `docs/roles.md` is generated from this file.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Permission(StrEnum):
    """Everything that may be allowed or refused. The value is stored nowhere but in the audit."""

    PARTNERSHIP_VIEW = "partnership.view"
    PARTNERSHIP_EDIT = "partnership.edit"
    INTEREST_DECIDE = "interest.decide"
    ACCESS_MANAGE = "access.manage"
    AUDIT_VIEW = "audit.view"
    DEADLINE_VIEW = "deadline.view"
    DEADLINE_EDIT = "deadline.edit"
    CASE_LOG = "case.log"
    CASE_VIEW = "case.view"
    CASE_EDIT = "case.edit"
    CASE_DECIDE = "case.decide"
    CASE_GRANT = "case.grant"
    CASE_IDENTITY = "case.identity"
    DOCUMENT_VIEW = "document.view"
    DOCUMENT_EDIT = "document.edit"
    DOCUMENT_PUBLISH = "document.publish"
    GOVERNANCE_VIEW = "governance.view"
    GOVERNANCE_EDIT = "governance.edit"
    PART_B_VIEW = "governance.part_b"


class Narrowing(StrEnum):
    """What a role may be narrowed to, where a partnership wants that."""

    AGENCY = "agency"
    GROUP = "group"


P = Permission

# What belongs to one group; a role that is narrowed to a group holds these in that group alone.
GROUP_PERMISSIONS = frozenset({P.GOVERNANCE_EDIT, P.PART_B_VIEW})
# What belongs to one agency; a role that is narrowed to an agency holds these for that one alone.
AGENCY_PERMISSIONS = frozenset({P.PARTNERSHIP_VIEW, P.GOVERNANCE_VIEW})

_EVERYBODY = frozenset({P.PARTNERSHIP_VIEW, P.GOVERNANCE_VIEW, P.DOCUMENT_VIEW, P.DEADLINE_VIEW})


@dataclass(frozen=True)
class Role:
    """A named set of permissions with the description that people are shown.

    A second factor is required of whoever may see a case, by the role or by being named on one,
    or signs off.
    """

    code: str
    name: str
    description: str
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    signs_off: bool = False
    named_on_cases: bool = False
    narrowed_to: Narrowing | None = None

    @property
    def needs_second_factor(self) -> bool:
        return self.signs_off or self.named_on_cases or bool(self.permissions & _SENSITIVE)


_SENSITIVE = frozenset(
    {P.CASE_VIEW, P.CASE_EDIT, P.CASE_DECIDE, P.CASE_LOG, P.CASE_GRANT, P.CASE_IDENTITY}
)

_ALL = (
    Role(
        "manager",
        "Partnership manager",
        "Runs the partnership's record: people, groups, cases, deadlines and publications.",
        frozenset(P),
        signs_off=True,
    ),
    Role(
        "business_support",
        "Business support",
        "Keeps the record up to date and prepares documents; logs incidents and works on cases, "
        "but does not give people access.",
        frozenset(P)
        - {P.ACCESS_MANAGE, P.AUDIT_VIEW, P.CASE_DECIDE, P.CASE_GRANT, P.INTEREST_DECIDE}
        - {P.DOCUMENT_PUBLISH},
    ),
    Role(
        "lsp",
        "Lead safeguarding partner",
        "Heads a safeguarding partner; sees cases, decides with the other partners, signs off.",
        _EVERYBODY
        | {P.CASE_VIEW, P.CASE_LOG, P.CASE_DECIDE, P.AUDIT_VIEW, P.DOCUMENT_PUBLISH}
        | {P.INTEREST_DECIDE, P.PART_B_VIEW},
        signs_off=True,
    ),
    Role(
        "dsp",
        "Delegated safeguarding partner",
        "Acts for a lead safeguarding partner day to day; sees cases and decides on them.",
        _EVERYBODY
        | {P.CASE_VIEW, P.CASE_LOG, P.CASE_EDIT, P.CASE_DECIDE, P.INTEREST_DECIDE, P.PART_B_VIEW},
        signs_off=True,
    ),
    Role(
        "group_chair",
        "Group chair",
        "Chairs a group and keeps its work up to date; sees a case only when named on it.",
        _EVERYBODY | {P.GOVERNANCE_EDIT, P.PART_B_VIEW},
        named_on_cases=True,
        narrowed_to=Narrowing.GROUP,
    ),
    Role(
        "agency_contact",
        "Agency contact",
        "Answers requests for one agency; may log an incident, sees a case only when named on it.",
        _EVERYBODY | {P.CASE_LOG},
        named_on_cases=True,
        narrowed_to=Narrowing.AGENCY,
    ),
    Role(
        "scrutineer",
        "Independent scrutineer",
        "Reads everything of the partnership and downloads every report; sees a case only when "
        "named on it; writes only in scrutiny.",
        _EVERYBODY | {P.AUDIT_VIEW, P.PART_B_VIEW},
        signs_off=True,
        named_on_cases=True,
    ),
    Role(
        "young_scrutineer",
        "Young scrutineer",
        "Reads what the partnership does, never a case.",
        frozenset({P.PARTNERSHIP_VIEW, P.GOVERNANCE_VIEW, P.DOCUMENT_VIEW}),
    ),
    Role("lay_member", "Lay member", "Reads the partnership's record, never a case.", _EVERYBODY),
    Role(
        "lead_member",
        "Lead member for children",
        "Reads the partnership's record, never a case.",
        _EVERYBODY,
    ),
    Role(
        "auditor",
        "Auditor",
        "Reads the audit and the partnership's record, never a case.",
        _EVERYBODY | {P.AUDIT_VIEW},
        signs_off=True,
    ),
)

ROLES: dict[str, Role] = {role.code: role for role in _ALL}
