"""The portal's settings without its middleware, for the two empty requests."""

from bench.settings import *  # noqa: F403 -- this module is the benchmarks' settings, emptied

INSTALLED_APPS = []
MIDDLEWARE = []
ROOT_URLCONF = "bench.empty"
WSGI_APPLICATION = None
