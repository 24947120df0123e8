"""A value that is missing or malformed stops the start, by its name."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from krscp_portal.environment import broker, cache_location, database, mail, read_environment

WHOLE = {
    "SECRET_KEY": "x" * 60,
    "IDENTITY_KEYS": "dGVzdHMtb25seS1uZXZlci1hLXJlYWwtc2VjcmV0LSE=",
    "ALLOWED_HOSTS": "portal.example.org",
    "PUBLIC_URL": "https://portal.example.org",
    "DATABASE_URL": "postgresql://portal_app:s%40fe@db:5433/portal?sslmode=require",
    "REDIS_URL": "redis://broker:6379/0",
    "FILES_DIR": "/srv/files",
}


@pytest.fixture
def environment(monkeypatch):
    """A whole environment, for a test to spoil."""
    for name in ("EMAIL_URL", "EMAIL_FROM", "STATIC_ROOT", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_whole_environment_is_read(environment):
    found = read_environment()

    assert found.files_dir == Path("/srv/files")
    assert found.secret_key.get_secret_value() == "x" * 60
    assert "x" * 60 not in repr(found)


@pytest.mark.parametrize("name", WHOLE)
def test_a_missing_value_is_named(environment, name):
    environment.delenv(name)

    with pytest.raises(ImproperlyConfigured, match=f"{name}: is missing"):
        read_environment()


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SECRET_KEY", "short", "at least 50"),
        ("IDENTITY_KEYS", "short", "keys of 32 bytes"),
        ("IDENTITY_KEYS", f"{WHOLE['IDENTITY_KEYS']},not!base64", "keys of 32 bytes"),
        ("PUBLIC_URL", "portal", "valid URL"),
        ("DATABASE_URL", "mysql://db/portal", "must start with postgresql://"),
        ("REDIS_URL", "amqp://broker", "must start with redis://"),
        ("ALLOWED_HOSTS", "", "at least 1 character"),
    ],
)
def test_a_malformed_value_is_named_with_the_reason(environment, name, value, why):
    environment.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=f"{name}: .*{why}"):
        read_environment()


def test_every_wrong_value_is_named_at_once(environment):
    environment.delenv("SECRET_KEY")
    environment.setenv("REDIS_URL", "amqp://broker")

    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY.*REDIS_URL"):
        read_environment()


def test_a_database_address_is_taken_apart():
    found = database(WHOLE["DATABASE_URL"])

    wanted = {
        "NAME": "portal",
        "USER": "portal_app",
        "PASSWORD": "s@fe",
        "HOST": "db",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
        "ATOMIC_REQUESTS": True,
    }
    assert {key: found[key] for key in wanted} == wanted


def test_a_socket_folder_may_stand_for_the_host():
    found = database("postgresql://portal_app@/portal?host=%2Frun%2Fpostgres&port=5432")

    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/postgres", "5432", {})


def test_a_socket_is_written_as_each_client_wants_it():
    assert broker("unix:///run/valkey.sock") == "redis+socket:///run/valkey.sock"
    assert cache_location("redis+socket:///run/valkey.sock") == "unix:///run/valkey.sock"
    assert broker("redis://broker/0") == cache_location("redis://broker/0") == "redis://broker/0"


@pytest.mark.parametrize(
    ("url", "key", "value"),
    [
        ("console://", "EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"),
        ("file:///var/mail", "EMAIL_FILE_PATH", "/var/mail"),
        ("smtp://mail.example.org:25", "EMAIL_USE_TLS", False),
        ("smtps://me:s%40fe@mail.example.org:587", "EMAIL_HOST_PASSWORD", "s@fe"),
    ],
)
def test_a_mail_address_says_how_mail_is_sent(url, key, value):
    assert mail(url)[key] == value


def test_a_way_to_send_mail_that_nobody_knows_is_refused():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL: must start with"):
        mail("pigeon://loft")
