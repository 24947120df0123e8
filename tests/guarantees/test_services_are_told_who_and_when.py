"""Public services take keywords alone, and are told who acts (`by`) and at what moment (`at`)."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

WRITES = re.compile(r"\.(save|create|get_or_create|bulk_create|update|delete)\(")

# Without `by` or `at`, each with the reason.
EXCUSED: dict[str, tuple[set[str], str]] = {
    "deadlines.services.reference.apply_overrides": ({"by"}, "the portal itself, from its data"),
    "deadlines.services.reference.load_reference_data": ({"by"}, "the portal, from its data"),
    "governance.services.agenda_rows.grow": ({"by", "at"}, "a part of a service, no service"),
    "governance.services.agenda_rows.insert": ({"by", "at"}, "a part of a service, no service"),
    "governance.services.feeds.note_read": ({"by"}, "a calendar program; nobody is signed in"),
    "governance.services.invitation_mail.mail_invitations": (
        {"by"},
        "the portal carries what was sent",
    ),
    "governance.services.inviting.ask_again": ({"by"}, "a part of a service, no service"),
    "governance.services.inviting.tell_of_cancelling": ({"by"}, "a part of a service, no service"),
    "governance.services.letter_mail.mail_letter": ({"by"}, "the portal carries what was sent"),
    "governance.services.minutes.locked_minutes": (
        {"by", "at"},
        "a part of a service, no service",
    ),
    "governance.services.registers.next_reference": ({"by"}, "a part of a service, no service"),
    "reviews.services.request_links.end_links": ({"by"}, "a part of a service, no service"),
    "reviews.services.request_mail.mail_link": ({"by"}, "the portal carries what was sent"),
    "partnerships.services.beginning.begin_joint_body": ({"by"}, "the operator; nobody is there"),
    "partnerships.services.beginning.begin_partnership": ({"by"}, "the operator; nobody is there"),
    "partnerships.services.changes.write_facts": ({"by", "at"}, "a part of a service, no service"),
    "partnerships.services.digests.send_digest": ({"by"}, "the portal itself, at the set hour"),
    "partnerships.services.files.keep_file": ({"by"}, "who acts is said by the service it serves"),
    "partnerships.services.invitations.join_by_invitation": (
        {"by"},
        "the person has no account yet; they act once it is made",
    ),
    "partnerships.services.notices.mark_read": ({"by"}, "the recipient is who acts"),
    "partnerships.services.notices.tell": ({"by"}, "who acts is said by the service it serves"),
    "partnerships.services.work.run_job": ({"by", "at"}, "a worker; it lasts, so it has a clock"),
}


def services() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Return every public function of a services module that changes something, by full name."""
    for config in apps.get_app_configs():
        root = Path(config.path) / "services"
        if not root.is_dir() or "site-packages" in str(root):
            continue
        for module in pkgutil.iter_modules([str(root)]):
            full = f"{config.name}.services.{module.name}"
            for name, function in inspect.getmembers(importlib.import_module(full)):
                own = inspect.isfunction(function) and function.__module__ == full
                if own and not name.startswith("_") and changes_something(function):
                    yield f"{full}.{name}", function


def changes_something(function: Callable[..., Any]) -> bool:
    """Say whether it opens a transaction of its own, or writes a row."""
    return hasattr(function, "__wrapped__") or bool(WRITES.search(inspect.getsource(function)))


SERVICES = dict(services())


@pytest.mark.parametrize("name", SERVICES)
def test_it_takes_keywords_alone(name):
    kinds = inspect.signature(SERVICES[name]).parameters.values()
    positional = [each.name for each in kinds if each.kind is not each.KEYWORD_ONLY]

    assert positional == [] or name.endswith(".write_facts")


@pytest.mark.parametrize("name", SERVICES)
def test_it_is_told_who_and_when(name):
    excused, _reason = EXCUSED.get(name, (set(), ""))

    missing = {"by", "at"} - set(inspect.signature(SERVICES[name]).parameters)

    assert missing == excused


@pytest.mark.parametrize("name", SERVICES)
def test_it_says_what_it_promises(name):
    assert inspect.getdoc(SERVICES[name])


def test_the_excuses_are_of_services_that_exist():
    assert set(EXCUSED) <= set(SERVICES)
