from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, refusals_as_message
from reviews.forms import publication as forms
from reviews.models import FamilyContact, LeakFinding, TakenOut
from reviews.publication_acts import Act
from reviews.selectors import publication as selectors
from reviews.selectors.publication_facts import PUBLISH_RULE, Stand, clock_day
from reviews.services import publication_deciding as deciding
from reviews.services import publishing
from reviews.services.publication_family import cannot_be_told
from reviews.views.publication_pages import ask, home_of, on_publication, version_seen


@on_publication(Act.PLAN)
def plan(request: PortalRequest, stand: Stand) -> HttpResponse:
    row = stand.publication
    form = forms.PlanForm(
        request.POST or None, initial={"planned_on": row.planned_on if row else None}
    )
    return ask(
        request,
        stand,
        form,
        lambda **who: deciding.plan_day(review=stand.review, **form.cleaned_data, **who),
        words=("The day of publication", "Keep the day", "The day is kept."),
    )


@on_publication(Act.CUT)
def cut(request: PortalRequest, stand: Stand) -> HttpResponse:
    form = forms.CutForm(request.POST or None, written=selectors.written_of(stand))
    return ask(
        request,
        stand,
        form,
        lambda **who: deciding.take_out(review=stand.review, **form.cleaned_data, **who),
        words=("Take words out", "Take them out", "The words are taken out."),
        at="#words",
    )


@on_publication(Act.CUT)
@require_POST
def put_back(request: PortalRequest, stand: Stand, cut: UUID) -> HttpResponse:
    row = get_object_or_404(TakenOut, publication=stand.publication, public_id=cut)
    with refusals_as_message(request):
        deciding.put_back(cut=row, by=request.user, at=moment.now())
        messages.success(request, "The words stand again.")
    return redirect(home_of(request, stand, "#words"))


@on_publication(Act.SET_ASIDE)
def set_aside(request: PortalRequest, stand: Stand, number: int) -> HttpResponse:
    row = version_seen(stand, number)
    form = forms.ReasonForm(request.POST or None, label="Why is it set aside?")
    return ask(
        request,
        stand,
        form,
        lambda **who: publishing.set_aside(version=row, **form.cleaned_data, **who),
        words=(f"Set version {row.number} aside", "Set it aside", "The version is set aside."),
        at="#versions",
    )


@on_publication(Act.KEEP)
def keep(request: PortalRequest, stand: Stand, finding: UUID) -> HttpResponse:
    rows = LeakFinding.objects.select_related("version__publication__review")
    row = get_object_or_404(rows, version__publication=stand.publication, public_id=finding)
    if not selectors.may_keep(row, request.standing):
        raise PermissionDenied(selectors.NOT_YOURS_TO_KEEP)
    form = forms.ReasonForm(request.POST or None, label="Why may these words stay?", longest=300)
    return ask(
        request,
        stand,
        form,
        lambda **who: publishing.keep_finding(finding=row, **form.cleaned_data, **who),
        words=("Keep what the check found", "Keep it", "It is kept with the reason."),
        at="#versions",
        found=row,
    )


@on_publication(Act.PUBLISH)
def publish(request: PortalRequest, stand: Stand) -> HttpResponse:
    due = clock_day(stand.review, PUBLISH_RULE)
    late = due is not None and moment.today() > due
    form = forms.PublishForm(request.POST if request.method == "POST" else None, is_late=late)
    return ask(
        request,
        stand,
        form,
        lambda **who: publishing.publish(review=stand.review, **form.cleaned_data, **who),
        words=("Publish", "Publish it now", "It is published. The public can read it."),
        lacks=selectors.lacks_of(stand, on=moment.today()),
        content=stand.content,
        confirm="Everybody will be able to read it, at once.",
    )


@on_publication(Act.CORRECT)
def correct(request: PortalRequest, stand: Stand) -> HttpResponse:
    form = forms.NoWordsForm(request.POST if request.method == "POST" else None)
    return ask(
        request,
        stand,
        form,
        lambda **who: publishing.correct(review=stand.review, **who),
        words=(
            "Replace what the public reads",
            "Replace it now",
            "The corrected text is what the public reads. Send new copies to whoever had the old.",
        ),
        lacks=selectors.correction_lacks(stand, on=moment.today()),
        confirm="The corrected text takes the place of the other at once. New copies are owed to "
        "whoever had the old ones.",
    )


@on_publication(Act.ARCHIVE)
def archive(request: PortalRequest, stand: Stand) -> HttpResponse:
    form = forms.ReasonForm(request.POST or None, label="Why is it taken off line?")
    return ask(
        request,
        stand,
        form,
        lambda **who: publishing.archive(review=stand.review, **form.cleaned_data, **who),
        words=("Take it off line", "Take it off line", "It is off line. The record stays."),
        confirm=f"It stays on line until {selectors.until_words(stand)} at least.",
    )


@on_publication(Act.RECORD)
def not_told(request: PortalRequest, stand: Stand, contact: UUID) -> HttpResponse:
    row = get_object_or_404(FamilyContact, review=stand.review, public_id=contact)
    form = forms.ReasonForm(
        request.POST or None,
        label="Why can they not be told?",
        initial={"reason": row.not_told_because},
    )
    return ask(
        request,
        stand,
        form,
        lambda **who: cannot_be_told(contact=row, **form.cleaned_data, **who),
        words=(f"Cannot be told: {row.who}", "Keep the reason", "The reason is kept."),
        at="#family",
    )
