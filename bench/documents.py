"""The arrangements as a PDF against bare WeasyPrint on the same HTML."""

from pathlib import Path

import weasyprint
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from bench.measure import median_seconds
from krscp_portal.foundation import moment, pdf
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from partnerships.selectors import system_user
from publications import documents
from publications.models import Document
from publications.services.versions import request_version

Line = tuple[str, str, str, str, str]
SLUG = "krscp"


def lines() -> list[Line]:
    """Measure the whole of one real partnership's arrangements."""
    call_command("load_examples", only=SLUG, verbosity=0)
    html = _print_html()
    sheet = Path(finders.find("css/print.css"))
    roots = [Path(folder) for folder in settings.STATICFILES_DIRS]

    def ours() -> bytes:
        return pdf.render(
            html, title="Bench", made_at=moment.now(), stylesheets=[sheet], roots=roots
        )

    def bare() -> bytes:
        page = weasyprint.HTML(string=html, base_url=str(sheet.parent))
        return page.write_pdf(stylesheets=[str(sheet)], pdf_variant="pdf/ua-1")

    ours()
    measured, floor = median_seconds(ours, 3), median_seconds(bare, 3)
    return [
        (
            "arrangements as a tagged PDF",
            f"{measured:.2f} s",
            f"{floor:.2f} s (bare WeasyPrint)",
            f"{measured / floor:.2f}×",
            "≤ 1.25",
        )
    ]


def _print_html() -> str:
    partnership = Partnership.objects.get(slug=SLUG)
    with tenant(partnership.pk):
        version = request_version(
            document=Document.objects.get(kind="arrangements"), by=system_user(), at=moment.now()
        )
        return documents.print_html(version, partnership=partnership)
