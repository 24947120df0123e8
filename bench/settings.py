"""The benchmarks: the demonstration's settings on a database of their own."""

from krscp_portal.settings.demo import *  # noqa: F403 -- this module is demo, on another database

ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = False
LOGGING["root"]["level"] = "ERROR"  # noqa: F405 -- from base
