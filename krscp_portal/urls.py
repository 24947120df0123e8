"""Every address of the portal, on one page."""

from django.conf import settings
from django.urls import include, path, register_converter

from krscp_portal.foundation import health
from partnerships.addresses import PartnershipConverter

register_converter(PartnershipConverter, "partnership")

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("krscp_portal.foundation.urls")),
    path("", include("partnerships.urls")),
    path("<partnership:partnership>/", include("partnerships.tenant_urls")),
]
