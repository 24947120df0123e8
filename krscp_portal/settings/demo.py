"""The demonstration on one machine: what `make demo` runs."""

from krscp_portal.settings.base import *  # noqa: F403 -- this module is base, loosened

# Plain http on the loopback address: no certificate is at hand on a laptop.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"

# Two-step verification needs a phone or a key; the demonstration says that it is off.
SECOND_FACTOR_REQUIRED = False
DEMO_BANNER = (
    "This is a demonstration with example data. Two-step verification is switched off here; "
    "a live portal asks for it from everybody who may see a case or sign off."
)
SHOW_GALLERY = True
