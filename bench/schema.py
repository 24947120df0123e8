"""What only the owner of the database may do for a benchmark, in a process of its own."""

import os
import subprocess
import sys

from bench import data

ACTIONS = {
    "start afresh": [
        "-c",
        (
            "import django; django.setup(); from django.db import connection;"
            " connection.cursor().execute('DROP SCHEMA public CASCADE; CREATE SCHEMA public')"
        ),
    ],
    "migrate": ["manage.py", "migrate", "--verbosity", "0"],
    "load the reference data": ["manage.py", "load_reference_data"],
    "collect static files": ["manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
    "fill the floor": ["-c", "from bench import floor; floor.fill()"],
    "copy the cases": [
        "-c",
        "import sys, django; django.setup(); from bench import data; data.copy_to(int(sys.argv[1]))",
    ],
    "give the floor to the application": [
        "-c",
        (
            "from bench import floor; from django.db import connection;"
            " connection.cursor().execute('GRANT SELECT ON bench_floor TO portal_app')"
        ),
    ],
}


def as_owner(action: str, *arguments: str) -> None:
    """Run one of the actions as the owner of the database; stop when it fails."""
    environ = {**os.environ, "DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    if "floor" not in action:
        environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    subprocess.run([sys.executable, *ACTIONS[action], *arguments], check=True, env=environ)
    if action == "fill the floor":
        as_owner("give the floor to the application")


def fill(partnerships: int) -> None:
    """Bring the national data set to this many partnerships."""
    data.first_partnership()
    as_owner("copy the cases", str(partnerships))
