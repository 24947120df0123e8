"""The JSON interface denies by default and explains as the pages do."""

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from krscp_portal.foundation.errors import DomainError, NotPermitted

pytestmark = pytest.mark.django_db


class Undeclared(APIView):
    def get(self, _request):
        raise AssertionError("never reached")


class Declared(APIView):
    permission_classes = [AllowAny]
    failure: Exception

    def get(self, _request):
        raise self.failure


def answer(view):
    response = view.as_view()(RequestFactory().get("/"))
    return response.status_code, response.data


def test_a_view_that_names_no_permission_is_closed():
    status, body = answer(Undeclared)

    assert status == 403
    assert body["code"] == "not_authenticated"
    assert set(body) == {"message", "code", "fields"}


@pytest.mark.parametrize(
    ("failure", "status", "body"),
    [
        (
            DomainError("Too late.", code="late", field="reason"),
            409,
            {"message": "Too late.", "code": "late", "fields": {"reason": ["Too late."]}},
        ),
        (
            NotPermitted("Not you.", code="needs:case.view"),
            403,
            {"message": "Not you.", "code": "needs:case.view", "fields": {}},
        ),
        (NotFound(), 404, {"message": "Not found.", "code": "not_found", "fields": {}}),
        (
            ValidationError({"date": ["Not a date."]}),
            400,
            {
                "message": "Some of what was sent could not be read.",
                "code": "invalid",
                "fields": {"date": ["Not a date."]},
            },
        ),
    ],
)
def test_a_refusal_has_one_shape(failure, status, body):
    Declared.failure = failure

    assert answer(Declared) == (status, body)


def test_a_fault_of_the_code_is_not_dressed_as_a_refusal():
    Declared.failure = ZeroDivisionError()

    with pytest.raises(ZeroDivisionError):
        answer(Declared)
