"""The one shape of error: `{message, code, fields}`."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from krscp_portal.foundation.errors import DomainError, NotPermitted


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal with the sentence that the page would show; leave a fault to be a fault."""
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
