"""Prints the example accounts and their pass phrase."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from krscp_portal.examples.accounts import PHRASE
from krscp_portal.examples.sign_ins import SignIn, sign_ins
from krscp_portal.foundation import moment

HEADINGS = SignIn("Partnership", "Role", "E-mail")


class Command(BaseCommand):
    help = "List the example accounts with their roles."

    def handle(self, **_options: Any) -> None:
        found = sign_ins(on=moment.today())
        if not found:
            self.stdout.write("There are no example accounts. To make them: load_examples.")
            return
        for line in _table([HEADINGS, *found]):
            self.stdout.write(line)
        phrase = PHRASE if settings.DEMO_BANNER else "the one that was given to load_examples"
        self.stdout.write(f"\nPass phrase of every account: {phrase}")


def _table(rows: list[SignIn]) -> list[str]:
    first = max(len(row.partnership) for row in rows)
    second = max(len(row.role) for row in rows)
    return [
        f"{row.partnership:<{first}}  {row.role:<{second}}  {row.email}".rstrip() for row in rows
    ]
