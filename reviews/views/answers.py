from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.verdict import Refused
from partnerships.doors import PortalRequest, refusals_on
from reviews.forms.answers import AnswerForm, FileForm, HandInForm
from reviews.models import AgencyRequest
from reviews.selectors.answers import asks_of
from reviews.selectors.chronology import given_rows
from reviews.selectors.request_words import subject_of
from reviews.services import answering as services
from reviews.services.answering import EditedMeanwhile
from reviews.views.answer_doors import Answering, by_link, signed_in

SAVED = "What you typed has been saved. Nothing has been handed in yet."


def answer(request: PortalRequest, answering: Answering) -> HttpResponse:
    if request.method == "POST":
        return _save(request, answering, AnswerForm(request.POST))
    row = services.note_opened(hand=answering.hand, by=answering.by, at=moment.now())
    return _page(request, answering, row, form=_form(row))


def add_file(request: PortalRequest, answering: Answering) -> HttpResponse:
    if request.method != "POST":
        return redirect(answering.root)
    hand, form = answering.hand, FileForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            kept = services.add_file(
                hand=hand,
                paper=said["paper"],
                title=said["title"],
                by=answering.by,
                at=moment.now(),
            )
            if not isinstance(kept, Refused):
                messages.success(request, "The file has been added.")
                return redirect(f"{answering.root}#files")
            form.add_error("paper", kept.reason)
    return _page(request, answering, hand.row, form=_form(hand.row), files=form)


def hand_in(request: PortalRequest, answering: Answering) -> HttpResponse:
    row = answering.row
    data = request.POST if request.method == "POST" else None
    first = {"signed_off_by": row.signed_off_by, "revision": row.revision}
    form = HandInForm(data, initial=first)
    if data is not None and form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            done = services.hand_in(hand=answering.hand, by=answering.by, at=moment.now(), **said)
            return _receipt(request, done)
    context = {
        "answering": answering,
        "row": row,
        "form": form,
        "files": row.files.order_by("added_at", "pk"),
        "rows": given_rows(row).count(),
        "reference": subject_of(row).reference,
        "heading": "Hand the answer in",
        "submit": "Hand the answer in",
        "cancel_url": answering.root,
    }
    return render(request, "reviews/answer/hand_in.html", context)


answer_by_link, answer_signed_in = by_link(answer), signed_in(answer)
file_by_link, file_signed_in = by_link(add_file), signed_in(add_file)
hand_in_by_link, hand_in_signed_in = by_link(hand_in), signed_in(hand_in)


def _save(request: PortalRequest, answering: Answering, form: AnswerForm) -> HttpResponse:
    """Keep what was typed; a script that saves meanwhile is answered with a line, not a page."""
    by_script = request.headers.get("HX-Request") == "true"
    row, now = answering.row, moment.now()
    try:
        if form.is_valid():
            facts = form.facts()
            row = services.save_answer(hand=answering.hand, facts=facts, by=answering.by, at=now)
            return _saved(request, answering, row, by_script=by_script)
    except EditedMeanwhile as other:
        if by_script:
            return _kept(request, other.row, other=other)
        return _page(request, answering, other.row, form=_again(form, other.row), other=other)
    return (
        _kept(request, row, form=form) if by_script else _page(request, answering, row, form=form)
    )


def _saved(
    request: PortalRequest, answering: Answering, row: AgencyRequest, *, by_script: bool
) -> HttpResponse:
    """Say that it is saved, or go on to handing it in where that button was pressed."""
    if request.POST.get("go") == "hand-in":
        onward = f"{answering.root}hand-in/"
        return HttpResponse(headers={"HX-Redirect": onward}) if by_script else redirect(onward)
    if by_script:
        return _kept(request, row, kept_at=moment.now())
    messages.success(request, SAVED)
    return redirect(answering.root)


def _form(row: AgencyRequest) -> AnswerForm:
    names = ("involvement", "summary", "learning", "revision")
    return AnswerForm(initial={name: getattr(row, name) for name in names})


def _again(form: AnswerForm, other: AgencyRequest) -> AnswerForm:
    """Return the form with what was typed, ready to replace the other text that is shown now."""
    said = {**form.cleaned_data, "revision": other.revision}
    return AnswerForm(initial=said)


def _page(
    request: PortalRequest,
    answering: Answering,
    row: AgencyRequest,
    *,
    form: AnswerForm,
    files: FileForm | None = None,
    other: EditedMeanwhile | None = None,
) -> HttpResponse:
    context = {
        "answering": answering,
        "row": row,
        "form": form,
        "file_form": files or FileForm(),
        "problem_form": files or form,
        "other": other,
        "asks": asks_of(row),
        "files": row.files.order_by("added_at", "pk"),
        "rows": given_rows(row).count(),
        "reference": subject_of(row).reference,
        "heading": f"Request about {subject_of(row).reference}",
    }
    return render(request, "reviews/answer/answer.html", context)


def _kept(request: PortalRequest, row: AgencyRequest, **said: Any) -> HttpResponse:
    return render(request, "reviews/answer/_kept.html", {"row": row, **said})


def _receipt(request: PortalRequest, row: AgencyRequest) -> HttpResponse:
    context = {
        "row": row,
        "reference": subject_of(row).reference,
        "files": row.files.count(),
        "rows": given_rows(row).count(),
        "heading": "The answer has been handed in",
    }
    return render(request, "reviews/answer/receipt.html", context)
