from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.forms.letters import (
    DiscardForm,
    LetterFilterForm,
    LetterForm,
    NewLetterForm,
    ReplyForm,
)
from governance.models import Letter
from governance.selectors.actions import groups_kept
from governance.selectors.letters import TONES, letter_facts, letter_lines, letters_seen_by
from governance.services import letters as services
from governance.views.frames import address, ask, show_form, todo_sections, trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

READ, EDIT = Permission.PART_B_VIEW, Permission.GOVERNANCE_EDIT


@needs(READ, in_a_group=True)
def letters(request: PortalRequest) -> HttpResponse:
    form = LetterFilterForm(request.GET or None)
    context = {
        "heading": "Letters",
        "form": form,
        "lines": letter_lines(request.standing, **form.wanted()),
        "is_filtered": any(request.GET.values()) and form.is_valid(),
        **todo_sections(request, "letters"),
    }
    return render(request, "governance/letters/list.html", context)


@needs(READ, in_a_group=True)
def letter(request: PortalRequest, letter: UUID) -> HttpResponse:
    found = _seen(request, letter)
    context = {
        "letter": found,
        "heading": found.subject,
        "caption": found.get_kind_display(),
        "rows": letter_facts(found),
        "tone": TONES[found.state],
        "root": request.partnership.get_absolute_url(),
        "may_edit": _keeps(request, found),
        "breadcrumbs": _trail(request),
    }
    return render(request, "governance/letters/detail.html", context)


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest) -> HttpResponse:
    form = NewLetterForm(request.POST or None, groups=groups_kept(request.standing))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.draft_letter(facts=form.facts(), by=request.user, at=moment.now())
            return redirect(address(request, "letter", letter=made.public_id))
    return show_form(
        request,
        form,
        heading="Write a letter",
        submit="Keep the draft",
        back=address(request, "letters"),
        breadcrumbs=_trail(request),
    )


@needs(EDIT, in_a_group=True)
def edit(request: PortalRequest, letter: UUID) -> HttpResponse:
    found = _seen(request, letter, to_keep=True)
    form = LetterForm(request.POST or None, initial=model_to_dict(found))
    back = address(request, "letter", letter=letter)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change_letter(
                letter=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The draft has been changed.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Change the draft",
        submit="Save",
        back=back,
        breadcrumbs=_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
@require_POST
def send(request: PortalRequest, letter: UUID) -> HttpResponse:
    found = _seen(request, letter)
    with refusals_as_message(request):
        services.send_letter(letter=found, by=request.user, at=moment.now())
        messages.success(request, "The letter has been sent.")
    return redirect(address(request, "letter", letter=letter))


@needs(EDIT, in_a_group=True)
def discard(request: PortalRequest, letter: UUID) -> HttpResponse:
    found = _seen(request, letter, to_keep=True)
    form = DiscardForm(request.POST or None)
    back = address(request, "letter", letter=letter)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.discard_letter(
                letter=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The letter has been put aside.")
            return redirect(address(request, "letters"))
    return ask(
        request,
        heading="Is this letter not sent?",
        consequences="It stays in the record with the reason, and is not sent.",
        submit="Do not send it",
        back=back,
        form=form,
    )


@needs(EDIT, in_a_group=True)
def reply(request: PortalRequest, letter: UUID) -> HttpResponse:
    found = _seen(request, letter, to_keep=True)
    form = ReplyForm(
        request.POST or None,
        initial={"reply_on": found.reply_on or moment.today(), "reply": found.reply},
    )
    back = address(request, "letter", letter=letter)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.note_reply(letter=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The answer has been kept.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Keep the answer",
        submit="Save",
        back=back,
        breadcrumbs=_trail(request, found),
    )


def _seen(request: PortalRequest, letter: UUID, *, to_keep: bool = False) -> Letter:
    """Return the letter; where it is to be changed, stop whoever does not keep its record."""
    found: Letter = get_object_or_404(letters_seen_by(request.standing), public_id=letter)
    if to_keep:
        key = found.group.key if found.group else ""
        request.standing.can(EDIT, group_key=key).or_raise()
    return found


def _keeps(request: PortalRequest, letter: Letter) -> bool:
    key = letter.group.key if letter.group else ""
    return bool(request.standing.can(EDIT, group_key=key))


def _trail(request: PortalRequest, *letters: Letter) -> list[Link]:
    way = [*trail(request), Link("Letters", address(request, "letters"))]
    return way + [
        Link(each.subject, address(request, "letter", letter=each.public_id)) for each in letters
    ]
