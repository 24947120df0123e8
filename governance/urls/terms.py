"""Addresses of terms of reference and how long a group stands."""

from django.urls import URLPattern, path

from governance.views import terms

urlpatterns: list[URLPattern] = [
    path("governance/groups/<uuid:group>/terms/", terms.detail, name="terms"),
    path("governance/groups/<uuid:group>/terms/add/", terms.add, name="terms-add"),
    path("governance/groups/<uuid:group>/extend/", terms.extend, name="group-extend"),
    path("governance/terms/<uuid:terms>/edit/", terms.edit, name="terms-edit"),
    path("governance/terms/<uuid:terms>/approve/", terms.approve, name="terms-approve"),
    path("governance/terms/<uuid:terms>/ask/", terms.remind, name="terms-ask"),
    path("governance/terms/<uuid:terms>/discard/", terms.discard, name="terms-discard"),
    path("governance/terms/<uuid:terms>/changes/", terms.compare, name="terms-changes"),
    path("governance/terms/<uuid:terms>/document/", terms.document, name="terms-document"),
    path("governance/terms/<uuid:terms>/agree/<uuid:seat>/", terms.agree, name="terms-agree"),
]
