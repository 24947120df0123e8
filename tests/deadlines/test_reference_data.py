"""Rules, editions, holidays and each partnership's own text, loaded and loaded again."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from deadlines import rulebook, selectors, services
from deadlines.models import (
    Deadline,
    GuidanceEdition,
    Holiday,
    RecipientList,
    RuleOverride,
    StatutoryRule,
)
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Notice, User
from partnerships.selectors import system_user
from tests.factories import deadlines as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
EASTER = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)


def load_with(monkeypatch, changed):
    """Load the data file with one rule's row changed."""
    told = rulebook.rules_file()
    told["rule"] = [changed(row) for row in told["rule"] if changed(row)]
    monkeypatch.setattr(rulebook, "rules_file", lambda: told)
    return services.load_reference_data(at=AT)


def notify_in(days):
    return lambda row: {**row, "length": days} if row["key"] == "notify_panel" else row


def test_every_row_of_the_data_file_is_loaded():
    told = rulebook.rules_file()
    assert set(StatutoryRule.objects.values_list("key", flat=True)) == {
        row["key"] for row in told["rule"]
    }
    assert set(GuidanceEdition.objects.values_list("key", flat=True)) == {
        row["key"] for row in told["edition"]
    }
    refs = set(StatutoryRule.objects.values_list("ref", flat=True))
    assert {
        "D1",
        "D2",
        "D3",
        "D4",
        "D5",
        "D7",
        "D8",
        "D9",
        "D10",
        "D11",
        "D13",
        "D14",
        "D15",
    } <= refs
    assert {"D20", "D21", "D22", "D30", "D31"} <= refs
    assert GuidanceEdition.objects.get(key="wt2023").superseded_by.key == "wt2026"


def test_loading_again_changes_nothing():
    loaded = services.load_reference_data(at=AT)
    assert (loaded.editions, loaded.rules, loaded.withdrawn, loaded.holidays) == (0, 0, 0, 0)
    assert StatutoryRule.objects.exclude(version=1).count() == 0


def test_the_portals_own_account_cannot_sign_in():
    services.load_reference_data(at=AT)
    system = User.objects.get(email="system@portal.invalid")
    assert (system.is_system, system.is_active, system.has_usable_password()) == (
        True,
        False,
        False,
    )


def test_a_changed_rule_is_a_new_version_and_running_clocks_keep_theirs(
    monkeypatch, in_north, manager
):
    before = make.deadline(trigger_at=AT, by=manager)

    loaded = load_with(monkeypatch, notify_in(3))

    assert loaded.rules == 1
    after = make.deadline(trigger_at=AT, by=manager)
    assert (after.rule_version, after.due_on) == (2, date(2026, 6, 4))
    services.recalculate_open(by=manager, at=AT)
    before.refresh_from_db()
    assert (before.rule_version, before.due_on) == (1, date(2026, 6, 8))
    services.move_trigger(
        deadline=before,
        trigger_at=datetime(2026, 5, 29, 9, tzinfo=UTC),
        reason="Earlier",
        by=manager,
        at=AT,
    )
    before.refresh_from_db()
    assert before.due_on == date(2026, 6, 5)


def test_a_new_edition_governs_only_from_its_day(monkeypatch):
    def changed(row):
        if row["key"] != "notify_panel":
            return row
        return {**row, "length": 10, "effective_from": date(2027, 1, 1)}

    load_with(monkeypatch, changed)

    assert selectors.compute_for("notify_panel", date(2026, 6, 1)).due.due == date(2026, 6, 8)
    assert selectors.compute_for("notify_panel", date(2027, 6, 1)).due.due == date(2027, 6, 15)


def test_a_rule_that_left_the_file_is_closed_and_kept(monkeypatch):
    loaded = load_with(
        monkeypatch, lambda row: None if row["key"] == "training_impact_6_months" else row
    )
    assert loaded.withdrawn == 1
    assert StatutoryRule.objects.get(key="training_impact_6_months").superseded_at == AT


def test_a_row_that_contradicts_itself_stops_the_load(monkeypatch):
    with pytest.raises(DomainError):
        load_with(
            monkeypatch,
            lambda row: {**row, "unit": "fortnights"} if row["key"] == "notify_panel" else row,
        )


def test_an_edition_and_an_override_follow_the_data_file(monkeypatch):
    kirklees = partnerships.partnership("kirklees")
    services.apply_overrides(partnership=kirklees, at=AT)
    told = rulebook.rules_file()
    for row in told["edition"]:
        if row["key"] == "wt2026":
            row["note"] = "Read in full."
    for row in told["override"]:
        if row["partnership"] == "kirklees" and row["rule"] == "notify_panel":
            row["note"] = "Read again."
    monkeypatch.setattr(rulebook, "rules_file", lambda: told)

    assert services.load_reference_data(at=AT).editions == 1
    assert services.apply_overrides(partnership=kirklees, at=AT) == 1

    assert GuidanceEdition.objects.get(key="wt2026").note == "Read in full."
    with tenant(kirklees.pk):
        assert RuleOverride.objects.get(rule_key="notify_panel").note == "Read again."


def test_a_seeded_day_follows_the_seed(monkeypatch):
    first, second, *rest = list(rulebook.holiday_rows())
    renamed = rulebook.HolidayRow(second.day, "Another name", second.source, False)
    monkeypatch.setattr(rulebook, "holiday_rows", lambda: [renamed, *rest])
    assert services.load_reference_data(at=AT).holidays == 2
    assert not Holiday.objects.filter(day=first.day).exists()
    assert Holiday.objects.get(day=second.day).name == "Another name"


def test_the_command_refuses_a_broken_file_in_a_sentence(monkeypatch):
    told = rulebook.rules_file()
    told["rule"][0]["length"] = -1
    monkeypatch.setattr(rulebook, "rules_file", lambda: told)
    with pytest.raises(CommandError, match="notify_panel counts working_days but has no length"):
        call_command("load_reference_data")


def test_holidays_past_what_is_published_are_provisional():
    assert Holiday.objects.get(day=date(2028, 12, 26)).provisional is False
    assert Holiday.objects.get(day=date(2029, 1, 1)).provisional is True
    assert Holiday.objects.filter(day__year=2015).exists()
    assert Holiday.objects.filter(day__year=2035).exists()
    table = selectors.calendar()
    assert (table.known_from, table.known_until) == (date(2015, 1, 1), date(2028, 12, 31))


def test_without_holidays_no_date_is_given():
    Holiday.objects.all().delete()
    with pytest.raises(DomainError) as refused:
        selectors.compute_for("notify_panel", date(2026, 6, 1))
    assert refused.value.code == "no-holidays"


def test_kirklees_five_days_are_read_as_working_days():
    kirklees = partnerships.partnership("kirklees")
    changed = services.apply_overrides(partnership=kirklees, at=AT)
    assert changed > 0
    answer = selectors.compute_for("notify_panel", date(2026, 8, 28), kirklees)
    assert answer.due.due == date(2026, 9, 7)
    assert answer.lines[-1].startswith("This partnership’s own text: The text says five days")
    with tenant(kirklees.pk):
        override = RuleOverride.objects.get(rule_key="notify_panel")
        assert (override.length, override.unit, override.via) == (
            5,
            "working_days",
            "Partnership Business Unit",
        )
        assert selectors.rapid_review_trigger() == "awareness"


def test_krscp_tells_its_team_and_both_health_and_wellbeing_boards():
    krscp = partnerships.partnership("krscp")
    services.apply_overrides(partnership=krscp, at=AT)
    with tenant(krscp.pk):
        notify = StatutoryRule.objects.get(key="notify_partners")
        assert "Partnership team" in selectors.recipients_of(notify)
        sent = RecipientList.objects.get(rule_key="yearly_report_dispatch").recipients
        assert {
            "Kingston Health and Wellbeing Board",
            "Richmond Health and Wellbeing Board",
        } <= set(sent)
        assert services.apply_overrides(partnership=krscp, at=AT) == 0


def test_a_partnership_without_a_text_of_its_own_has_the_national_rules(in_north):
    assert services.apply_overrides(partnership=in_north, at=AT) == 0
    assert selectors.rapid_review_trigger() == "awareness"
    rule = StatutoryRule.objects.get(key="yearly_report_dispatch")
    assert selectors.recipients_of(rule) == rule.recipients


def test_an_override_that_differs_changes_the_date_and_stays_with_the_clock(in_north, manager):
    own = RuleOverride.objects.create(
        rule_key="notify_panel", length=3, note="Three days here.", source="x", confidence="V"
    )
    clock = make.deadline(trigger_at=AT, by=manager)
    assert (clock.due_on, clock.override, clock.explanation[-1]) == (
        date(2026, 6, 4),
        own,
        "This partnership’s own text: Three days here.",
    )
    RuleOverride.objects.update(length=9, note="Nine.")
    services.recalculate_open(by=manager, at=AT)
    clock.refresh_from_db()
    assert (clock.due_on, clock.explanation[-1]) == (
        date(2026, 6, 4),
        "This partnership’s own text: Three days here.",
    )


def test_a_new_holiday_moves_open_clocks_everywhere_and_tells_their_owners(north, south, manager):
    other = partnerships.member(south, "manager")
    for place, person in ((north, manager), (south, other)):
        with tenant(place.pk):
            make.deadline(trigger_at=AT, by=person, owner=person)
            done = make.deadline(trigger_at=AT, by=person, rule_key="notify_partners")
            services.meet_deadline(deadline=done, met_at=AT, by=person, at=AT)

    call_command("add_holiday", "2026-06-05", "A day of thanks", "--source", "The London Gazette")

    for place, person in ((north, manager), (south, other)):
        with tenant(place.pk):
            assert Deadline.objects.open().get().due_on == date(2026, 6, 9)
            assert Deadline.objects.get(met_at__isnull=False).due_on == date(2026, 6, 8)
            event = AuditEvent.objects.get(verb="deadline_moved")
            assert (event.facts["from"], event.facts["to"], event.facts["because"]) == (
                "2026-06-08",
                "2026-06-09",
                "holidays",
            )
            assert Notice.objects.get().recipient == person
            assert "A day of thanks" in " ".join(Deadline.objects.open().get().explanation)


def test_a_holiday_added_by_hand_survives_a_reload():
    system = system_user()
    services.add_holiday(day=date(2026, 6, 5), name="A day", source="The Gazette", by=system, at=AT)
    services.load_reference_data(at=AT)
    assert Holiday.objects.get(day=date(2026, 6, 5)).name == "A day"


def test_a_holiday_is_added_once_with_a_source_and_by_the_operator(in_north, manager):
    system = system_user()
    told = {"name": "A day", "source": "The Gazette", "at": AT}
    with pytest.raises(NotPermitted):
        services.add_holiday(day=date(2026, 6, 5), by=manager, **told)
    with pytest.raises(DomainError) as refused:
        services.add_holiday(day=date(2026, 12, 25), by=system, **told)
    assert refused.value.code == "already-there"
    with pytest.raises(DomainError):
        services.add_holiday(day=date(2026, 6, 5), by=system, **{**told, "source": " "})
    with pytest.raises(CommandError):
        call_command("add_holiday", "soon", "A day", "--source", "x")
    assert not Holiday.objects.filter(day=date(2026, 6, 5)).exists()


def test_a_seed_that_changed_its_mind_moves_clocks_too(monkeypatch, in_north, manager):
    clock = make.deadline(trigger_at=AT, by=manager, owner=manager)
    rows = list(rulebook.holiday_rows())
    extra = rulebook.HolidayRow(date(2026, 6, 4), "A proclaimed day", "gov.uk", False)
    monkeypatch.setattr(rulebook, "holiday_rows", lambda: [*rows, extra])

    loaded = services.load_reference_data(at=AT)

    assert (loaded.holidays, loaded.moved) == (1, 1)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 6, 9)


def test_the_command_says_what_changed(capsys):
    call_command("load_reference_data")
    assert capsys.readouterr().out == "Reference data: nothing to change.\n"
