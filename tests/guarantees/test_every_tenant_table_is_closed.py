"""What the database itself says of every table that carries a partnership."""

import pytest
from django.apps import apps
from django.db import connection

from deadlines.models import TriggerCorrection
from governance.models import (
    ActionNote,
    GroupExtension,
    MinutesVersion,
    PlanUpdate,
    RecommendationNote,
    TermsApproval,
)
from krscp_portal.foundation.models import TenantModel
from partnerships.models import (
    AuditEvent,
    ChairReview,
    DelegationReview,
    HandoverItem,
    ResponsibilityReview,
)
from reviews.models import (
    AwarenessCorrection,
    CostLine,
    EmergencyAccess,
    MediaApproval,
    MediaLine,
    ProgressNote,
    ReportReturn,
    ReportVersion,
    RequestEvent,
    RequestFile,
    ReviewTold,
    SealedReading,
    Signature,
    Withdrawal,
    WithdrawalAgreement,
)
from tests.guarantees.world import tenant_models

pytestmark = pytest.mark.django_db

TABLES = [model._meta.db_table for model in tenant_models()]
POLICIES = {
    ("tenant_read", "r"),
    ("tenant_insert", "a"),
    ("tenant_update", "w"),
    ("tenant_delete", "d"),
    ("tenant_list", "r"),
}
APPEND_ONLY = {
    model._meta.db_table
    for model in (
        AuditEvent,
        AwarenessCorrection,
        ChairReview,
        DelegationReview,
        EmergencyAccess,
        GroupExtension,
        ActionNote,
        MinutesVersion,
        PlanUpdate,
        RecommendationNote,
        TermsApproval,
        HandoverItem,
        ResponsibilityReview,
        CostLine,
        MediaApproval,
        MediaLine,
        ProgressNote,
        ReportReturn,
        ReportVersion,
        RequestEvent,
        RequestFile,
        ReviewTold,
        SealedReading,
        Signature,
        Withdrawal,
        WithdrawalAgreement,
        TriggerCorrection,
    )
}
# A person may read their own rows of these in every partnership: the switcher needs it.
OWN_ROWS = {"partnerships_roleassignment"}
# Whoever they are addressed to may read of these, wherever they are: one's own day needs it.
ADDRESSED_ROWS = {"partnerships_invitation"}

# Every model that belongs to no partnership, and why it may be shared.
GLOBAL = {
    "account.EmailAddress": "of a person's account",
    "account.EmailConfirmation": "of a person's account",
    "auth.Group": "Django's own; unused",
    "auth.Permission": "Django's own; names what guardian grants",
    "contenttypes.ContentType": "Django's own",
    "deadlines.GuidanceEdition": "the law is the same for all",
    "deadlines.Holiday": "bank holidays are the same for all",
    "deadlines.StatutoryRule": "the law is the same for all",
    "guardian.GroupObjectPermission": "guardian's own; unused, grants have tables of their own",
    "guardian.UserObjectPermission": "guardian's own; unused, grants have tables of their own",
    "mfa.Authenticator": "of a person's account",
    "partnerships.Area": "a place of England",
    "partnerships.Digest": "which day a person was written to, and nothing of what",
    "partnerships.MailPreference": "of a person's account",
    "partnerships.Footprint": "where a body of the shared directory works",
    "partnerships.OrganisationAlias": "another name of a body of the shared directory",
    "partnerships.Participation": "who shares a joint body is published by each of them",
    "partnerships.Organisation": "one police force serves several partnerships",
    "partnerships.Partnership": "the tenant itself; its address is resolved before it is open",
    "partnerships.Person": "may sit in several partnerships; seen through an appointment only",
    "partnerships.User": "one account in several partnerships; seen through a role only",
    "sessions.Session": "of a browser",
    "socialaccount.SocialAccount": "of a person's account",
    "socialaccount.SocialApp": "the operator's settings",
    "socialaccount.SocialToken": "of a person's account",
}


def ask(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def test_every_model_is_of_a_partnership_or_declared_global():
    found = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, TenantModel) and model._meta.app_label != "support"
    }
    # The join tables that Django makes for accounts.
    joins = {
        "auth.Group_permissions",
        "partnerships.User_groups",
        "partnerships.User_user_permissions",
    }
    joins.add("socialaccount.SocialApp_sites")
    assert found - joins == set(GLOBAL)


def test_every_table_with_a_partnership_is_a_tenant_table():
    """Asked of the database, so that a table made by hand is found too."""
    found = ask(
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'partnership_id'"
    )
    assert {name for (name,) in found} == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_it_is_under_forced_row_level_security(table):
    [(enabled, forced)] = ask(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table
    )
    assert (enabled, forced) == (True, True)


@pytest.mark.parametrize("table", TABLES)
def test_it_has_the_five_policies_and_no_other(table):
    rows = ask(
        "SELECT polname, polcmd::text, pg_get_expr(polqual, polrelid),"
        " pg_get_expr(polwithcheck, polrelid), polpermissive"
        " FROM pg_policy WHERE polrelid = %s::regclass",
        table,
    )

    assert {(name, command) for name, command, *_ in rows} == POLICIES
    for name, _command, using, check, permissive in rows:
        assert permissive
        for condition in filter(None, (using, check)):
            assert condition.startswith(("(partnership_id = ", "((partnership_id = "))
            setting = "app.tenants" if name == "tenant_list" else "app.tenant"
            assert f"current_setting('{setting}'" in condition
            has_or = " OR " in condition
            own = table in OWN_ROWS and name == "tenant_read"
            addressed = table in ADDRESSED_ROWS and name == "tenant_list"
            assert has_or == (own or addressed)


@pytest.mark.parametrize("table", TABLES)
def test_nobody_holds_a_right_beyond_what_is_meant(table):
    rights = ask(
        "SELECT CASE grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(grantee) END,"
        " privilege_type FROM pg_class, aclexplode(relacl)"
        " WHERE oid = %s::regclass AND grantee <> relowner",
        table,
    )
    changes = set() if table in APPEND_ONLY else {"UPDATE", "DELETE"}
    expected = {("portal_app", right) for right in {"SELECT", "INSERT"} | changes}
    assert set(rights) == expected | {("portal_reader", "SELECT")}


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.db_table)
def test_its_keys_to_other_tenant_tables_carry_the_partnership(model):
    keys = {
        tuple(columns)
        for (columns,) in ask(
            "SELECT array_agg(a.attname::text ORDER BY k.position)"
            " FROM pg_constraint c"
            " CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(number, position)"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number"
            " WHERE c.contype = 'f' AND c.conrelid = %s::regclass GROUP BY c.oid",
            model._meta.db_table,
        )
    }
    parents = {
        field.column
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, TenantModel)
    }
    assert {("partnership_id", parent) for parent in parents} <= keys


@pytest.mark.parametrize("table", TABLES)
def test_its_partnership_comes_from_the_open_one(table):
    [(default,)] = ask(
        "SELECT column_default FROM information_schema.columns"
        " WHERE table_name = %s AND column_name = 'partnership_id'",
        table,
    )
    assert "current_setting('app.tenant'" in default


def test_the_application_can_bypass_nothing():
    rows = ask(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
        " WHERE rolname IN ('portal_app', 'portal_reader', 'portal_owner') ORDER BY rolname"
    )
    assert rows == [
        ("portal_app", False, False, False),
        ("portal_owner", False, False, False),
        ("portal_reader", False, False, False),
    ]
    owned = ask("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = 'portal_app'")
    assert owned == [(0,)]


def test_no_view_and_no_function_looks_past_the_rule():
    views = ask("SELECT table_name FROM information_schema.views WHERE table_schema = 'public'")
    definers = ask(
        "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE nspname = 'public' AND prosecdef"
    )
    assert (views, definers) == ([], [])
