"""Makes a partnership on this install and invites its first manager."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.services.beginning import begin_partnership


class Command(BaseCommand):
    help = "Make a partnership and invite its first manager by e-mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the first part of its address, as demoborough")
        parser.add_argument("name", help="its full name")
        parser.add_argument("short_name", help="what people call it")
        parser.add_argument("--manager", required=True, help="the first manager's e-mail address")
        parser.add_argument("--manager-name", required=True, help="the first manager's name")

    def handle(self, **options: Any) -> None:
        try:
            validate_email(options["manager"])
            partnership = begin_partnership(
                slug=options["slug"],
                name=options["name"],
                short_name=options["short_name"],
                email=options["manager"],
                display_name=options["manager_name"],
                at=moment.now(),
            )
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{partnership.name} begins. {options['manager']} is invited by e-mail.")
