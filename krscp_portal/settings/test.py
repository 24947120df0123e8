"""The tests: fast and deterministic. The environment needs nothing but a database and a broker."""

import os
import tempfile

from django.core.exceptions import ImproperlyConfigured

for _name, _value in {
    "SECRET_KEY": "tests-only-" + "x" * 60,
    "IDENTITY_KEYS": "dGVzdHMtb25seS1uZXZlci1hLXJlYWwtc2VjcmV0LSE=",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "PUBLIC_URL": "http://testserver",
    "FILES_DIR": tempfile.mkdtemp(prefix="portal-test-files-"),
    "EMAIL_URL": "console://",
}.items():
    os.environ[_name] = _value
# Tests make and drop their own database, so they connect as the owner and then assume the
# application's role (tests/conftest.py).
if "DATABASE_OWNER_URL" not in os.environ:
    raise ImproperlyConfigured(
        "The tests need a database: run `make test`, or"
        " `python -m krscp_portal.embedded run -- pytest`."
    )
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]

from krscp_portal.settings.base import *  # noqa: E402, F403 -- after the environment is set

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed, not safety
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {  # hashed names need collectstatic; the tests read the folders as they are
    **STORAGES,  # noqa: F405 -- from base
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SECOND_FACTOR_REQUIRED = False  # its own tests switch it on
SHOW_GALLERY = True
INSTALLED_APPS = [
    *INSTALLED_APPS,  # noqa: F405 -- from base
    "tests.support",  # a flush that the audit survives
    "django_migration_linter",  # `make check`
]
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # their own tests switch them on
WHITENOISE_AUTOREFRESH = True  # serves the folders as they are; there is no STATIC_ROOT to scan
