"""Addresses of reports: of a rapid review and of a review alike."""

from django.urls import URLPattern, path

from reviews.views import report_sending, report_signing, reports

ONE = "reports/<uuid:report>"
SECTION = f"{ONE}/sections/<slug:key>"
VERSION = f"{ONE}/versions/<int:number>"
SENDING = f"{ONE}/sendings/<uuid:dispatch>"

urlpatterns: list[URLPattern] = [
    path("clock/<uuid:case>/report/", reports.of_case, name="case-report"),
    path("reviews/<uuid:review>/report/", reports.of_review, name="review-report"),
    path(f"{ONE}.docx", reports.as_docx, name="report-docx"),
    path(f"{SECTION}/", reports.section, name="report-section"),
    path(f"{SECTION}/comment/", reports.remark, name="report-comment"),
    path(f"{ONE}/comments/<uuid:remark>/answer/", reports.answer, name="report-answer"),
    path(f"{ONE}/outcome/", reports.outcome, name="report-outcome"),
    path(f"{ONE}/signatures/ask/", report_signing.ask_partners, name="report-ask"),
    path(f"{ONE}/signatures/take-back/", report_signing.take_back, name="report-take-back"),
    path(f"{VERSION}/", report_signing.version, name="report-version"),
    path(f"{VERSION}/sign/", report_signing.sign, name="report-sign"),
    path(f"{VERSION}/signatures/add/", report_signing.record, name="report-signature-add"),
    path(f"{VERSION}/pdf/", report_signing.as_pdf, name="report-pdf"),
    path(f"{VERSION}/docx/", report_signing.as_docx, name="report-version-docx"),
    path(f"{ONE}/sendings/add/", report_sending.prepare, name="dispatch-add"),
    path(f"{SENDING}/copy/", report_sending.copy, name="dispatch-copy"),
    path(f"{SENDING}/sent/", report_sending.sent, name="dispatch-sent"),
    path(f"{SENDING}/not-sent/", report_sending.not_sent, name="dispatch-cancel"),
]
