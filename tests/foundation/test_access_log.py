"""The log of requests names every page and gives away no link."""

import logging
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from krscp_portal.foundation.access_log import QuietLogger, without_secrets
from partnerships.tokens import new_token

PAGE = "/northshire/cases/5b1f9a52-9a3e-4f55-9a3d-0a9b5f7f0c11/"


def test_a_page_is_named_in_full():
    assert without_secrets(PAGE) == PAGE


@pytest.mark.parametrize("page", ["/invitations/{}/", "/northshire/calendar/{}.ics"])
def test_the_secret_of_a_link_is_left_out(page):
    assert without_secrets(page.format(new_token())) == page.format("...")


def test_gunicorn_writes_no_secret(caplog):
    secret = new_token()
    path = f"/northshire/calendar/{secret}.ics"
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "PATH_INFO": path,
        "QUERY_STRING": f"next={secret}",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1",
        "HTTP_REFERER": f"http://testserver{path}",
    }
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    request = SimpleNamespace(headers=[])
    log = QuietLogger(Config())

    atoms = log.atoms(response, request, environ, SimpleNamespace(seconds=0, microseconds=1))
    log.access_log.propagate = True
    with caplog.at_level(logging.INFO, logger="gunicorn.access"):
        log.access_log.info("%(r)s %(q)s %(f)s", atoms)

    assert "/northshire/calendar/....ics" in caplog.text
    assert secret not in caplog.text
