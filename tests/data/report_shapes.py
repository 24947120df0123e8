"""How the example files say what was written of a rapid review's report."""

from reviews.enums import ReportKind
from reviews.report_sections import sections_of
from tests.data.notation import SLUG, TEXT, one_of, table

REPORT_SECTION = table(
    {
        "case": SLUG,
        "section": one_of(*(each.key for each in sections_of(ReportKind.RAPID_REVIEW))),
        "text": TEXT,
        "written_days_ago": {"type": "integer", "minimum": 0, "maximum": 60},
        "source": one_of("fictional"),
    },
    {"comment": table({"seat": SLUG, "text": TEXT}, {"answer": TEXT})},
)
