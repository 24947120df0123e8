"""`make bench`: one table of ratios, each against a floor measured in the same run.

Run it on a quiet machine. The figures are ratios because milliseconds say more about the machine
than about the portal; small differences are noise.
"""

import os
import sys
from collections.abc import Callable

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

# After set-up, because these modules hold models.
from bench import documents, imports, pages, sweep  # noqa: E402
from bench.schema import as_owner  # noqa: E402

PARTS: dict[str, Callable[[], list[tuple[str, str, str, str, str]]]] = {
    "pages": pages.lines,
    "sweep": sweep.lines,
    "imports": imports.lines,
    "documents": documents.lines,
}


def main() -> None:
    """Measure what was asked for (all by default) and print the table."""
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [each for each in wanted if each not in PARTS]
    if unknown:
        raise SystemExit(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    as_owner("start afresh")  # the first figures are of a small set, whatever ran before
    as_owner("migrate")
    as_owner("load the reference data")
    as_owner("collect static files")
    rows = [("what", "measured", "floor", "ratio", "aim")]
    for name in wanted:
        print(f"measuring {name} …", file=sys.stderr)
        rows += PARTS[name]()
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


main()
