"""Single sign-on is a matter of the environment: there when it is set, absent when it is not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from partnerships.accounts import InvitedOnlySocialAdapter
from partnerships.models import User

ROOT = Path(__file__).resolve().parents[2]
ASK = (
    "import json; from krscp_portal.settings import base;"
    "print(json.dumps([base.SOCIALACCOUNT_PROVIDERS, base.SOCIALACCOUNT_AUTO_SIGNUP]))"
)
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "x" * 60,
    "IDENTITY_KEYS": "dGVzdHMtb25seS1uZXZlci1hLXJlYWwtc2VjcmV0LSE=",
    "ALLOWED_HOSTS": "portal.example",
    "PUBLIC_URL": "https://portal.example",
    "DATABASE_URL": "postgresql://portal_app@db.invalid/portal",
    "REDIS_URL": "redis://broker.invalid/0",
    "FILES_DIR": "/srv/files",
}


def settings_of(**added: str):
    """Return the settings that a start with this environment has."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**ENVIRONMENT, **added},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_without_a_provider_there_is_none():
    assert settings_of() == [{}, False]


def test_a_provider_of_the_environment_is_used_with_pkce():
    providers, sign_up = settings_of(
        OIDC_NAME="The council",
        OIDC_SERVER_URL="https://login.council.example",
        OIDC_CLIENT_ID="portal",
        OIDC_CLIENT_SECRET="hidden",
    )

    connect = providers["openid_connect"]
    assert connect["OAUTH_PKCE_ENABLED"] is True
    assert connect["APPS"] == [
        {
            "provider_id": "organisation",
            "name": "The council",
            "client_id": "portal",
            "secret": "hidden",
            "settings": {"server_url": "https://login.council.example"},
        }
    ]
    assert sign_up is False


@pytest.mark.django_db
def test_it_never_makes_an_account():
    request = RequestFactory().get("/")
    for middleware in (SessionMiddleware, MessageMiddleware):
        middleware(lambda _: HttpResponse()).process_request(request)
    login = SocialLogin(
        user=User(email="new@council.example"),
        account=SocialAccount(provider="organisation", uid="1"),
    )

    assert InvitedOnlySocialAdapter().is_open_for_signup(request, login) is False
