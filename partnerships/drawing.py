"""`docs/roles.md` from `roles.py`: what a data-protection officer reads in the place of code."""

from partnerships.roles import ROLES, Narrowing, Permission

INTRODUCTION = """# Roles and what they may do

Made by `manage.py draw_roles` from `partnerships/roles.py`; a test compares the two. The database
stores only who holds which role in which partnership, from when to when.

A restricted case is seen only by people named on it, whatever their role. Being named on one case
gives sight of that case alone. Emergency access to a restricted case needs a reason, ends by
itself and tells the others.

"Second step" says that a live portal asks a holder of the role for two-step verification.

A role that may be narrowed can be given for one group or for one agency. Narrowed to a group, it
changes that group alone. Narrowed to an agency, it sees that agency, its seats and whoever sits in
them, the groups that they sit on and what its people declared; the rest of the record is closed.
Without a bound a role counts for all of them.
"""

NARROWED = {
    Narrowing.AGENCY: ", may be narrowed to an agency",
    Narrowing.GROUP: ", may be narrowed to a group",
}

MEANINGS = {
    Permission.PARTNERSHIP_VIEW: "See the partnership's people, seats and agencies",
    Permission.PARTNERSHIP_EDIT: "Change people, seats, agencies and delegations",
    Permission.INTEREST_DECIDE: "Decide how somebody else’s declared interest is handled",
    Permission.ACCESS_MANAGE: "Invite people, give and end roles",
    Permission.AUDIT_VIEW: "Read the audit",
    Permission.DEADLINE_VIEW: "See deadlines and how dates are worked out",
    Permission.DEADLINE_EDIT: "Correct a deadline and record why it was late",
    Permission.CASE_LOG: "Log a serious incident",
    Permission.CASE_VIEW: "See the cases that are not restricted",
    Permission.CASE_EDIT: "Work on a case that one may see",
    Permission.CASE_DECIDE: "Record the decisions on a case",
    Permission.CASE_GRANT: "Name people on a case",
    Permission.CASE_IDENTITY: "Seal and open who a child of a case is, with a reason each time",
    Permission.DOCUMENT_VIEW: "Read drafts of arrangements and reports",
    Permission.DOCUMENT_EDIT: "Write and render arrangements and reports",
    Permission.DOCUMENT_PUBLISH: "Publish them",
    Permission.GOVERNANCE_VIEW: "See groups, quorum and the dispute ladder",
    Permission.GOVERNANCE_EDIT: "Change groups, quorum and the dispute ladder",
    Permission.PART_B_VIEW: "Read part B of meetings: papers, minutes and decisions kept apart",
}


def roles_document() -> str:
    """Return the whole document: each role in words, then role by permission as a table."""
    roles = list(ROLES.values())
    words = [
        f"- **{role.name}** (`{role.code}`){', second step' if role.needs_second_factor else ''}"
        f"{NARROWED.get(role.narrowed_to, '') if role.narrowed_to else ''}: {role.description}"
        for role in roles
    ]
    heads = " | ".join(role.name for role in roles)
    rows = [
        f"| {MEANINGS[permission]} | "
        + " | ".join("yes" if permission in role.permissions else "–" for role in roles)
        + " |"
        for permission in Permission
    ]
    table = [f"| May | {heads} |", "|---" * (len(roles) + 1) + "|", *rows]
    return "\n".join(
        [INTRODUCTION, "## The roles", "", *words, "", "## What each may do", "", *table, ""]
    )
