"""Makes a partnership on this install, or a body that several share, and invites its first manager."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.enums import PartnershipKind
from partnerships.models import Partnership
from partnerships.services.beginning import begin_joint_body, begin_partnership


class Command(BaseCommand):
    help = "Make a partnership, or a body that several share, and invite its first manager."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the first part of its address, as demoborough")
        parser.add_argument("name", help="its full name")
        parser.add_argument("short_name", help="what people call it")
        parser.add_argument("--manager", required=True, help="the first manager's e-mail address")
        parser.add_argument("--manager-name", required=True, help="the first manager's name")
        parser.add_argument(
            "--kind", choices=PartnershipKind.values, default=PartnershipKind.PARTNERSHIP
        )
        parser.add_argument(
            "--participant",
            action="append",
            default=[],
            help="the address (slug) of a partnership that shares the joint body; repeat for each",
        )
        parser.add_argument(
            "--other",
            action="append",
            default=[],
            help="the name of one that shares it and does not use the portal; repeat for each",
        )

    def handle(self, **options: Any) -> None:
        try:
            validate_email(options["manager"])
            made = self._begin(options)
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{made.name} begins. {options['manager']} is invited by e-mail.")

    def _begin(self, options: dict[str, Any]) -> Partnership:
        facts = {
            "slug": options["slug"],
            "name": options["name"],
            "short_name": options["short_name"],
            "email": options["manager"],
            "display_name": options["manager_name"],
            "at": moment.now(),
        }
        if options["kind"] == PartnershipKind.JOINT_BODY:
            participants = [self._participant(slug) for slug in options["participant"]]
            return begin_joint_body(**facts, participants=participants, others=options["other"])
        if options["participant"] or options["other"]:
            raise CommandError("Only a joint body is shared: add --kind joint_body.")
        return begin_partnership(**facts)

    def _participant(self, slug: str) -> Partnership:
        found = Partnership.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no partnership at the address {slug}.")
        return found
