"""A national data set: partnerships with forty closed and three open cases each.

One partnership's cases are made by the real services. The others are copies of those rows, made by
set in SQL, so that the set is true to the tables without taking an hour to make.
"""

from datetime import datetime, timedelta

from django.db import connection

from deadlines.models import Deadline
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import required_partnership_id, tenant
from krscp_portal.foundation.models import TenantModel
from partnerships.models import Area, Partnership, PartnershipArea, RoleAssignment, User
from partnerships.selectors import system_user
from reviews.enums import Abuse, AgeBand, Answer, Harm, NextForUnnotified
from reviews.models import Child, Incident
from reviews.services.endings import close_case
from reviews.services.incidents import ChildFacts, IncidentFacts, log_incident
from reviews.services.threshold import DecisionFacts, ViewFacts, record_decision, record_view

CLOSED = 40
OPEN = 3
NATIONAL = 150
MANAGER = "manager@bench.example"
FIRST = "bench-0001"
# A case is known in every partnership by the same reference, which finds its copy.
COPIES: tuple[tuple[type[TenantModel], dict[str, str], str], ...] = (
    (Incident, {}, ""),
    (
        Child,
        {"incident_id": "twin.id"},
        (
            " JOIN reviews_incident mine ON mine.id = old.incident_id"
            " JOIN reviews_incident twin ON twin.partnership_id = p.id"
            " AND twin.reference = mine.reference"
        ),
    ),
    (
        Deadline,
        {"subject_id": "twin.public_id", "subject_path": "'clock/' || twin.public_id || '/'"},
        (
            " JOIN reviews_incident twin ON twin.partnership_id = p.id"
            " AND twin.reference = old.subject_reference"
        ),
    ),
)


def manager() -> User:
    """Return the account that the measured pages are read as."""
    found = User.objects.filter(email=MANAGER).first()
    return found or User.objects.create_user(MANAGER, display_name="Bench manager")


def give_manager() -> None:
    """Make the account a manager of the open partnership."""
    RoleAssignment.objects.get_or_create(
        user=manager(),
        role="manager",
        partnership_id=required_partnership_id(),
        defaults={"from_on": moment.today() - timedelta(days=900)},
    )


def first_partnership() -> None:
    """Make the first partnership with its cases, unless it is there."""
    if Partnership.objects.filter(slug=FIRST).exists():
        return
    area, _ = Area.objects.get_or_create(name="Benchshire", kind="county")
    found = Partnership.objects.create(
        slug=FIRST, name="Bench 1 Safeguarding Children Partnership", short_name="Bench 1"
    )
    with tenant(found.pk):
        PartnershipArea.objects.create(area=area)
        give_manager()
        _cases_by_service(area)


def copy_to(count: int) -> None:
    """Bring the set to `count` partnerships; run as the owner, who may see past the policies."""
    present = Partnership.objects.count()
    if present >= count:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO partnerships_partnership (public_id, slug, name, short_name, kind, edition,"
            " host, data_controller, contact_email, fictional, sources)"
            " SELECT gen_random_uuid(), 'bench-' || lpad(n::text, 4, '0'),"
            " 'Bench ' || n || ' Safeguarding Children Partnership', 'Bench ' || n, 'partnership',"
            " '', '', '', '', false, '{}' FROM generate_series(%s, %s) n",
            [present + 1, count],
        )
        _force(cursor, "NO FORCE")
        for model, changes, joins in COPIES:
            _copy(cursor, model, changes, joins)
        _force(cursor, "FORCE")
        cursor.execute("ANALYZE")


def _copy(cursor: object, model: type[TenantModel], changes: dict[str, str], joins: str) -> None:
    """Copy the first partnership's rows to every partnership that has none."""
    table = model._meta.db_table
    values = {
        "partnership_id": "p.id",
        "public_id": "gen_random_uuid()",
        **changes,
    }
    columns = [each.column for each in model._meta.concrete_fields if not each.primary_key]
    listed = ", ".join(columns)
    chosen = ", ".join(values.get(column, f"old.{column}") for column in columns)
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO {table} ({listed}) SELECT {chosen} FROM {table} old"
        f" JOIN partnerships_partnership first ON first.id = old.partnership_id"
        f" AND first.slug = '{FIRST}' CROSS JOIN partnerships_partnership p{joins}"
        f" WHERE NOT EXISTS (SELECT FROM {table} t WHERE t.partnership_id = p.id)"
    )


def _force(cursor: object, forced: str) -> None:
    """Let the owner see past the policies of the copied tables, or no longer."""
    for model, _changes, _joins in COPIES:
        cursor.execute(  # type: ignore[attr-defined]
            f"ALTER TABLE {model._meta.db_table} {forced} ROW LEVEL SECURITY"
        )


def _cases_by_service(area: Area) -> None:
    now = moment.now()
    for turn in range(CLOSED):
        at = now - timedelta(days=60 + turn)
        incident = _log(area, at)
        for partner in ("local_authority", "icb", "police"):
            view = ViewFacts(
                partner=partner,
                answer=Answer.DO_NOT_NOTIFY,
                reason="Not met.",
                given_by="A delegated safeguarding partner",
                given_at=at,
            )
            record_view(incident=incident, facts=view, by=system_user(), at=at)
        decision = DecisionFacts(
            answer=Answer.DO_NOT_NOTIFY,
            rationale="The criteria are not met.",
            follow_up=NextForUnnotified.CLOSE,
            decided_at=at,
            decided_by="Director of children's services",
        )
        record_decision(incident=incident, facts=decision, by=system_user(), at=at)
        close_case(incident=incident, summary="Nothing further.", by=system_user(), at=at)
    for turn in range(OPEN):
        _log(area, now - timedelta(days=turn))


def _log(area: Area, at: datetime) -> Incident:
    facts = IncidentFacts(
        aware_at=at - timedelta(hours=3),
        aware_by="Director of children's services",
        abuse=Abuse.SUSPECTED,
        summary="An example of about the length that people write. " * 6,
        area=area,
        children=(
            ChildFacts(
                pseudonym="Child A", age_band=AgeBand.FROM_1_TO_5, harm=Harm.SERIOUSLY_HARMED
            ),
        ),
    )
    return log_incident(facts=facts, by=system_user(), at=at)
