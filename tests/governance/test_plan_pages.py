"""The pages of priorities and plans: the thread with its gaps, figures, roll-up, packs, lists."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Action, Milestone, PlanItem, PriorityReview, Reading
from governance.selectors.priorities import threads
from governance.selectors.rollup import in_words, roll_up
from governance.services import review_pack
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation import pdf
from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent, Job
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.factories import plans

pytestmark = pytest.mark.django_db


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def day(name: str, value: date) -> dict[str, str]:
    parts = {"day": value.day, "month": value.month, "year": value.year}
    return {f"{name}_{part}": str(number) for part, number in parts.items()}


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


def fill(north, manager, rows: int) -> None:
    """Priorities with everything that hangs on one."""
    today, now = clock.today(), clock.now()
    with tenant(north.pk):
        seat = people.seat("nurse", organisation=people.organisation("The trust"))
        group = make.group("board", name="The Board")
        business = plans.plan(title="Business plan")
        plan = plans.plan(group, "Board plan")
        for n in range(rows):
            priority = plans.priority(f"Priority {n}", lead=seat, to_year=2090)
            outcome = plans.outcome(priority, f"Outcome {n}")
            plans.outcome(priority, f"Idle {n}")
            indicator = plans.indicator(priority, f"Count {n}", polarity="down", unit="children")
            for months, value in ((200, 9), (20, 7)):
                Reading.objects.create(
                    indicator=indicator,
                    period_end=today - timedelta(days=months),
                    value=value,
                    at=now,
                    by=manager,
                )
            above = plans.line(business, seat, f"Above {n}", priority=priority, outcome=outcome)
            line = plans.line(
                plan, seat, f"Line {n}", priority=priority, outcome=outcome, serves=above
            )
            Milestone.objects.create(item=line, title=f"Step {n}", due_on=today)
            PriorityReview.objects.create(
                priority=priority,
                reviewed_on=today,
                rag="amber",
                what_changed=f"Changed {n}",
                what_next="More",
                by=manager,
                at=now,
            )
            Action.objects.create(
                reference=f"A-{n}",
                title="Do it",
                source="workplan",
                source_id=line.public_id,
                priority=priority,
                owner=seat,
                due_on=today,
                opened_at=now,
                opened_by=manager,
            )


LISTS = {
    "priorities": (15, "Idle {n}"),
    "workplans": (10, "Board plan"),
    "rollup": (10, "Priority {n}"),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_database_the_same_however_much_there_is(
    name, rows, signed_in, north, manager, django_assert_num_queries
):
    queries, words = LISTS[name]
    fill(north, manager, rows)

    with django_assert_num_queries(queries):
        page = text(signed_in.get(at(name)))

    assert words.format(n=rows - 1) in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_asks_the_database_the_same_however_many_lines(
    rows, signed_in, north, manager, django_assert_num_queries
):
    fill(north, manager, rows)
    with tenant(north.pk):
        plan = PlanItem.objects.get(title="Line 0").plan

    with django_assert_num_queries(15):
        page = text(signed_in.get(at("workplan", plan=plan.public_id)))

    assert f"Line {rows - 1}" in page
    assert f"Step {rows - 1}" in page
    assert "Works for “Above 0” of the business plan" in page


def test_the_thread_shows_the_work_and_names_the_gaps(signed_in, north, manager):
    fill(north, manager, 1)

    page = text(signed_in.get(at("priorities")))

    for words in (
        "Led by Seat nurse. 2 lines of plans, 1 open action. Last review",
        "No group works for one outcome.",
        "2 lines have not been touched for 60 days.",
        "Count 0: <strong>7 children</strong>, down from 9, the right way",
    ):
        assert words in page


def test_actions_of_part_b_are_not_counted(north, manager):
    fill(north, manager, 1)
    with tenant(north.pk):
        Action.objects.update(confidential=True)

        [thread] = threads(on=clock.today())

    assert thread.open_actions == 0


def test_an_empty_record_says_how_to_begin(signed_in):
    assert "No priority is recorded" in text(signed_in.get(at("priorities")))
    assert "No plan is recorded" in text(signed_in.get(at("workplans")))
    assert "No priority is recorded" in text(signed_in.get(at("rollup")))
    assert "No pack has been made yet." in text(signed_in.get(at("priority-packs")))


def test_a_priority_shows_its_figures_as_chart_and_table(signed_in, north, manager):
    fill(north, manager, 1)
    with tenant(north.pk):
        [thread] = threads(on=clock.today())

    page = text(signed_in.get(at("priority", priority=thread.priority.public_id)))

    assert 'class="chart chart--line" role="img"' in page
    assert page.count("<td") == 4
    assert "Changed 0" in page


def test_a_figure_below_zero_has_a_table_and_no_chart(signed_in, north, manager):
    fill(north, manager, 1)
    with tenant(north.pk):
        Reading.objects.filter(value=7).update(value=-2)
        [thread] = threads(on=clock.today(), charts=True)

    page = text(signed_in.get(at("priority", priority=thread.priority.public_id)))

    assert thread.figures[0].chart is None
    assert "-2 children</strong>, down from 9" in page


def test_outcomes_figures_and_reviews_are_kept_on_the_pages(signed_in, north):
    with tenant(north.pk):
        priority = plans.priority()
    page = at("priority", priority=priority.public_id)
    key = {"priority": priority.public_id}

    signed_in.post(at("outcome-add", **key), {"statement": "Noticed early"})
    signed_in.post(at("indicator-add", **key), {"name": "Plans", "polarity": "down"})
    with tenant(north.pk):
        outcome, indicator = priority.outcomes.get(), priority.indicators.get()
    enter = at("reading-add", indicator=indicator.public_id)
    signed_in.post(enter, {"value": "12", **day("period_end", date(2026, 3, 31))})
    again = text(signed_in.post(enter, {"value": "14.5", **day("period_end", date(2026, 3, 31))}))
    ahead = text(signed_in.post(enter, {"value": "1", **day("period_end", date(2099, 3, 31))}))
    with tenant(north.pk):
        reading = Reading.objects.get()
    correct = at("reading-edit", reading=reading.public_id)
    assert 'value="12"' in text(signed_in.get(correct))
    signed_in.post(correct, {"value": "13", "note": "Counted again"})
    signed_in.post(
        at("review-add", **key),
        {
            "rag": "green",
            "what_changed": "Fewer",
            "what_next": "On",
            **day("reviewed_on", clock.today()),
        },
    )
    edit = at("outcome-edit", outcome=outcome.public_id)
    assert "Noticed early" in text(signed_in.get(edit))
    signed_in.post(edit, {"statement": "Noticed very early"})
    change = at("indicator-edit", indicator=indicator.public_id)
    assert 'value="Plans"' in text(signed_in.get(change))
    signed_in.post(change, {"name": "Plans made", "polarity": "down", "unit": "%"})

    assert "There is a figure for this period already." in again
    assert 'value="14.5"' in again
    assert "This period is not over yet." in ahead
    shown = text(signed_in.get(page))
    for words in ("Noticed very early", "<strong>13%</strong>", "Counted again", "Fewer"):
        assert words in shown
    signed_in.post(at("outcome-end", outcome=outcome.public_id))
    signed_in.post(at("indicator-end", indicator=indicator.public_id))
    ended = text(signed_in.get(page))
    assert "Nothing is counted for this priority yet." in ended
    assert "Nothing hangs on this priority yet." in ended


def test_a_plan_its_lines_and_steps_are_kept_on_the_pages(signed_in, north):
    with tenant(north.pk):
        seat, group = people.seat("nurse"), make.group("board", name="The Board")
    times = {**day("from_on", date(2026, 4, 1)), **day("to_on", date(2028, 3, 31))}
    began = signed_in.post(
        at("workplan-add"), {"title": "Our plan", "group": str(group.public_id), **times}
    )
    page = began["Location"]
    with tenant(north.pk):
        plan = group.workplans.get()
    key = {"plan": plan.public_id}
    line = {"title": "Train them", "owner": str(seat.public_id)}

    late = text(
        signed_in.post(at("plan-item-add", **key), {**line, **day("due_on", date(2029, 1, 1))})
    )
    signed_in.post(at("plan-item-add", **key), {**line, **day("due_on", date(2026, 9, 1))})
    with tenant(north.pk):
        item = plan.items.get()
    found = {"line": item.public_id}
    assert "Train them" in text(signed_in.get(at("plan-item-edit", **found)))
    signed_in.post(
        at("plan-item-edit", **found),
        {**line, "title": "Train all", **day("due_on", date(2026, 10, 1))},
    )
    step = {"title": "Book a room", **day("due_on", date(2026, 7, 1))}
    signed_in.post(at("milestone-add", **found), step)
    with tenant(north.pk):
        milestone = item.milestones.get()
    change = at("milestone-edit", step=milestone.public_id)
    assert "Book a room" in text(signed_in.get(change))
    signed_in.post(change, {**step, **day("done_on", date(2026, 6, 1))})
    edit = at("workplan-edit", **key)
    assert "Our plan" in text(signed_in.get(edit))
    signed_in.post(edit, {"title": "Our own plan", **times})

    assert "The plan runs from 1 April 2026 to 31 March 2028. Choose a day within it." in late
    shown = text(signed_in.get(page))
    for words in ("Our own plan", "Train all", "By 1 October 2026", "taken 1 June 2026"):
        assert words in shown
    assert "Take “Train all” out" in text(signed_in.get(at("plan-item-end", **found)))
    signed_in.post(at("plan-item-end", **found), day("on", clock.today()))
    assert "Lines that were taken out" in text(signed_in.get(page))
    assert "End “Our own plan”?" in text(signed_in.get(at("workplan-end", **key)))
    signed_in.post(at("workplan-end", **key), day("on", clock.today()))
    assert "Plans that were ended" in text(signed_in.get(at("workplans")))


def test_a_group_leads_to_its_plan_or_lists_them(signed_in, north):
    with tenant(north.pk):
        group = make.group("board", name="The Board")
    address = at("group-workplan", group=group.public_id)

    assert "No plan is recorded" in text(signed_in.get(address))
    with tenant(north.pk):
        first = plans.plan(group, "First plan")
    assert signed_in.get(address)["Location"] == at("workplan", plan=first.public_id)
    with tenant(north.pk):
        plans.plan(group, "Second plan")
    page = text(signed_in.get(address))
    assert "Plans of The Board" in page
    assert "lines.csv?group=board" in page


def test_a_chair_begins_a_plan_for_the_own_group_alone(client, north):
    chair = people.member(north, "group_chair")
    with tenant(north.pk):
        chair.role_assignments.update(group_key="board")
        make.group("board", name="The Board")
        other = make.group("forum", name="The Forum")
        theirs = plans.plan(other)
    client.force_login(chair)

    page = text(client.get(at("workplan-add")))

    assert "The Board" in page
    assert "The Forum" not in page
    assert client.get(at("workplan-edit", plan=theirs.public_id)).status_code == 403
    assert client.get(at("workplan", plan=theirs.public_id)).status_code == 200


def test_a_scrutineer_reads_everything_and_changes_nothing(client, north, manager):
    fill(north, manager, 1)
    client.force_login(people.member(north, "scrutineer"))

    for name in ("priorities", "workplans", "rollup", "priority-packs", "rollup-csv"):
        assert client.get(at(name)).status_code == 200
    assert client.post(at("priority-pack-make")).status_code == 403
    assert "Begin a plan" not in text(client.get(at("workplans")))


def test_counts_are_said_in_words():
    assert in_words((0, 5, 2, 1, 0)) == "8 lines: 5 on track, 2 at risk, 1 off track."
    assert in_words((1, 0, 0, 0, 0)) == "1 line: 1 not started."
    assert in_words((0, 0, 0, 0, 0)) == "No line of a plan works for it."


def test_lines_without_a_priority_are_counted_apart(in_north):
    plans.line(plans.plan(), people.seat("nurse"), rag="red", rag_reason="Why")

    [row] = roll_up(on=clock.today()).priorities

    assert (row.title, row.words) == ("No priority", "1 line: 1 off track.")


def test_the_roll_up_and_the_lines_are_taken_as_files(signed_in, north, manager):
    fill(north, manager, 1)

    answer = signed_in.get(at("rollup-csv"))
    book = signed_in.get(at("plan-lines-xlsx") + "?group=board&rag=not_started")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["Priority 0", "until 2090", "The partnership", "1", "0", "0", "0", "0", "1", "1"],
        ["Priority 0", "until 2090", "The Board", "1", "0", "0", "0", "0", "1", "1"],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[2] for row in values] == ["Line", "Line 0"]
    with tenant(north.pk):
        taken = AuditEvent.objects.filter(verb="downloaded").order_by("number")
        assert [each.facts["filtered_by"] for each in taken] == [[], ["group", "rag"]]


@pytest.mark.django_db(transaction=True)
def test_a_pack_is_made_in_the_background_and_everybody_can_read_it(signed_in, north, manager):
    fill(north, manager, 2)

    page = text(signed_in.post(at("priority-pack-make"), follow=True))

    assert "The pack is being made." in page
    with tenant(north.pk):
        job = Job.objects.get(kind=review_pack.PACK)
    assert f"Priorities on {job.requested_at.day}" in text(signed_in.get(at("priority-packs")))
    taken = signed_in.get(at("priority-pack", pack=job.public_id))
    assert pdf.problems(taken.content) == ()
    with pikepdf.open(io.BytesIO(taken.content)) as book:
        with book.open_outline() as outline:
            titles = [each.title for root in outline.root for each in (root, *root.children)]
        assert str(book.Root.Lang) == "en-GB"
    for heading in ("Review of the priorities", "Priority 0", "Priority 1"):
        assert heading in titles
    assert signed_in.get(at("priority-packs"), headers={"HX-Request": "true"})["HX-Refresh"]
