"""The JSON interface's own house rules: deny by default, one shape of error."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from krscp_portal.foundation.errors import DomainError, NotPermitted


class DenyUnlessDeclared(BasePermission):
    """Refuse: a view of the interface must name its own permission."""

    def has_permission(self, _request: Request, _view: APIView) -> bool:
        return False


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal with the sentence that the page would show: `{message, code, fields}`."""
    if isinstance(error, DomainError):
        fields = {error.field: [str(error)]} if error.field else {}
        status = 403 if isinstance(error, NotPermitted) else 409
        return Response({"message": str(error), "code": error.code, "fields": fields}, status)
    response = exception_handler(error, context)
    if response is not None:
        detail = response.data.get("detail") if isinstance(response.data, dict) else None
        response.data = {
            "message": str(detail or "Some of what was sent could not be read."),
            "code": getattr(detail, "code", "invalid"),
            "fields": {} if detail else response.data,
        }
    return response
