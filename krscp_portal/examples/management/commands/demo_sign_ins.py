"""Prints the example accounts and their pass phrase."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from krscp_portal.examples.accounts import PHRASE
from krscp_portal.examples.sign_ins import SignIn, sign_ins
from krscp_portal.foundation import moment

HEADINGS = SignIn("Partnership", "Role", "E-mail", fictional=True)


class Command(BaseCommand):
    help = "List the example accounts with their roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="list every account")

    def handle(self, **options: Any) -> None:
        found = sign_ins(on=moment.today())
        if not found:
            self.stdout.write("There are no example accounts. To make them: load_examples.")
            return
        shown = found if options["all"] else _first_of_each(found)
        for line in _table([HEADINGS, *shown]):
            self.stdout.write(line)
        phrase = PHRASE if settings.DEMO_BANNER else "the one that was given to load_examples"
        self.stdout.write(f"\nPass phrase of every account: {phrase}")
        if len(shown) < len(found):
            more = len(found) - len(shown)
            self.stdout.write(f"{more} more accounts: make manage CMD='demo_sign_ins --all'")


def _first_of_each(rows: Iterable[SignIn]) -> list[SignIn]:
    """Return one account for each role of the fictional partnership, and each real one's manager.

    An account that comes first in its partnership's file is the manager's.
    """
    first: dict[tuple[str, str], SignIn] = {}
    for row in rows:
        first.setdefault((row.partnership, row.role if row.fictional else ""), row)
    return list(first.values())


def _table(rows: list[SignIn]) -> list[str]:
    first = max(len(row.partnership) for row in rows)
    second = max(len(row.role) for row in rows)
    return [
        f"{row.partnership:<{first}}  {row.role:<{second}}  {row.email}".rstrip() for row in rows
    ]
