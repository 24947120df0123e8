"""Addresses of the file of a case for an inspection."""

from django.urls import path

from reviews.views import case_files

FILE = "clock/<uuid:case>/file"
urlpatterns = [
    path(f"{FILE}/", case_files.page, name="case-file"),
    path(f"{FILE}/make/<slug:form>/", case_files.make, name="case-file-make"),
    path(f"{FILE}/<uuid:case_copy>/", case_files.take, name="case-file-take"),
]
