"""What a person is shown when the portal itself failed, or offers no such page."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from partnerships.doors import NOT_FOUND, open_to_all

UNREACHABLE = (OperationalError, InterfaceError, RedisConnectionError, RedisTimeoutError)


@open_to_all
def not_here(_request: HttpRequest) -> HttpResponse:
    raise Http404(NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database or the cache cannot be reached, else 500.

    Here and not in a middleware, because Django turns an exception into a response at every layer,
    so an outer one never sees it.
    """
    failure = sys.exc_info()[1]
    if isinstance(failure, UNREACHABLE):
        return render(request, "503.html", status=503)
    return render(request, "500.html", status=500)
