"""House rules as Django system checks."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register

from krscp_portal.foundation.migrating import one_by_one
from krscp_portal.foundation.models import TenantModel
from krscp_portal.foundation.rls import TenantTable


@register(Tags.database)
def every_tenant_model_is_secured(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Report a tenant model that no migration put under row-level security, or only half.

    Runs with `migrate` and `check --database default`, so that `makemigrations` can come first.
    """
    if not databases:
        return []
    found: list[CheckMessage] = []
    for config in app_configs or apps.get_app_configs():
        operations = _operations(config)
        for model in config.get_models():
            if not issubclass(model, TenantModel):
                continue
            mine = [each for each in operations if each.model.lower() == model._meta.model_name]
            if not mine:
                found.append(
                    Error(
                        f"{model._meta.label} has no TenantTable operation in its migrations.",
                        id="foundation.E001",
                    )
                )
                continue
            declared = {name for each in mine for name in each.parents}
            found += [
                Error(
                    f"{model._meta.label}.{name} points at a tenant table without a composite key.",
                    id="foundation.E002",
                )
                for name in sorted(tenant_parents(model) - declared)
            ]
    return found


def tenant_parents(model: type[TenantModel]) -> set[str]:
    """Return the names of the foreign keys that lead to another tenant table."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, TenantModel)
    }


def _operations(config: AppConfig) -> list[TenantTable]:
    folder = Path(config.path) / "migrations"
    found = []
    for path in sorted(folder.glob("[0-9]*.py")):
        migration = import_module(f"{config.name}.migrations.{path.stem}").Migration
        every = one_by_one(migration.operations)
        found += [each for each in every if isinstance(each, TenantTable)]
    return found
