"""Addresses for the tests of the doors alone."""

from django.http import HttpResponse
from django.urls import include, path

from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import now
from krscp_portal.urls import urlpatterns as real
from partnerships.doors import members_only, needs, public
from partnerships.models import Notice
from partnerships.roles import Permission


def written(request):
    Notice.objects.create(recipient=request.user, key="k", subject="S", path="", created_at=now())
    return HttpResponse("written")


@members_only
def writes(request):
    return written(request)


@members_only
def refuses(request):
    written(request)
    raise DomainError("The file is missing from storage.", code="file-missing")


@members_only
def forbids(request):
    written(request)
    raise NotPermitted("Your role does not allow this.")


@members_only
def breaks(request):
    written(request)
    raise ZeroDivisionError


@needs(Permission.AUDIT_VIEW)
def counts(_request):
    return HttpResponse(str(Notice.objects.count()))


@public
def anybody(request):
    return HttpResponse(f"{request.partnership.slug} {len(request.standing.roles)}")


doors = [
    path(f"{view.__name__}/", view, name=view.__name__)
    for view in (writes, refuses, forbids, breaks, counts, anybody)
]
urlpatterns = [path("doors/<partnership:partnership>/", include(doors)), *real]
