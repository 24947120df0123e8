"""May this person make this move, on this case, as it stands? One answer for page and service."""

from collections.abc import Mapping
from typing import Final

from krscp_portal.foundation.verdict import Verdict
from partnerships.access import Standing
from partnerships.roles import Permission
from reviews.enums import CaseState
from reviews.transitions import MoveCode, check

EDIT: Final = (Permission.CASE_EDIT,)
DECIDE: Final = (Permission.CASE_DECIDE,)

NEEDED: Final[Mapping[MoveCode, tuple[Permission, ...]]] = {
    MoveCode.LOG: (Permission.CASE_LOG,),
    MoveCode.RECORD_VIEW: (*EDIT, *DECIDE),
    MoveCode.DECIDE_TO_NOTIFY: DECIDE,
    MoveCode.DECIDE_NOT_TO_NOTIFY: DECIDE,
    MoveCode.RECONSIDER: DECIDE,
    MoveCode.NOTIFY: EDIT,
    MoveCode.OPEN_RAPID_REVIEW: EDIT,
    MoveCode.NOTIFY_AGAIN: EDIT,
    MoveCode.NAME_LEAD: EDIT,
    MoveCode.ASK_FOR_SIGNATURES: EDIT,
    MoveCode.TAKE_REPORT_BACK: EDIT,
    MoveCode.COMPLETE_RAPID_REVIEW: EDIT,
    MoveCode.SEND_RAPID_REVIEW: EDIT,
    MoveCode.WITHDRAW: DECIDE,
    MoveCode.RECORD_PANEL_RESPONSE: EDIT,
    MoveCode.REVISE_RAPID_REVIEW: DECIDE,
    MoveCode.HOLD_REVIEW: DECIDE,
    MoveCode.CLOSE_CASE: DECIDE,
    MoveCode.REOPEN_CASE: DECIDE,
    MoveCode.MIRROR_NATIONAL: EDIT,
    MoveCode.RECORD_REFERRAL: (*EDIT, Permission.CASE_LOG),
    MoveCode.ADD_OTHER_AUTHORITY: EDIT,
    MoveCode.RECORD_DEATH_NOTICE: EDIT,
    MoveCode.CORRECT_AWARENESS: EDIT,
}
"""Any one of the permissions will do."""


def role_allows(standing: Standing, code: MoveCode) -> Verdict:
    """Say whether the person's roles allow the move at all, whatever the case's state."""
    verdicts = [standing.can(permission) for permission in NEEDED[code]]
    return next((each for each in verdicts if each), verdicts[0])


def may_move(standing: Standing, code: MoveCode, state: CaseState | str) -> Verdict:
    """Say whether the person may make the move on a case in this state, with the reason if not."""
    return role_allows(standing, code) and check(code, state)


def may_name_people(standing: Standing) -> Verdict:
    """Say whether the person may name others on a case that they see, and restrict it."""
    return standing.can(Permission.CASE_GRANT)


def may_open_in_emergency(standing: Standing) -> Verdict:
    """Say whether the person may open a restricted case in an emergency: their role sees cases."""
    return standing.can(Permission.CASE_VIEW)


def may_take_file(standing: Standing) -> Verdict:
    """Say whether the person may take the file of a case that they see: who works or decides on it."""
    edits = standing.can(Permission.CASE_EDIT)
    return edits or standing.can(Permission.CASE_DECIDE)
