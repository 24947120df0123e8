"""What is drawn from the code equals what is committed."""

from pathlib import Path

from partnerships.drawing import MEANINGS, roles_document
from partnerships.order_drawing import order_document
from partnerships.roles import ROLES, Permission

ROOT = Path(__file__).resolve().parents[2]


def test_role_table_is_current():
    committed = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")

    assert committed == roles_document(), "run: manage.py draw_roles"


def test_rules_of_order_are_current():
    committed = (ROOT / "docs" / "reference" / "order-rules.md").read_text(encoding="utf-8")

    assert committed == order_document(), "run: manage.py draw_order_rules"


def test_every_permission_is_explained_and_somebody_holds_it():
    assert set(MEANINGS) == set(Permission)
    assert {each for role in ROLES.values() for each in role.permissions} == set(Permission)
