"""`manage.py remove_second_step EMAIL`: for somebody who has lost their phone or key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships import selectors
from partnerships.models import User
from partnerships.services import accounts


class Command(BaseCommand):
    help = (
        "Remove the second step of an account, so that its holder can set up another. Make sure "
        "first, by another way than e-mail, that it is they who ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **_: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        try:
            removed = accounts.remove_second_step(
                user=user, by=selectors.system_user(), at=moment.now()
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Removed: {removed}. They are asked to set up another.")
