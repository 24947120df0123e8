"""Every address of the portal, on one page."""

from django.urls import include, path

from krscp_portal.foundation import health
from partnerships.views import errors

handler500 = "partnerships.views.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Nobody signs up and nobody changes the address they were invited by: these come first.
    path("accounts/signup/", errors.not_here, name="no-sign-up"),
    path("accounts/email/", errors.not_here, name="no-change-of-address"),
    path("accounts/3rdparty/signup/", errors.not_here, name="no-sign-up-by-another-account"),
    path("accounts/", include("allauth.urls")),
    path("", include("krscp_portal.foundation.urls")),
    path("", include("partnerships.urls")),
    path("<partnership:partnership>/", include("reviews.urls")),
    path("<partnership:partnership>/", include("governance.urls")),
    path("<partnership:partnership>/", include("publications.urls")),
    path("<partnership:partnership>/", include("deadlines.urls")),
    path("<partnership:partnership>/", include("partnerships.tenant_urls")),
]
