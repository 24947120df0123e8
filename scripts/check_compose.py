"""Checks docker-compose.yml without Docker: its shape, its references, its environment, its doors.

The shape is a schema of our own, of the part of the compose specification that the file uses, so
that a misspelt key is an error. What only Docker can tell (that the images build and start) is not
checked here.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from krscp_portal.environment import Environment  # noqa: E402 -- the path is set above

PORTAL_SERVICES = ("migrate", "web", "worker", "beat")
# What the images themselves read; everything else must be a field of `Environment`.
OUTSIDE_SETTINGS = {"DJANGO_SETTINGS_MODULE"}
# Set by the image for every service (Dockerfile).
SET_BY_IMAGE = {"FILES_DIR", "STATIC_ROOT"}
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(?:(:?[-?])([^}]*))?\}")

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1}
DURATION = {"type": "string", "pattern": "^[0-9]+(s|m|h)$"}
SIZE = {"type": "string", "pattern": "^[0-9]+[kmg]$"}
CONDITIONS = ["service_started", "service_healthy", "service_completed_successfully"]

HEALTH_CHECK = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "test": {
            "type": "array",
            "items": TEXT,
            "minItems": 2,
            "prefixItems": [{"enum": ["CMD", "CMD-SHELL"]}],
        },
        "interval": DURATION,
        "timeout": DURATION,
        "start_period": DURATION,
        "retries": {"type": "integer", "minimum": 1},
        "disable": {"const": True},
    },
    "oneOf": [{"required": ["test"]}, {"required": ["disable"]}],
}
SERVICE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["image", "healthcheck", "restart", "networks"],
    "properties": {
        "image": {"type": "string", "pattern": "^[a-z0-9./-]+(:[a-z0-9.-]+)?$"},
        "build": TEXT,
        "command": TEXTS,
        "environment": {"type": "object", "additionalProperties": TEXT},
        "volumes": TEXTS,
        "ports": TEXTS,
        "networks": TEXTS,
        "depends_on": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["condition"],
                "properties": {"condition": {"enum": CONDITIONS}},
            },
        },
        "healthcheck": HEALTH_CHECK,
        "restart": {"enum": ["no", "unless-stopped"]},
        "init": {"type": "boolean"},
        "read_only": {"type": "boolean"},
        "tmpfs": TEXTS,
        "cap_drop": {"const": ["ALL"]},
        "cap_add": TEXTS,
        "security_opt": {"type": "array", "contains": {"const": "no-new-privileges:true"}},
        "shm_size": SIZE,
        "stop_grace_period": DURATION,
        "logging": {
            "type": "object",
            "additionalProperties": False,
            "required": ["driver", "options"],
            "properties": {
                "driver": TEXT,
                "options": {"type": "object", "additionalProperties": TEXT},
            },
        },
    },
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["services", "networks", "volumes"],
    "properties": {
        "name": TEXT,
        "services": {"type": "object", "additionalProperties": SERVICE, "minProperties": 1},
        "networks": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"internal": {"type": "boolean"}},
            },
        },
        "volumes": {"type": "object", "additionalProperties": {"type": "object"}},
    },
    "patternProperties": {"^x-": {}},
}


def problems(root: Path = ROOT) -> list[str]:
    """Return what is wrong with the compose file of a repository, one sentence each."""
    text = (root / "docker-compose.yml").read_text()
    compose = yaml.safe_load(text)
    shape = [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message}"
        for error in Draft202012Validator(SCHEMA).iter_errors(compose)
    ]
    if shape:
        return shape
    example = set(re.findall(r"^(?:# )?([A-Z_]+)=", (root / ".env.example").read_text(), re.M))
    return [
        *_references(compose, root),
        *_doors(compose),
        *_environment(compose, example),
        *_variables(text, example),
    ]


def _references(compose: dict[str, Any], root: Path) -> Iterator[str]:
    services = compose["services"]
    for name, service in services.items():
        for other in service.get("depends_on", {}):
            if other not in services:
                yield f"{name} depends on {other}, which does not exist."
        for network in service["networks"]:
            if network not in compose["networks"]:
                yield f"{name} is in the network {network}, which is not declared."
        for volume in service.get("volumes", []):
            if not _exists(volume.partition(":")[0], compose, root):
                yield f"{name} mounts {volume}, whose source is neither there nor declared."


def _exists(source: str, compose: dict[str, Any], root: Path) -> bool:
    return (root / source).is_file() if source.startswith(".") else source in compose["volumes"]


def _doors(compose: dict[str, Any]) -> Iterator[str]:
    for name, service in compose["services"].items():
        if "ports" in service and name != "proxy":
            yield f"{name} publishes ports; only the proxy may."
    for name in PORTAL_SERVICES:
        service = compose["services"][name]
        if not service.get("read_only") or service.get("cap_drop") != ["ALL"]:
            yield f"{name} must have a read-only file system and no capabilities."


def _environment(compose: dict[str, Any], example: set[str]) -> Iterator[str]:
    fields = {name.upper(): field for name, field in Environment.model_fields.items()}
    required = {name for name, field in fields.items() if field.is_required()}
    for name in sorted(set(fields) - example):
        yield f".env.example does not mention {name}."
    for service in PORTAL_SERVICES:
        given = set(compose["services"][service]["environment"])
        for name in sorted(given - set(fields) - OUTSIDE_SETTINGS):
            yield f"{service} is given {name}, which nothing reads."
        for name in sorted(required - given - SET_BY_IMAGE):
            yield f"{service} is not given {name}, without which it does not start."


def _variables(text: str, example: set[str]) -> Iterator[str]:
    for name in sorted({match[1] for match in VARIABLE.finditer(text)} - example):
        yield f"{name} is not in .env.example."
    for match in VARIABLE.finditer(text):
        secret = match[1].endswith(("_KEY", "_PASSWORD"))
        if secret and match[2] != ":?":
            yield f"{match[1]} is a secret and must be asked for, not defaulted."


def main() -> int:
    """Print what is wrong and return 0 only where nothing is."""
    found = problems()
    for problem in found:
        sys.stdout.write(problem + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
