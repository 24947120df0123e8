from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance import documents
from governance.forms.minutes import ApproveForm, AskForm, CorrectForm
from governance.models import Meeting, MinuteEntry, MinutesComment, MinutesVersion
from governance.selectors import minutes as reads
from governance.selectors.minutes_content import content_of, seen_content
from governance.selectors.public_minutes import FULL_PDF, PDF, making_of
from governance.services import minutes as keeping
from governance.services import minutes_approval as approving
from governance.services import minutes_files as files
from governance.views.frames import address, as_file, may_keep, show_form
from governance.views.meeting_frames import meeting_frame, meeting_trail, seen_meeting
from governance.views.minutes import reads_b, require_sitting
from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(VIEW, for_an_agency=True)
def comments(request: PortalRequest, meeting: UUID) -> HttpResponse:
    """Show the draft with what members say of it, and take a comment or an answer."""
    found = seen_meeting(request, meeting)
    require_sitting(request, found)
    row = reads.minutes_of(found)
    if row is None or row.approved_on is not None or row.state != "comments":
        return redirect(address(request, "minutes", meeting=meeting))
    full = reads_b(request, found)
    entries = reads.entries_of(found).values()
    if request.method == "POST":
        wanted = request.POST.get("entry", "")
        entry = next((each for each in entries if str(each.public_id) == wanted), None)
        if entry is None or (entry.part == "B" and not full):
            raise Http404(NOT_FOUND)
        return _commented(request, found, entry)
    context = {
        **meeting_frame(request, found, here="minutes"),
        "minutes": row,
        "rows": _rows(found, reads_b=full),
        "blocks": seen_content(content_of(found), reads_b=full),
    }
    return render(request, "governance/minutes/comments.html", context)


@needs(EDIT, in_a_group=True)
@require_POST
def answer(request: PortalRequest, remark: UUID) -> HttpResponse:
    rows = MinutesComment.objects.select_related("entry__minutes__meeting__group")
    found = get_object_or_404(rows, public_id=remark)
    meeting = found.entry.minutes.meeting
    may_keep(request, meeting.group)
    if found.entry.part == "B" and not reads_b(request, meeting):
        raise Http404(NOT_FOUND)
    with refusals_as_message(request):
        keeping.answer_comment(
            comment=found,
            taken=request.POST.get("taken") == "yes",
            answer=request.POST.get("answer", ""),
            by=request.user,
            at=moment.now(),
        )
        messages.success(request, "The answer has been kept.")
    return redirect(address(request, "minutes-comments", meeting=meeting.public_id))


@needs(EDIT, in_a_group=True)
def ask_members(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _kept(request, meeting)
    form = AskForm(request.POST or None, initial={"until": reads.due_day(moment.today())})
    back = address(request, "minutes", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.ask_for_comments(
                meeting=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The members have been asked for their comments.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Ask the members for their comments",
        submit="Ask them",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def approve(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _kept(request, meeting)
    form = ApproveForm(
        request.POST or None,
        meetings=reads.meetings_after(found),
        initial={"approved_on": moment.today()},
    )
    back = address(request, "minutes", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            approving.approve_minutes(
                meeting=found,
                approved_in=_chosen(form.cleaned_data["approved_in"]),
                approved_on=form.cleaned_data["approved_on"],
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "The minutes have been approved. They never change now.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Approve the minutes",
        submit="Approve them",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def correct(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _kept(request, meeting)
    version = _last(found)
    form = CorrectForm(
        request.POST or None, content=version.content, meetings=reads.meetings_after(found)
    )
    back = address(request, "minutes", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            approving.correct_minutes(
                meeting=found,
                passage=form.passage_said(),
                what_changed=form.cleaned_data["what_changed"],
                noted_in=_chosen(form.cleaned_data["noted_in"]),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "The correction is a new version. The one before is kept.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Correct the minutes",
        submit="Correct them",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(VIEW, for_an_agency=True)
def as_word(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    version = _last(found)
    blocks = seen_content(version.content, reads_b=reads_b(request, found))
    content = documents.minutes_docx(blocks, meeting=found, partnership=request.partnership)
    files.note_taken(version=version, ending="docx", by=request.user, at=moment.now())
    return as_file(content, content_type=WORD, name=f"{_name(request, found)}.docx")


@needs(VIEW, for_an_agency=True)
def as_pdf(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    version = _last(found)
    kind = FULL_PDF if reads_b(request, found) else PDF
    job, _making = making_of(kind, version.public_id)
    if job is None or job.file_id is None:
        raise Http404(NOT_FOUND)
    made = files.read_pdf(job)
    files.note_taken(version=version, ending="pdf", by=request.user, at=moment.now())
    return as_file(made.content, content_type=made.content_type, name=made.name)


@needs(VIEW, for_an_agency=True)
@require_POST
def make_pdf(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    files.ask_for_pdf(
        version=_last(found),
        with_part_b=reads_b(request, found),
        by=request.user,
        at=moment.now(),
    )
    messages.success(request, "The PDF is being made. A notice tells you when it is ready.")
    return redirect(address(request, "minutes", meeting=meeting))


def _commented(request: PortalRequest, found: Meeting, entry: MinuteEntry) -> HttpResponse:
    with refusals_as_message(request):
        keeping.comment(
            entry=entry, text=request.POST.get("text", ""), by=request.user, at=moment.now()
        )
        messages.success(request, "Your comment has been kept.")
    return redirect(address(request, "minutes-comments", meeting=found.public_id))


def _rows(found: Meeting, *, reads_b: bool) -> list[dict[str, Any]]:
    return [
        {
            "title": f"{each.item.number} {each.item.title}".strip() if each.item else each.heading,
            "entry": each,
            "comments": list(each.comments.all()),
        }
        for each in _with_items(found)
        if reads_b or each.part == "A"
    ]


def _with_items(found: Meeting) -> list[MinuteEntry]:
    rows = MinuteEntry.objects.filter(minutes__meeting=found).select_related("item")
    return list(rows.prefetch_related("comments__by").order_by("order", "pk"))


def _kept(request: PortalRequest, meeting: UUID) -> Meeting:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    return found


def _last(found: Meeting) -> MinutesVersion:
    rows = MinutesVersion.objects.filter(minutes__meeting=found)
    version = rows.select_related("minutes__meeting__group").order_by("-number").first()
    if version is None:
        raise Http404(NOT_FOUND)
    return version


def _chosen(public_id: Any) -> Meeting | None:
    return Meeting.objects.get(public_id=public_id) if public_id else None


def _name(request: PortalRequest, found: Meeting) -> str:
    day = moment.local_day(found.starts_at).isoformat()
    return f"{request.partnership.slug}-minutes-{found.group.key}-{day}"
