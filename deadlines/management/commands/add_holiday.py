"""Adds a proclaimed bank holiday and counts every open clock again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deadlines import services
from deadlines.management.dates import read_day
from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.selectors import system_user


class Command(BaseCommand):
    help = "Add a bank holiday of England and Wales and count every open deadline again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", help="the day, as 2027-05-08")
        parser.add_argument("name", help="what the day is called")
        parser.add_argument("--source", required=True, help="where it was proclaimed or published")

    def handle(self, **options: Any) -> None:
        try:
            moved = services.add_holiday(
                day=read_day(options["day"]),
                name=options["name"],
                source=options["source"],
                by=system_user(),
                at=moment.now(),
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Added {options['day']}. Deadlines moved: {moved}.")
