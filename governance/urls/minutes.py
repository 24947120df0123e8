"""Addresses of minutes and their public copies."""

from django.urls import URLPattern, path

from governance.views import minutes, minutes_acts, minutes_public

urlpatterns: list[URLPattern] = [
    path("meetings/<uuid:meeting>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<uuid:meeting>/minutes/entry/", minutes.entry, name="minutes-entry"),
    path("meetings/<uuid:meeting>/minutes/live/", minutes.live, name="minutes-live"),
    path("meetings/<uuid:meeting>/minutes/comments/", minutes_acts.comments, name="minutes-comments"),
    path("meetings/<uuid:meeting>/minutes/ask/", minutes_acts.ask_members, name="minutes-ask"),
    path("meetings/<uuid:meeting>/minutes/approve/", minutes_acts.approve, name="minutes-approve"),
    path("meetings/<uuid:meeting>/minutes/correct/", minutes_acts.correct, name="minutes-correct"),
    path("meetings/<uuid:meeting>/minutes/word/", minutes_acts.as_word, name="minutes-docx"),
    path("meetings/<uuid:meeting>/minutes/pdf/", minutes_acts.as_pdf, name="minutes-pdf"),
    path("meetings/<uuid:meeting>/minutes/pdf/make/", minutes_acts.make_pdf, name="minutes-pdf-make"),
    path("meetings/<uuid:meeting>/minutes/public/", minutes_public.page, name="minutes-public"),
    path(
        "meetings/<uuid:meeting>/minutes/public/publish/",
        minutes_public.publish,
        name="minutes-publish",
    ),
    path(
        "meetings/<uuid:meeting>/minutes/public/take-down/",
        minutes_public.take_it_down,
        name="minutes-take-down",
    ),
    path("minutes/comments/<uuid:remark>/answer/", minutes_acts.answer, name="comment-answer"),
    path("minutes/marks/<uuid:passage>/remove/", minutes_public.unmark, name="mark-remove"),
    path("published/minutes/", minutes_public.published, name="published-minutes"),
    path("published/minutes/<uuid:copy>/", minutes_public.copy, name="public-minutes"),
    path("published/minutes/<uuid:copy>.pdf", minutes_public.copy_pdf, name="public-minutes-pdf"),
]  # fmt: skip
