from typing import Any
from uuid import UUID
from zlib import crc32

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.enums import MinutesState
from governance.models import AgendaItem, Meeting
from governance.selectors import minutes as reads
from governance.selectors.decisions import to_be_minuted
from governance.selectors.members import groups_of
from governance.selectors.minutes_content import seen_content
from governance.selectors.public_minutes import FULL_PDF, PDF, making_of
from governance.selectors.reading import groups_read_in_full, may_read_part_b
from governance.services import minutes as keeping
from governance.services.minutes import EditedMeanwhile, Typed
from governance.views.frames import address, may_keep
from governance.views.meeting_frames import meeting_frame, seen_meeting
from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_as_message
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT
PAGES = {"action": "item-action-add", "interest": "interest-add"}
STATES = {"begin": "planned", "discussed": "discussed", "closed": "closed", "undo": "planned"}


@needs(VIEW, for_an_agency=True)
def minutes(request: PortalRequest, meeting: UUID) -> HttpResponse:
    """Show the minutes: to write for who keeps the record, to read for who may."""
    found = seen_meeting(request, meeting)
    if request.method == "POST":
        return _save(request, found)
    row = reads.minutes_of(found)
    if row is not None and row.approved_on is not None:
        return _approved(request, found, row)
    if request.standing.can(EDIT, group_key=found.group.key):
        return _write(request, found, {})
    if _sits(request, found) and row is not None and row.state == "comments":
        return redirect(address(request, "minutes-comments", meeting=meeting))
    context = {**meeting_frame(request, found, here="minutes"), "minutes": row}
    return render(request, "governance/minutes/none.html", context)


@needs(EDIT, in_a_group=True)
@require_POST
def entry(request: PortalRequest, meeting: UUID) -> HttpResponse:
    """Keep one entry while it is written; htmx asks and shows what this answers."""
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    key = request.POST.get("entry", "")
    context: dict[str, Any] = {"key": key, "meeting": found}
    try:
        kept = _keep(request, found, key)
        context |= {"revision": kept.revision, "was": _print(kept.text), "kept_at": kept.edited_at}
    except EditedMeanwhile as conflict:
        context |= {
            "conflict": conflict,
            "revision": request.POST.get(f"revision-{key}", "0"),
            "was": request.POST.get(f"was-{key}", ""),
        }
    except DomainError as refusal:
        context |= {"refusal": str(refusal), "revision": request.POST.get(f"revision-{key}", "0")}
    return render(request, "governance/minutes/_kept.html", context)


@needs(EDIT, in_a_group=True)
def live(request: PortalRequest, meeting: UUID) -> HttpResponse:
    """Say who else writes where, and how long each item has taken; htmx asks every ten seconds."""
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    return render(request, "governance/minutes/_live.html", {"cards": _cards(request, found)})


def reads_b(request: PortalRequest, meeting: Meeting) -> bool:
    """Say whether the person reads part B of the meeting."""
    return bool(
        may_read_part_b(
            request.user,
            request.standing,
            group=meeting.group,
            on=moment.today(),
            meeting=meeting,
        )
    )


def _approved(request: PortalRequest, found: Meeting, row: Any) -> HttpResponse:
    versions = list(row.versions.select_related("frozen_by", "noted_in").order_by("-number"))
    full = reads_b(request, found)
    job, making = making_of(FULL_PDF if full else PDF, versions[0].public_id)
    context = {
        **meeting_frame(request, found, here="minutes"),
        "minutes": row,
        "tone": reads.TONES[MinutesState(row.state)],
        "version": versions[0],
        "versions": versions,
        "blocks": seen_content(versions[0].content, reads_b=full),
        "making": making,
        "has_pdf": bool(job and job.file_id),
    }
    return render(request, "governance/minutes/read.html", context)


def _write(
    request: PortalRequest, found: Meeting, conflicts: dict[str, EditedMeanwhile]
) -> HttpResponse:
    if found.state not in ("open", "held"):
        context = {**meeting_frame(request, found, here="minutes"), "minutes": None}
        return render(request, "governance/minutes/none.html", context)
    row = reads.minutes_of(found)
    cards = _cards(request, found)
    rows = [
        {
            "card": card,
            "conflict": conflicts.get(card.key),
            "text": conflicts[card.key].typed if card.key in conflicts else card.text,
            "revision": request.POST.get(f"revision-{card.key}", card.revision)
            if card.key in conflicts
            else card.revision,
            "was": _print(card.text),
        }
        for card in cards
    ]
    context = {
        **meeting_frame(request, found, here="minutes"),
        "minutes": row,
        "rows": rows,
        "has_conflicts": bool(conflicts),
        "waiting": to_be_minuted(found),
        "tone": reads.TONES[MinutesState(row.state)] if row else "yellow",
        "unanswered": sum(card.comments for card in cards),
    }
    return render(request, "governance/minutes/live.html", context)


def _save(request: PortalRequest, found: Meeting) -> HttpResponse:
    """Keep everything that was typed, then do what the button says; nothing typed is lost."""
    may_keep(request, found.group)
    conflicts: dict[str, EditedMeanwhile] = {}
    act, _colon, key = request.POST.get("go", "save").partition(":")
    for name in [each.removeprefix("text-") for each in request.POST if each.startswith("text-")]:
        if act == "take" and key == name:
            continue  # the other's text stays: this is how somebody gives theirs up
        try:
            with_over = key if act == "keep" else ""
            _keep(request, found, name, over=with_over)
        except EditedMeanwhile as conflict:
            conflicts[name] = conflict
        except DomainError as refusal:
            messages.error(request, str(refusal))
    if conflicts:
        return _write(request, found, conflicts)
    back = address(request, "minutes", meeting=found.public_id)
    if act in STATES or act in PAGES or act == "decision":
        return _go(request, found, act, key, back)
    if act == "save":
        messages.success(request, "Saved.")
    return redirect(f"{back}#item-{key.partition('~')[0]}" if key else back)


def _go(request: PortalRequest, found: Meeting, act: str, key: str, back: str) -> HttpResponse:
    item = _item(found, key)
    if item is None:
        raise Http404(NOT_FOUND)
    if act in STATES:
        with refusals_as_message(request):
            keeping.settle_item(item=item, state=STATES[act], by=request.user, at=moment.now())
        return redirect(f"{back}#item-{key}")
    if act == "decision":
        page = address(request, "meeting-decision-add", meeting=found.public_id)
        return redirect(f"{page}?item={key}&from=minutes")
    page = address(request, PAGES[act], meeting=found.public_id, item=item.public_id)
    return redirect(f"{page}?from=minutes")


def _keep(request: PortalRequest, found: Meeting, key: str, *, over: str = "") -> Any:
    """Keep one entry, if it was changed here; `over` is "key~revision" of the text to replace."""
    text = request.POST.get(f"text-{key}", "").replace("\r\n", "\n")
    item = _item(found, key)
    over_key, _tilde, revision = over.partition("~")
    begun = _number(request.POST.get(f"revision-{key}", "0"))
    untouched = request.POST.get(f"was-{key}") == _print(text)
    if untouched and over_key != key:
        kept = reads.entries_of(found).get(item.pk if item else None)
        return kept or _Unwritten()
    typed = Typed(item, text, begun, _number(revision) if over_key == key else None)
    return keeping.save_entry(meeting=found, typed=typed, by=request.user, at=moment.now())


class _Unwritten:
    """An entry of which nothing was ever written."""

    text, revision, edited_at = "", 0, None


def _item(found: Meeting, key: str) -> AgendaItem | None:
    if key == reads.OTHER_KEY:
        return None
    try:
        public_id = UUID(key)
    except ValueError:
        raise Http404(NOT_FOUND) from None
    item: AgendaItem = get_object_or_404(found.items, public_id=public_id)
    return item


def _cards(request: PortalRequest, found: Meeting) -> list[reads.Card]:
    return reads.cards_of(
        found,
        request.user,
        request.standing,
        reads_b=reads_b(request, found),
        at=moment.now(),
    )


def _sits(request: PortalRequest, found: Meeting) -> bool:
    mine = groups_read_in_full(request.user, on=moment.today())
    return bool(mine & {each.pk for each in groups_of(found)})


def require_sitting(request: PortalRequest, found: Meeting) -> None:
    """Stop whoever neither sits on a group of the meeting nor keeps its record."""
    if request.standing.can(EDIT, group_key=found.group.key) or _sits(request, found):
        return
    raise PermissionDenied(keeping.STRANGER)


def _print(text: str) -> str:
    """Return a mark of a text, by which a page sees whether it was changed there."""
    return str(crc32(text.replace("\r\n", "\n").strip().encode()))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
