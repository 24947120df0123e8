"""Addresses of priorities and workplans."""

from django.urls import path

from governance.views import figures, plan_updates, plans, priorities, review_packs, rollup

urlpatterns = [
    # the golden thread
    path("priorities/", priorities.overview, name="priorities"),
    path("priorities/rollup/", rollup.page, name="rollup"),
    path("priorities/rollup.csv", rollup.download, {"ending": "csv"}, name="rollup-csv"),
    path("priorities/rollup.xlsx", rollup.download, {"ending": "xlsx"}, name="rollup-xlsx"),
    path("priorities/pack/", review_packs.page, name="priority-packs"),
    path("priorities/pack/make/", review_packs.make, name="priority-pack-make"),
    path("priorities/pack/<uuid:pack>/", review_packs.take, name="priority-pack"),
    path("priorities/<uuid:priority>/", priorities.detail, name="priority"),
    path("priorities/<uuid:priority>/outcomes/add/", priorities.add_outcome, name="outcome-add"),
    path("priorities/<uuid:priority>/reviews/add/", priorities.add_review, name="review-add"),
    path("priorities/<uuid:priority>/indicators/add/", figures.add, name="indicator-add"),
    path("priorities/outcomes/<uuid:outcome>/edit/", priorities.edit_outcome, name="outcome-edit"),
    path("priorities/outcomes/<uuid:outcome>/end/", priorities.end_outcome, name="outcome-end"),
    path("priorities/indicators/<uuid:indicator>/edit/", figures.edit, name="indicator-edit"),
    path("priorities/indicators/<uuid:indicator>/end/", figures.end, name="indicator-end"),
    path("priorities/indicators/<uuid:indicator>/add/", figures.add_reading, name="reading-add"),
    path("priorities/readings/<uuid:reading>/edit/", figures.edit_reading, name="reading-edit"),
    # plans and their lines
    path("workplans/", plans.all_plans, name="workplans"),
    path("governance/groups/<uuid:group>/workplan/", plans.of_group, name="group-workplan"),
    path("workplans/lines.csv", plans.download, {"ending": "csv"}, name="plan-lines-csv"),
    path("workplans/lines.xlsx", plans.download, {"ending": "xlsx"}, name="plan-lines-xlsx"),
    path("workplans/add/", plans.add, name="workplan-add"),
    path("workplans/update/", plan_updates.mine, name="plan-update"),
    path("workplans/<uuid:plan>/", plans.detail, name="workplan"),
    path("workplans/<uuid:plan>/edit/", plans.edit, name="workplan-edit"),
    path("workplans/<uuid:plan>/end/", plans.end, name="workplan-end"),
    path("workplans/<uuid:plan>/update/", plan_updates.of_plan, name="workplan-update"),
    path("workplans/<uuid:plan>/lines/add/", plans.add_item, name="plan-item-add"),
    path("workplans/lines/<uuid:line>/edit/", plans.edit_item, name="plan-item-edit"),
    path("workplans/lines/<uuid:line>/end/", plans.end_item, name="plan-item-end"),
    path("workplans/lines/<uuid:line>/draft/", plan_updates.draft, name="plan-item-draft"),
    path("workplans/lines/<uuid:line>/steps/add/", plans.add_step, name="milestone-add"),
    path("workplans/steps/<uuid:step>/edit/", plans.edit_step, name="milestone-edit"),
    path("workplans/updates/<uuid:update>/file/", plan_updates.file, name="plan-update-file"),
]
