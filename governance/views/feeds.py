from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from governance import ics
from governance.forms.feeds import MINE, FeedForm
from governance.models import CalendarFeed, Group
from governance.selectors import feeds as reads
from governance.services import feeds as services
from governance.views.frames import address, ask
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import (
    NOT_FOUND,
    PortalRequest,
    members_only,
    public,
    refusals_as_message,
    refusals_on,
)
from partnerships.models import Partnership
from partnerships.roles import Permission

CONTENT_TYPE = "text/calendar; charset=utf-8"


@members_only
def feeds(request: PortalRequest) -> HttpResponse:
    made = ""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _row, token = services.make_feed(**form.facts, by=request.user, at=moment.now())
            made = _link(request.partnership, token)
            form = _form(request, fresh=True)
    context = {
        "heading": "Meetings in your own calendar",
        "form": form,
        "made": made,
        "subscribe": made.replace("https://", "webcal://").replace("http://", "webcal://"),
        "feeds": reads.feeds_of(user=request.user),
        "public": _public_link(request.partnership),
        "breadcrumbs": _trail(request),
    }
    answer = render(request, "governance/feeds/list.html", context)
    if made:
        patch_cache_control(answer, private=True, no_store=True)  # the secret is shown this once
    return answer


@members_only
def revoke(request: PortalRequest, feed: UUID) -> HttpResponse:
    found = get_object_or_404(CalendarFeed, public_id=feed, user=request.user)
    back = address(request, "feeds")
    if request.method == "POST":
        with refusals_as_message(request):
            services.revoke_feed(feed=found, by=request.user, at=moment.now())
            messages.success(request, "The address has been revoked. Nothing is read there now.")
        return redirect(back)
    return ask(
        request,
        heading="Revoke this calendar address?",
        consequences="Calendars that read it show nothing new from then on. It cannot be used "
        "again; you can make another.",
        submit="Revoke the address",
        back=back,
    )


@public
def feed(request: PortalRequest, token: str) -> HttpResponse:
    found = reads.feed_by(token)
    if found is None:
        raise Http404(NOT_FOUND)
    on = moment.today()
    root = f"{settings.PUBLIC_URL}{request.partnership.get_absolute_url()}"
    entries = reads.entries_of(found, partnership=request.partnership, root=root, on=on)
    if entries is None:
        raise Http404(NOT_FOUND)
    services.note_read(feed=found, at=moment.now())
    return _as_calendar(reads.name_of(found, request.partnership), entries, is_public=False)


@public
def public_feed(request: PortalRequest) -> HttpResponse:
    entries = reads.public_entries(partnership=request.partnership, on=moment.today())
    name = f"{request.partnership.short_name}: public meetings"
    return _as_calendar(name, entries, is_public=True)


def _form(request: PortalRequest, *, fresh: bool = False) -> FeedForm:
    may_read = request.standing.can(Permission.GOVERNANCE_VIEW)
    groups = list(Group.objects.current().order_by("name", "pk")) if may_read else []
    wanted = request.GET.get("group", "")
    known = wanted in {str(each.public_id) for each in groups}
    return FeedForm(
        None if fresh else request.POST or None,
        initial={"what": wanted if known else MINE},
        groups=groups,
        sees_deadlines=bool(request.standing.can(Permission.DEADLINE_VIEW)),
    )


def _link(partnership: Partnership, token: str) -> str:
    kwargs = {"partnership": partnership.slug, "token": token}
    return f"{settings.PUBLIC_URL}{reverse('governance:feed', kwargs=kwargs)}"


def _public_link(partnership: Partnership) -> str:
    path = reverse("governance:public-feed", kwargs={"partnership": partnership.slug})
    return f"{settings.PUBLIC_URL}{path}"


def _trail(request: PortalRequest) -> list[Link]:
    return [Link(request.partnership.short_name, request.partnership.get_absolute_url())]


def _as_calendar(name: str, entries: list[ics.Entry], *, is_public: bool) -> HttpResponse:
    answer = HttpResponse(ics.calendar(name=name, entries=entries), content_type=CONTENT_TYPE)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Robots-Tag"] = "noindex"
    if is_public:
        patch_cache_control(answer, public=True, max_age=900)
    else:
        patch_cache_control(answer, private=True, no_store=True)
    return answer
