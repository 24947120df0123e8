"""`manage.py draw_roles`: write `docs/roles.md` from the code."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from partnerships.drawing import roles_document

TARGET = Path(__file__).resolve().parents[3] / "docs" / "roles.md"


class Command(BaseCommand):
    help = "Write docs/roles.md from partnerships/roles.py."

    def handle(self, **_: Any) -> None:
        TARGET.write_text(roles_document(), encoding="utf-8")
        self.stdout.write(f"Written: docs/{TARGET.name}")
