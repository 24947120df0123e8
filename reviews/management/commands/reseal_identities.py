"""`manage.py reseal_identities`: seal every identity with the newest of IDENTITY_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from partnerships.selectors import system_user
from reviews.services.sealed import reseal_identities


class Command(BaseCommand):
    help = (
        "Seal who the children of cases are with the newest of IDENTITY_KEYS, in every "
        "partnership. Afterwards the older keys may be taken away."
    )

    def handle(self, **_: Any) -> None:
        for each in Partnership.objects.order_by("slug"):
            with tenant(each.pk):
                count = reseal_identities(by=system_user(), at=moment.now())
            self.stdout.write(f"{each.slug}: sealed anew: {count}")
