"""A second partnership: a copy of the first, row by row, in which every text is a sentinel.

Being a copy, it meets every constraint, so no table can be left out for being hard to fill. A new
table is copied from the day on which the first partnership has a row in it.
"""

import re
from collections import Counter
from itertools import count
from typing import Any

from django.db import models

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.models import TenantModel
from partnerships.models import Partnership, Person, User
from tests.guarantees.world import tenant_models

SENTINEL = "zqxjwvk"
SLUG = "twinshire"
# What programs read: lower case with no spaces. Anything else is what people read.
CODE = re.compile(r"[a-z0-9_.:/+-]*")


class Twin:
    """Copies one partnership into another; `pairs` maps each copied row to its copy."""

    def __init__(self, of: Partnership) -> None:
        self.of = of
        self.numbers = count(1)
        self.pairs: dict[type[models.Model], dict[Any, Any]] = {}
        self.texts: Counter[str] = Counter()
        self.partnership = Partnership.objects.create(
            slug=SLUG,
            name=self.text("Name of the twin", 160),
            short_name=self.text("Twin", 40),
            host=self.text("Host of the twin", 160),
            data_controller=self.text("The twin", 160),
        )

    def make(self) -> Partnership:
        """Copy everybody, then every tenant table, parents first."""
        self._copy_people()
        for model in _parents_first(tenant_models()):
            self._copy(model)
        return self.partnership

    def text(self, was: str, limit: int | None) -> str:
        """Return a sentinel of its own in the place of a text that people read."""
        mark = f"{SENTINEL}{next(self.numbers)}"
        return f"{mark}@twin.example" if "@" in was else mark[: limit or None]

    def _copy_people(self) -> None:
        with tenant(self.of.pk):
            users = list(User.objects.filter(is_system=False))
            people = list(Person.objects.all())
        system = User.objects.filter(is_system=True).values_list("pk", flat=True)
        self.pairs[User] = {pk: pk for pk in system}
        for user in users:
            copy = User.objects.create(
                email=self.text("@", None), display_name=self.text("Name", None)
            )
            self.pairs[User][user.pk] = copy.pk
        self.pairs[Person] = {}
        for person in people:
            copied = Person.objects.create(
                name=self.text(person.name, None),
                user_id=self.pairs[User].get(person.user_id),
                name_published=person.name_published,
            )
            self.pairs[Person][person.pk] = copied.pk

    def _copy(self, model: type[TenantModel]) -> None:
        with tenant(self.of.pk):
            found = model._base_manager.filter(partnership_id=self.of.pk).order_by("pk")
            rows = list(found)
        copies = [model(**self._fields(model, row)) for row in rows]
        with tenant(self.partnership.pk):
            model._base_manager.bulk_create(copies)
            self.pairs[model] = {row.pk: copy.pk for row, copy in zip(rows, copies, strict=True)}
            self._point_at_themselves(model, rows)

    def _fields(self, model: type[TenantModel], row: TenantModel) -> dict[str, Any]:
        values = {}
        for field in model._meta.concrete_fields:
            if field.primary_key or field.name in {"partnership", "public_id"}:
                continue
            values[field.attname] = self._value(model, field, getattr(row, field.attname))
        return {**values, "partnership_id": self.partnership.pk}

    def _value(self, model: type[TenantModel], field: Any, value: Any) -> Any:
        if field.is_relation:
            if field.related_model is model:
                return None  # set afterwards, when all rows have their copies
            return self.pairs.get(field.related_model, {}).get(value, value)  # type: ignore[call-overload]
        if isinstance(value, str) and not field.choices and not CODE.fullmatch(value):
            self.texts[f"{model._meta.label}.{field.name}"] += 1
            return self.text(value, field.max_length)
        if field.name == "token_hash":
            return f"{next(self.numbers):064d}"
        return self._inside(value) if isinstance(field, models.JSONField) else value

    def _inside(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._inside(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._inside(each) for each in value]
        prose = isinstance(value, str) and " " in value
        return self.text(value, None) if prose else value

    def _point_at_themselves(self, model: type[TenantModel], rows: list[TenantModel]) -> None:
        own = [each for each in model._meta.concrete_fields if each.related_model is model]
        for field in own:
            for row in rows:
                if target := getattr(row, field.attname):
                    copy = model._base_manager.filter(pk=self.pairs[model][row.pk])
                    copy.update(**{field.attname: self.pairs[model][target]})


def _parents_first(wanted: list[type[TenantModel]]) -> list[type[TenantModel]]:
    ordered: list[type[TenantModel]] = []
    while len(ordered) < len(wanted):
        ready = [each for each in wanted if each not in ordered and _parents(each) <= set(ordered)]
        assert ready, "the tenant tables point at each other in a circle"
        ordered += ready
    return ordered


def _parents(model: type[TenantModel]) -> set[type[TenantModel]]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation
        and issubclass(field.related_model, TenantModel)
        and field.related_model is not model
    }
