"""What the portal reads from the environment: one typed list.

A missing or malformed value stops the start, and the message names the variable. Nothing else
in the code base reads `os.environ`. `.env.example` lists every variable of this class.
"""

import base64
import binascii
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


def _postgres(value: str) -> str:
    if urlsplit(value).scheme not in {"postgres", "postgresql"}:
        raise ValueError("must start with postgresql://")
    return value


def _redis(value: str) -> str:
    if urlsplit(value).scheme not in {"redis", "rediss", "redis+socket", "unix"}:
        raise ValueError("must start with redis://, rediss:// or unix://")
    return value


def _identity_keys(value: SecretStr) -> SecretStr:
    """Refuse what `reviews.sealing` could not use: each key is 32 bytes in URL-safe base64."""
    for key in value.get_secret_value().split(","):
        try:
            usable = len(base64.b64decode(key.strip(), altchars=b"-_", validate=True)) == 32
        except binascii.Error:
            usable = False
        if not usable:
            raise ValueError("must be keys of 32 bytes in URL-safe base64, with commas between")
    return value


class Environment(BaseSettings):
    """Every value of the environment, typed; see `.env.example` for what each one means."""

    model_config = SettingsConfigDict(extra="ignore", case_sensitive=False)

    secret_key: Annotated[SecretStr, Field(min_length=50)]
    identity_keys: Annotated[SecretStr, AfterValidator(_identity_keys)]
    allowed_hosts: Annotated[str, Field(min_length=1)]
    public_url: HttpUrl
    database_url: Annotated[str, AfterValidator(_postgres)]
    redis_url: Annotated[str, AfterValidator(_redis)]
    files_dir: Path
    email_url: str = "smtp://localhost:25"
    email_from: Annotated[str, Field(min_length=3)] = "portal@localhost"
    static_root: Path = ROOT / "staticfiles"
    log_level: str = "INFO"
    oidc_name: str = ""
    oidc_server_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")


def read_environment() -> Environment:
    """Return the environment, or stop the start naming each variable that is missing or wrong."""
    try:
        return Environment()  # type: ignore[call-arg]  # values come from the environment
    except ValidationError as error:
        lines = [f"{str(item['loc'][0]).upper()}: {_reason(item)}" for item in error.errors()]
        raise ImproperlyConfigured("The environment is not complete. " + "; ".join(lines)) from None


def _reason(item: object) -> str:
    kind = item["type"]  # type: ignore[index]  # pydantic's own error row
    return "is missing" if kind == "missing" else str(item["msg"])  # type: ignore[index]


def database(url: str) -> dict[str, object]:
    """Return Django's DATABASES entry for a postgresql:// address.

    A socket folder may be given as `?host=/path`, the form that libpq documents.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "OPTIONS": options,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def broker(url: str) -> str:
    """Return the address in Celery's form; a `unix://` socket is written `redis+socket://` there."""
    return "redis+socket://" + url[len("unix://") :] if url.startswith("unix://") else url


def cache_location(url: str) -> str:
    """Return the address in redis-py's form; the opposite of `broker`."""
    prefix = "redis+socket://"
    return "unix://" + url[len(prefix) :] if url.startswith(prefix) else url


def mail(url: str) -> dict[str, object]:
    """Return Django's mail settings for smtp://, smtps://, file:///folder or console:// addresses."""
    parts = urlsplit(url)
    backend = "django.core.mail.backends."
    match parts.scheme:
        case "console":
            return {"EMAIL_BACKEND": backend + "console.EmailBackend"}
        case "file":
            return {
                "EMAIL_BACKEND": backend + "filebased.EmailBackend",
                "EMAIL_FILE_PATH": parts.path,
            }
        case "smtp" | "smtps":
            return {
                "EMAIL_BACKEND": backend + "smtp.EmailBackend",
                "EMAIL_HOST": parts.hostname or "localhost",
                "EMAIL_PORT": parts.port or 25,
                "EMAIL_HOST_USER": unquote(parts.username or ""),
                "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
                "EMAIL_USE_TLS": parts.scheme == "smtps",
                "EMAIL_TIMEOUT": 20,
            }
        case _:
            raise ImproperlyConfigured(
                "EMAIL_URL: must start with smtp://, smtps://, file:// or console://"
            )
