from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from governance import comparing, selectors
from governance.enums import TermsState
from governance.forms.terms import ApprovalForm, ExtensionForm, PutAwayForm, TermsForm
from governance.models import Group, TermsVersion
from governance.selectors import terms as reads
from governance.services import extensions
from governance.services import terms as services
from governance.views.frames import address, as_file, ask, may_keep, show_form, trail
from krscp_portal.foundation import moment, prose
from krscp_portal.foundation.components import Link
from partnerships.doors import (
    NOT_FOUND,
    PortalRequest,
    needs,
    refusals_as_message,
    refusals_on,
)
from partnerships.models import Seat
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@needs(VIEW, for_an_agency=True)
def detail(request: PortalRequest, group: UUID) -> HttpResponse:
    found = _seen_group(request, group)
    is_open = found.ended_on is None
    page = reads.terms_page(group=found, user=request.user, on=moment.today())
    context = {
        "heading": "Terms of reference",
        "caption": found.name,
        "group": found,
        "page": page,
        "texts": {"draft": _html(page.draft), "in_force": _html(page.in_force)},
        "extensions": found.extensions.order_by("-agreed_on", "-pk"),
        "may_edit": request.standing.can(EDIT, group_key=found.key) and is_open,
        "breadcrumbs": trail(request, found),
    }
    return render(request, "governance/terms/detail.html", context)


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    may_keep(request, found)
    last = found.terms.order_by("-number").first()
    before = found.terms.exclude(state=TermsState.PUT_AWAY).order_by("-number").first()
    form = TermsForm(
        request.POST or None,
        request.FILES or None,
        initial={"text": before.text if before else ""},
        is_first=last is None,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts()
            services.draft_terms(group=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The draft has been kept. It is not in force yet.")
            return redirect(_page(request, found))
    heading = f"Draft terms of reference of {found.name}"
    return _show(request, form, found, heading=heading, submit="Keep the draft")


@needs(EDIT, in_a_group=True)
def edit(request: PortalRequest, terms: UUID) -> HttpResponse:
    version = _version(request, terms)
    initial = {name: getattr(version, name) for name in services.COLUMNS}
    form = TermsForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        is_first=version.number == 1,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change_terms(
                version=version, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "The draft has been changed.")
            return redirect(_page(request, version.group))
    heading = f"Change the draft for {version.group.name}"
    return _show(request, form, version.group, heading=heading, submit="Save")


@needs(EDIT, in_a_group=True)
def approve(request: PortalRequest, terms: UUID) -> HttpResponse:
    version = _version(request, terms)
    usual = reads.usual_approver(version.group)
    form = ApprovalForm(request.POST or None, initial={"approver": usual})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.approve_terms(
                version=version, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, f"Version {version.number} is in force.")
            return redirect(_page(request, version.group))
    heading = f"Note that the terms of {version.group.name} were approved"
    return _show(request, form, version.group, heading=heading, submit="Put them in force")


@needs(EDIT, in_a_group=True)
def discard(request: PortalRequest, terms: UUID) -> HttpResponse:
    version = _version(request, terms)
    back = _page(request, version.group)
    approved = version.approvals.exists()
    form = PutAwayForm(request.POST if request.method == "POST" else None, was_approved=approved)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.discard_terms(
                version=version, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The draft is gone.")
            return redirect(back)
    lost = "Its words are lost. The terms in force stay as they are."
    told = "A chief officer has approved it: it stays in the record, and they are told why."
    return ask(
        request,
        heading="Put this draft away?",
        consequences=told if approved else lost,
        submit="Put it away",
        back=back,
        form=form,
    )


@needs(EDIT, in_a_group=True)
@require_POST
def remind(request: PortalRequest, terms: UUID) -> HttpResponse:
    version = _version(request, terms)
    with refusals_as_message(request):
        told = services.ask_officers(version=version, by=request.user, at=moment.now())
        messages.success(request, f"People told: {told}. Nobody is told twice on one day.")
    return redirect(_page(request, version.group))


@needs(VIEW)
def agree(request: PortalRequest, terms: UUID, seat: UUID) -> HttpResponse:
    version = _of_group(terms)
    found = get_object_or_404(Seat, public_id=seat)
    back = _page(request, version.group)
    if request.method == "POST":
        with refusals_as_message(request):
            services.agree_to_terms(version=version, seat=found, by=request.user, at=moment.now())
            messages.success(request, "You have approved the terms.")
        return redirect(back)
    return ask(
        request,
        heading=f"Approve the terms of {version.group.name}?",
        consequences=f"You approve version {version.number} as {found.title}. "
        "Once every chief officer has, it is in force and is not changed any more.",
        submit="Approve",
        back=back,
        dangerous=False,
    )


@needs(VIEW, for_an_agency=True)
def compare(request: PortalRequest, terms: UUID) -> HttpResponse:
    version = _of_group(terms)
    _seen_group(request, version.group.public_id)
    before = reads.version_before(version)
    if before is None or not (before.text and version.text):
        raise Http404(NOT_FOUND)
    passages = reads.passages(version, before)
    context = {
        "heading": f"What version {version.number} changes",
        "caption": version.group.name,
        "version": version,
        "before": before,
        "passages": passages,
        "differs": comparing.differs(passages),
        "breadcrumbs": _trail(request, version.group),
    }
    return render(request, "governance/terms/compare.html", context)


@needs(VIEW, for_an_agency=True)
def document(request: PortalRequest, terms: UUID) -> HttpResponse:
    version = _of_group(terms)
    _seen_group(request, version.group.public_id)
    if version.document is None:
        raise Http404(NOT_FOUND)
    content = services.download_terms(version=version, by=request.user, at=moment.now())
    kept = version.document
    return as_file(content, content_type=kept.content_type, name=kept.name)


@needs(EDIT, in_a_group=True)
def extend(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group.objects.select_related("reports_to"), public_id=group)
    may_keep(request, found)
    initial = {"agreed_by": found.reports_to.name if found.reports_to else ""}
    form = ExtensionForm(request.POST or None, initial=initial)
    back = address(request, "group", group=group)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts()
            extensions.extend_group(group=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The group goes on. Its new last day is recorded.")
            return redirect(f"{back}#terms")
    return show_form(
        request,
        form,
        heading=f"Extend {found.name}",
        submit="Extend the group",
        back=back,
        breadcrumbs=trail(request, found),
    )


def _seen_group(request: PortalRequest, group: UUID) -> Group:
    seen = selectors.groups_in(request.sight, on=moment.today())
    return get_object_or_404(Group.objects.filter(seen), public_id=group)


def _of_group(terms: UUID) -> TermsVersion:
    loaded = TermsVersion.objects.select_related("group__reports_to", "document")
    return get_object_or_404(loaded, public_id=terms)


def _version(request: PortalRequest, terms: UUID) -> TermsVersion:
    found = _of_group(terms)
    may_keep(request, found.group)
    return found


def _html(version: TermsVersion | None) -> str:
    # Sanitised by prose: no markup but its fixed list comes out.
    return mark_safe(prose.to_html(version.text, heading_offset=2)) if version else ""  # noqa: S308


def _page(request: PortalRequest, group: Group) -> str:
    return address(request, "terms", group=group.public_id)


def _trail(request: PortalRequest, group: Group) -> list[Link]:
    return [*trail(request, group), Link("Terms of reference", _page(request, group))]


def _show(
    request: PortalRequest,
    form: TermsForm | ApprovalForm,
    group: Group,
    *,
    heading: str,
    submit: str,
) -> HttpResponse:
    return show_form(
        request,
        form,
        heading=heading,
        submit=submit,
        back=_page(request, group),
        breadcrumbs=_trail(request, group),
    )
