from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from krscp_portal.foundation import moment
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_as_message, refusals_on
from reviews.enums import DispatchKind
from reviews.forms.outgoing import LetterForm
from reviews.forms.reports import DispatchCancelForm, DispatchSentForm
from reviews.selectors import outgoing as reads
from reviews.services import outgoing as services
from reviews.services.dispatches import SentFacts
from reviews.services.report_files import read_copy
from reviews.views.desks import Desk, on_desk
from reviews.views.report_pages import as_file

TRAIL = "Letters"
PREPARED = "The letter is prepared. Its copy is being made; record here when it was sent."


@on_desk("letters")
def listed(request: PortalRequest, desk: Desk) -> HttpResponse:
    context = {
        "heading": "Letters about delay and new information",
        "cards": reads.letters_of(desk.subject),
        "root": desk.address("letters"),
        "may_write": desk.may_edit and desk.subject.closed_on is None,
    }
    return desk.show("reviews/outgoing/list.html", context)


@on_desk("letter", edit=True)
def prepare(request: PortalRequest, desk: Desk, about: str) -> HttpResponse:
    kind = reads.LETTERS.get(about)
    if kind is None:
        raise Http404(NOT_FOUND)
    form = LetterForm(
        request.POST or None,
        holding=reads.holding(desk.subject) if kind is DispatchKind.DELAY else (),
        initial={"words": reads.first_words(desk.subject, kind)},
    )
    back = desk.address("letters")
    if form.is_valid():
        with refusals_on(form):
            services.prepare_letter(
                subject=desk.subject,
                kind=kind,
                **form.facts(),
                by=request.user,
                at=moment.now(),
            )
            return desk.go(back, PREPARED)
    return desk.ask(
        form,
        heading=f"Prepare a letter: {kind.label.lower()}",
        submit="Prepare the letter",
        back=back,
        trail=TRAIL,
    )


@on_desk("letter", edit=True)
def act(request: PortalRequest, desk: Desk, outgoing: UUID, act: str) -> HttpResponse:
    row = get_object_or_404(reads.letters(desk.subject), public_id=outgoing)
    to, back = row.get_recipient_display(), desk.address("letters")
    who: dict[str, Any] = {"by": request.user, "at": moment.now()}
    form: GovukForm
    match act:
        case "sent":
            form = DispatchSentForm(request.POST or None)
            words = ("Record that it was sent", "Record the sending", "It is recorded as sent.")
        case "not-sent":
            form = DispatchCancelForm(request.POST or None)
            words = ("Record that it was not sent",) * 2 + ("It is recorded as not sent.",)
        case _:
            raise Http404(NOT_FOUND)
    if form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            if act == "sent":
                facts = SentFacts(**said)
                services.record_letter_sent(dispatch=row, facts=facts, **who)
            else:
                services.record_letter_not_sent(dispatch=row, **said, **who)
            return desk.go(back, words[2])
    heading = f"{words[0]}: {to}"
    return desk.ask(form, heading=heading, submit=words[1], back=back, trail=TRAIL)


@on_desk("letter")
def copy(request: PortalRequest, desk: Desk, outgoing: UUID) -> HttpResponse:
    """Give the copy of a letter; a POST has it made again where that failed."""
    row = get_object_or_404(reads.letters(desk.subject).select_related("file"), public_id=outgoing)
    with refusals_as_message(request):
        if request.method == "POST":
            services.make_letter_again(dispatch=row, by=request.user, at=moment.now())
            messages.success(request, "The copy is being made.")
            return redirect(desk.address("letters"))
        made = read_copy(row.file)
        services.note_letter_taken(dispatch=row, by=request.user, at=moment.now())
        return as_file(made.content, content_type=made.content_type, name=made.name)
    return redirect(desk.address("letters"))
