"""Who a child is: encrypted, opened with a reason, told of, and nowhere else."""

from datetime import date
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Notice
from reviews import sealing
from reviews.models import SealedIdentity, SealedReading
from reviews.sealing import Identity, SealBroken
from reviews.services import open_emergency_access, restrict_case
from reviews.services.sealed import open_identity, seal_identity
from tests.factories import partnerships as people
from tests.reviews.pages.filling import problems
from tests.reviews.pages.reading import NOW, address

pytestmark = pytest.mark.django_db

WHO = Identity("Wilhelmina Testname", date(2019, 3, 4), "NHS 000 000 0000")


@pytest.fixture
def child(case, north):
    with tenant(north.pk):
        return case.children.get()


@pytest.fixture
def sealed(child, north, manager):
    with tenant(north.pk):
        return seal_identity(child=child, identity=WHO, by=manager, at=NOW)


def page_of(name, case, child):
    return address(name, case, child=child.public_id)


def test_a_seal_opens_with_its_key_for_its_child_alone():
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    child = uuid4()
    ciphertext = sealing.seal(WHO, of=child, keys=[old])

    assert sealing.unseal(ciphertext, of=child, keys=[new, old]) == WHO
    for of, keys in ((child, [new]), (uuid4(), [old])):
        with pytest.raises(SealBroken, match="cannot be opened"):
            sealing.unseal(ciphertext, of=of, keys=keys)
    anew = sealing.reseal(ciphertext, keys=[new, old])
    assert sealing.unseal(anew, of=child, keys=[new]) == WHO
    assert repr(WHO) == "Identity()"


def test_the_database_holds_the_ciphertext_alone(sealed, child, north, manager):
    with tenant(north.pk):
        open_identity(child=child, reason="To match a record", by=manager, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute(
                "select table_name from information_schema.columns where column_name ="
                " 'partnership_id' and table_schema = 'public' order by 1"
            )
            tables = [row[0] for row in cursor.fetchall()]
            said = []
            for table in tables:
                cursor.execute(f'select t::text from "{table}" t')
                said += [row[0] for row in cursor.fetchall()]
    everything = "\n".join(said)
    assert sealed.sealed in everything
    for word in ("Wilhelmina", "Testname", "000 0000", "2019-03-04"):
        assert word not in everything


@pytest.mark.parametrize(
    ("who", "field"),
    [(Identity(" "), "name"), (Identity("A", date(2026, 6, 4)), "born_on")],
)
def test_what_cannot_be_sealed_is_refused_beside_its_field(who, field, child, north, manager):
    with tenant(north.pk):
        with pytest.raises(DomainError) as refusal:
            seal_identity(child=child, identity=who, by=manager, at=NOW)
        assert refusal.value.field == field
        assert not SealedIdentity.objects.exists()


def test_an_opening_is_kept_audited_and_told_to_the_others(sealed, child, case, north, support):
    with tenant(north.pk):
        assert open_identity(child=child, reason=" To match ", by=support, at=NOW) == WHO
        reading = SealedReading.objects.get()
        assert (reading.reason, reading.read_by, reading.read_at) == ("To match", support, NOW)
        row = AuditEvent.objects.get(object_type="reviews.sealedidentity", verb="opened")
        facts = {"child": str(child.public_id), "reading": str(reading.public_id)}
        assert (row.object_reference, row.facts) == (case.reference, facts)
        told = Notice.objects.filter(key=f"sealed:{reading.public_id}")
        assert [(each.recipient.email, each.subject, each.urgent) for each in told] == [
            ("manager@northshire.example", f"A sealed identity was opened: {case.reference}", True)
        ]


def test_opening_asks_for_a_reason_and_for_something_sealed(child, north, manager):
    with tenant(north.pk):
        with pytest.raises(DomainError, match="Nothing is sealed"):
            open_identity(child=child, reason="To match", by=manager, at=NOW)
        with pytest.raises(DomainError) as refusal:
            open_identity(child=child, reason=" ", by=manager, at=NOW)
        assert refusal.value.field == "reason"


def test_a_partner_who_sees_the_case_opens_nothing(sealed, case, child, client, north):
    with tenant(north.pk):
        dsp = people.member(north, "dsp", "dsp@north.example")
        with pytest.raises(NotPermitted):
            open_identity(child=child, reason="To match", by=dsp, at=NOW)
    client.force_login(dsp)
    assert "Sealed identity" not in client.get(address("case", case)).content.decode()
    for name in ("identity", "identity-seal"):
        assert client.get(page_of(name, case, child)).status_code == 403


def test_emergency_access_opens_the_seal_and_never_changes_it(
    sealed, case, child, north, manager, support
):
    with tenant(north.pk):
        restrict_case(incident=case, reason="A conflict", by=manager, at=NOW)
        with pytest.raises(NotPermitted):
            open_identity(child=child, reason="To match", by=support, at=NOW)
        open_emergency_access(reference=case.reference, reason="A risk", by=support, at=NOW)
        assert open_identity(child=child, reason="To match", by=support, at=NOW) == WHO
        with pytest.raises(NotPermitted):
            seal_identity(child=child, identity=WHO, by=support, at=NOW)


def test_the_pages_seal_open_once_and_show_who_did(signed_in, case, child, north):
    seal, page = page_of("identity-seal", case, child), page_of("identity", case, child)
    assert page in signed_in.get(address("case", case)).content.decode()
    assert "Nothing is sealed of this child" in signed_in.get(page).content.decode()
    assert set(problems(signed_in.post(seal, {"other": "kept words"}))) == {"name"}
    born = {"born_on_day": "4", "born_on_month": "3", "born_on_year": "2019"}
    sent = signed_in.post(seal, {"name": WHO.name, "other": WHO.other, **born})
    assert sent.url == page
    assert WHO.name not in signed_in.get(page).content.decode()
    assert WHO.name not in signed_in.get(seal).content.decode()
    assert set(problems(signed_in.post(page, {"reason": ""}))) == {"reason"}

    opened = signed_in.post(page, {"reason": "To match a record"})

    assert opened.headers["Cache-Control"] == "private, no-store"
    body = opened.content.decode()
    for word in (WHO.name, "4 March 2019", WHO.other):
        assert word in body
    again = signed_in.get(page).content.decode()
    assert WHO.name not in again
    assert "To match a record" in again
    people_page = signed_in.get(address("people", case)).context["people"]
    assert [event.body for event in people_page.identities] == ["To match a record"]


def test_a_child_of_another_case_is_not_found(signed_in, case, child):
    assert signed_in.get(address("identity", case, child=uuid4())).status_code == 404
    other = uuid4()
    assert signed_in.get(address("identity", other, child=child.public_id)).status_code == 404


def test_the_command_seals_everything_with_the_newest_key(
    sealed, child, north, settings, capsys, manager
):
    old, new = settings.IDENTITY_KEYS[0], Fernet.generate_key().decode()
    settings.IDENTITY_KEYS = [new, old]
    call_command("reseal_identities")
    settings.IDENTITY_KEYS = [new]
    assert "northshire: sealed anew: 1" in capsys.readouterr().out
    with tenant(north.pk):
        assert open_identity(child=child, reason="To match", by=manager, at=NOW) == WHO
