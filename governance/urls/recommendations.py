"""Addresses of recommendations, of what was recommended before, and of themes."""

from django.urls import path

from governance.views import recommendation_acts as acts
from governance.views import recommendations, themes

ONE = "recommendations/<uuid:recommendation>"
XLSX = "recommendations.xlsx"

urlpatterns = [
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path(
        "recommendations.csv", recommendations.download, {"ending": "csv"},
        name="recommendations-csv",
    ),
    path(XLSX, recommendations.download, {"ending": "xlsx"}, name="recommendations-xlsx"),
    path("recommendations/add/", recommendations.add, name="recommendation-add"),
    path("recommendations/alike/", recommendations.look, name="recommendations-alike"),
    path("recommendations/themes/", themes.themes, name="themes"),
    path("recommendations/themes/add/", themes.add, name="theme-add"),
    path("recommendations/themes/report/", themes.report, name="theme-report"),
    path("recommendations/themes/report.xlsx", themes.download, name="theme-report-xlsx"),
    path("recommendations/themes/<uuid:theme>/edit/", themes.edit, name="theme-edit"),
    path("recommendations/themes/<uuid:theme>/end/", themes.end, name="theme-end"),
    path(f"{ONE}/", recommendations.recommendation, name="recommendation"),
    path(f"{ONE}/lineage/", recommendations.lineage, name="recommendation-lineage"),
    path(f"{ONE}/edit/", acts.edit, name="recommendation-edit"),
    path(f"{ONE}/move/", acts.move, name="recommendation-move"),
    path(f"{ONE}/answers/<uuid:addressee>/", acts.answer, name="recommendation-answer"),
    path(f"{ONE}/action/", acts.give, name="recommendation-action"),
    path(f"{ONE}/earlier/", acts.earlier, name="recommendation-earlier"),
    path(f"{ONE}/close/", acts.close, name="recommendation-close"),
    path(f"{ONE}/withdraw/", acts.withdraw, name="recommendation-withdraw"),
    path(f"{ONE}/confidential/", acts.confidential, name="recommendation-confidential"),
    path(f"{ONE}/lift/", acts.lift, name="recommendation-lift"),
    path(f"{ONE}/impact/", acts.impact, name="recommendation-impact"),
]  # fmt: skip
