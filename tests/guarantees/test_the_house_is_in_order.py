"""Small promises that only a walk through the whole code can keep."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader

from krscp_portal.environment import Environment
from tests.guarantees.test_files_stay_small import ROOT, sources

OWN = {"partnerships", "deadlines", "governance", "reviews", "scrutiny", "publications", "examples"}
# A record of what the law asks to keep is not removed by code. What may be, and why.
MAY_DELETE = {
    "deadlines/services/reference.py": "a seeded bank holiday that the data file no longer has",
    "governance/services/answering.py": "a guest who was asked by mistake; the audit keeps it",
    "governance/services/attendance.py": "a mark set by mistake; the audit keeps it",
    "governance/services/boards.py": "an area of a board that was entered by mistake; audited",
    "governance/services/inviting.py": "a question to a seat that left the group; audited",
    "governance/services/meetings.py": "a group that no longer shares a meeting; audited",
    "governance/services/membership.py": "that a group speaks for an agency; the audit keeps it",
    "governance/services/minutes_public.py": "a mark before anything is public; the audit keeps it",
    "governance/services/names.py": "another name of a group; the audit keeps it",
    "governance/services/plan_updates.py": "what was typed and not sent, once it is sent",
    "governance/services/recommendations.py": "a theme that was taken off; audited",
    "governance/services/terms.py": "a draft of terms that nobody approved; the audit keeps it",
    "partnerships/services/accounts.py": "a lost phone or key; the audit keeps that there was one",
    "partnerships/services/agencies.py": "an area of an agency; the audit keeps it",
    "partnerships/services/agency_removal.py": "an agency entered by mistake; the audit keeps it",
    "partnerships/services/details.py": "an area that was added by mistake; the audit keeps it",
    "partnerships/services/directory.py": "a shared name, area or body that nobody uses; audited",
    "partnerships/services/import_undo.py": "what an import made and nobody has used since; audited",
    "partnerships/services/handovers.py": "a handover started by mistake; the audit keeps it",
    "reviews/services/chronology.py": "a row that was added by mistake; the audit keeps that it was",
    "reviews/services/copies.py": "a copy of a case that has expired; the audit keeps its hash",
    "reviews/services/engagement.py": "an event recorded by mistake; the audit keeps its numbers",
    "reviews/services/panel.py": "an item or a mark of a register that is open; audited",
    "reviews/services/publication_deciding.py": "words taken out by mistake; the audit keeps that",
    "reviews/services/terms.py": "a question of terms; the log keeps those that were agreed",
}


@pytest.mark.django_db
def test_models_match_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_each_app_has_one_line_of_migrations():
    leaves = MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()
    own = [app for app, _name in leaves if app in OWN]
    assert len(own) == len(set(own))


def test_the_example_of_the_environment_is_complete():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?([A-Z_]+)=", text, flags=re.MULTILINE))

    assert {name.upper() for name in Environment.model_fields} <= named


def test_every_choice_is_held_by_the_database():
    """Django checks choices in forms alone."""
    loose = []
    for model in apps.get_models():
        if model._meta.app_label not in OWN:
            continue
        checks = " ".join(
            str(each.condition)
            for each in model._meta.constraints
            if isinstance(each, models.CheckConstraint)
        )
        loose += [
            f"{model._meta.label}.{field.name}"
            for field in model._meta.concrete_fields
            if field.choices and f"'{field.name}__in'" not in checks
        ]
    assert loose == []


def test_nothing_is_removed_from_the_record_by_code():
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"\.delete\(\)|_raw_delete", path.read_text(encoding="utf-8"))
    }
    assert found == set(MAY_DELETE)


def test_only_the_clock_reads_the_clock():
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"timezone\.now\(|datetime\.now\(|date\.today\(", path.read_text("utf-8"))
    }
    assert found == {"krscp_portal/foundation/moment.py"}


def test_no_signal_ties_our_apps_together():
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"post_save|pre_save|def save\(", path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_no_address_of_a_registry_is_in_a_file():
    hosts = re.compile(r"https?://[^\s\"']*(pypi|pythonhosted|npmjs|registry)", re.IGNORECASE)
    files = [ROOT / name for name in ("pyproject.toml", "requirements.lock", "package-lock.json")]
    assert [path.name for path in files if hosts.search(Path(path).read_text("utf-8"))] == []
