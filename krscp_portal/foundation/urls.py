"""Addresses of the pages about the portal itself."""

from django.urls import path

from krscp_portal.foundation import pages

app_name = "pages"
urlpatterns = [
    path("help/", pages.help_page, name="help"),
    path("cookies/", pages.cookies, name="cookies"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("components/", pages.gallery, name="gallery"),
    path("components/form/", pages.gallery_form, name="gallery-form"),
]
