"""Addresses of a review's publication, from the decision to the day it comes off line."""

from django.urls import URLPattern, path

from reviews.views import publication, publication_acts, publication_copies

ONE = "reviews/<uuid:review>/publication"
VERSION = f"{ONE}/versions/<int:number>"
COPY = f"{ONE}/copies/<uuid:dispatch>"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/", publication.detail, name="review-publication"),
    path(f"{ONE}/decide/", publication.decide, name="publication-decide"),
    path(f"{ONE}/day/", publication_acts.plan, name="publication-day"),
    path(f"{ONE}/preview/", publication.preview, name="publication-preview"),
    path(f"{ONE}/words/add/", publication_acts.cut, name="publication-cut"),
    path(f"{ONE}/words/<uuid:cut>/put-back/", publication_acts.put_back, name="publication-back"),
    path(f"{VERSION}/", publication.version, name="publication-version"),
    path(f"{VERSION}/pdf/", publication_copies.pdf, name="publication-pdf"),
    path(f"{VERSION}/set-aside/", publication_acts.set_aside, name="publication-set-aside"),
    path(f"{ONE}/findings/<uuid:finding>/keep/", publication_acts.keep, name="publication-keep"),
    path(f"{ONE}/copies/add/", publication_copies.prepare, name="publication-copy-add"),
    path(f"{COPY}/sent/", publication_copies.sent, name="publication-copy-sent"),
    path(f"{COPY}/not-sent/", publication_copies.not_sent, name="publication-copy-cancel"),
    path(f"{ONE}/publish/", publication_acts.publish, name="publication-publish"),
    path(f"{ONE}/correct/", publication_acts.correct, name="publication-correct"),
    path(f"{ONE}/archive/", publication_acts.archive, name="publication-archive"),
    path(
        f"{ONE}/family/<uuid:contact>/not-told/",
        publication_acts.not_told,
        name="publication-not-told",
    ),
]
