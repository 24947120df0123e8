"""Everything that can be checked without running the tests; `make check`.

Every check runs, so that one run shows all that is wrong; the exit code is honest. The services
are up meanwhile: the migration checks ask a real database.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
TEST_SETTINGS = "krscp_portal.settings.test"
PRODUCTION_SETTINGS = "krscp_portal.settings.base"

# A production environment that leads nowhere: `check --deploy` connects to nothing.
PRODUCTION = {
    "SECRET_KEY": "".join(chr(33 + (i * 37) % 90) for i in range(80)),
    "IDENTITY_KEYS": "Y2hlY2tpbmctb25seS1uZXZlci1hLXJlYWwtc2VjcmU=",
    "ALLOWED_HOSTS": "portal.example.org",
    "PUBLIC_URL": "https://portal.example.org",
    "DATABASE_URL": "postgresql://portal_app@database.invalid/portal",
    "REDIS_URL": "redis://broker.invalid/0",
    "FILES_DIR": "/srv/files",
    "EMAIL_URL": "smtps://mail.invalid:587",
    "EMAIL_FROM": "portal@example.org",
}


OUR_APPS = ("partnerships", "deadlines", "governance", "reviews", "scrutiny", "publications")
# A migration that the release before it could not live with is an error. Unique constraints are
# left out: row-level security gives each new table one, and the linter cannot see that it is empty.
# Made before the first release, when no older release could run beside a newer one.
BEFORE_FIRST_RELEASE = (
    "0003_people_in_full",
    "0004_carry_over",
    "0005_row_level_security",
    "0006_person_kept_by",
    "0003_membership_and_boards",
    "0004_addresses_of_earlier_names",
    "0005_agreements_of_unknown_day",
    "0003_public_pages",
    "0006_meetings_decisions_and_plans",
    "0007_one_mail_a_day",
    "0008_offers_elsewhere",
    "0007_terms_revisions",
    "0008_who_and_when",
    "0009_quorum_kept_with_decisions",
    "0010_recommendations",
    "0011_invitee_holder",
    "0012_recommendation_notes",
    "0013_terms_put_away",
    "0003_reviews_in_full",
    "0004_rounds_of_signing",
    "0005_chronology_and_panels",
    "0006_practice_reviews",
    "0007_sealed_and_media",
    "0008_reports",
    "0009_who_sees_new_cases",
    "0009_signatures_bound_to_versions",
    "0010_chronology_rows_name_an_account",
    "0011_publication",
)
MIGRATIONS = (
    "--quiet",
    "ok",
    "ignore",
    "--no-cache",
    "--exclude-migration-tests",
    "ADD_UNIQUE",
    "--ignore-name",
    *BEFORE_FIRST_RELEASE,
    "--include-apps",
    *OUR_APPS,
    "examples",
)


@dataclass(frozen=True)
class Check:
    """One tool: its name for people, its command, what its environment adds."""

    title: str
    command: list[str]
    adds: Mapping[str, str] = field(default_factory=dict)


def tool(name: str, *arguments: str) -> list[str]:
    """Return the command of a tool of the virtual environment."""
    return [os.fspath(PROGRAMS / name), *arguments]


def manage(*arguments: str) -> list[str]:
    """Return the command of a management command."""
    return [sys.executable, os.fspath(ROOT / "manage.py"), *arguments]


def templates() -> list[str]:
    """Return every HTML template of the repository."""
    return [os.fspath(path.relative_to(ROOT)) for path in sorted(ROOT.glob("templates/**/*.html"))]


def checks() -> list[Check]:
    """Return the checks, cheapest first."""
    test = {"DJANGO_SETTINGS_MODULE": TEST_SETTINGS, "LOG_LEVEL": "WARNING"}
    production = {"DJANGO_SETTINGS_MODULE": PRODUCTION_SETTINGS, **PRODUCTION}
    return [
        Check("lint", tool("ruff", "check", "--output-format", "concise", ".")),
        Check("format", tool("ruff", "format", "--check", ".")),
        Check("template style", tool("djade", "--check", "--target-version", "5.2", *templates())),
        Check("template indentation", tool("djhtml", "--check", "--tabwidth", "2", *templates())),
        Check("compose file", [sys.executable, "scripts/check_compose.py"]),
        Check("import contracts", tool("lint-imports")),
        Check("types", tool("mypy")),
        Check("deployment", manage("check", "--deploy", "--fail-level", "WARNING"), production),
        Check("migrations match models", manage("makemigrations", "--check", "--dry-run"), test),
        Check("migrations are safe", manage("lintmigrations", *MIGRATIONS), test),
    ]


def run(check: Check) -> bool:
    """Run one check; what it says is shown only where it fails."""
    began = time.monotonic()
    answer = subprocess.run(
        check.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, **check.adds},
        check=False,
    )
    passed = answer.returncode == 0
    seconds = time.monotonic() - began
    sys.stdout.write(f"{'ok    ' if passed else 'FAILED'} {check.title} ({seconds:.1f} s)\n")
    if not passed:
        sys.stdout.write(f"$ {' '.join(check.command[:8])}\n{answer.stdout.rstrip()}\n\n")
    sys.stdout.flush()
    return passed


def main() -> int:
    """Run every check and return 0 only where all pass."""
    failed = [check.title for check in checks() if not run(check)]
    if failed:
        sys.stdout.write(f"\n{len(failed)} of {len(checks())} checks failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
