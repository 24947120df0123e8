"""The pages of minutes: written live, commented on, approved, corrected, marked, published."""

import io
from datetime import timedelta

import docx
import pytest
from django.test import Client
from django.urls import reverse

from governance.models import MinuteEntry, Minutes, MinutesVersion, PublicMinutes, Redaction
from governance.services import close_meeting
from governance.services.agenda import ItemFacts, add_item
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import Person
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def begun(north, manager):
    """A meeting of yesterday, opened, with an item."""
    now = clock.now()
    with tenant(north.pk):
        group = make.group("board", name="The Board")
        seat = people.seat("chair")
        people.appointment(seat, "Kim Lane")
        make.place(group, seat, chairing="chair")
        start = now - timedelta(days=1)
        meeting = make.open_meeting(
            group, starts_at=start, by=manager, at=now - timedelta(days=9), title="July board"
        )
        items(meeting, manager, "Budget")
        return meeting


def items(meeting, by, *titles, **facts):
    for title in titles:
        said = ItemFacts(title=title, **facts)
        add_item(group=meeting.group, meeting=meeting, facts=said, by=by, at=clock.now())


def key_of(meeting, title="Budget"):
    with tenant(meeting.partnership_id):
        return str(meeting.items.get(title=title).public_id)


def wrote(client, meeting, words="Robin Smith spoke.\n\nIt was agreed.", go="save", **more):
    key = key_of(meeting)
    facts = {f"text-{key}": words, f"revision-{key}": "0", f"was-{key}": "0", "go": go, **more}
    return client.post(at("minutes", meeting=meeting.public_id), facts, follow=True)


def approved(client, meeting, by):
    """Write, ask, and approve by letter."""
    wrote(client, meeting)
    close_meeting(meeting=meeting, by=by, at=clock.now())
    day = clock.today()
    typed = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    blank = {"meeting": meeting.public_id}
    client.post(at("minutes-ask", **blank), {f"until_{k}": v for k, v in typed.items()})
    facts = {f"approved_on_{k}": v for k, v in typed.items()}
    return client.post(at("minutes-approve", **blank), facts, follow=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_live_page_asks_the_database_the_same_however_many_items_there_are(
    rows, signed_in, north, begun, manager, django_assert_num_queries
):
    with tenant(north.pk):
        items(begun, manager, *(f"Item {nth}" for nth in range(rows - 1)))

    with django_assert_num_queries(20):
        response = signed_in.get(at("minutes", meeting=begun.public_id))

    assert response.content.decode().count("minute-card") == rows + 1


def test_what_was_typed_is_kept_without_a_script(signed_in, north, begun):
    page = text(wrote(signed_in, begun))

    assert "Saved." in page
    assert "Robin Smith spoke." in page
    with tenant(north.pk):
        assert MinuteEntry.objects.get().revision == 1


def test_a_button_keeps_the_page_before_it_leads_on(signed_in, north, begun):
    page = text(wrote(signed_in, begun, go=f"action:{key_of(begun)}"))

    assert "Action from item" in page
    with tenant(north.pk):
        assert MinuteEntry.objects.get().text.startswith("Robin Smith")


def test_an_item_is_closed_from_the_page(signed_in, north, begun):
    page = text(wrote(signed_in, begun, go=f"closed:{key_of(begun)}"))

    assert "Closed</strong>" in page


def test_autosave_answers_when_it_was_kept(signed_in, begun):
    key = key_of(begun)
    facts = {"entry": key, f"text-{key}": "Begun", f"revision-{key}": "0", f"was-{key}": ""}

    answer = text(signed_in.post(at("minutes-entry", meeting=begun.public_id), facts))

    assert "Saved at" in answer
    assert f'name="revision-{key}" value="1"' in answer


def test_the_second_editor_sees_both_texts_and_chooses(signed_in, north, begun, manager):
    other = people.member(north, "manager", email="other@northshire.example")
    second = Client()
    second.force_login(other)
    key = key_of(begun)
    wrote(signed_in, begun, "First text")
    address = at("minutes-entry", meeting=begun.public_id)
    typed = {"entry": key, f"text-{key}": "Second text", f"revision-{key}": "0"}

    answer = text(second.post(address, typed))
    whole = text(wrote(second, begun, "Second text"))
    hand = text(second.get(at("minutes-live", meeting=begun.public_id)))
    kept = text(wrote(second, begun, "Both texts", go=f"keep:{key}~1"))

    for page in (answer, whole):
        assert "changed this while you wrote" in page
        assert "First text" in page
    assert "Second text" in whole
    assert "is writing here too" in hand
    assert "Both texts" in kept
    with tenant(north.pk):
        assert MinuteEntry.objects.get().revision == 2


def test_who_typed_nothing_overwrites_nothing(signed_in, north, begun):
    wrote(signed_in, begun, "First text")
    key = key_of(begun)
    stale = {f"text-{key}": "", f"revision-{key}": "0", f"was-{key}": "0", "go": "save"}

    signed_in.post(at("minutes", meeting=begun.public_id), stale)

    with tenant(north.pk):
        assert MinuteEntry.objects.get().text == "First text"


def test_members_comment_and_are_answered(signed_in, north, begun, manager):
    wrote(signed_in, begun)
    member = people.member(north, "lay_member")
    with tenant(north.pk):
        Person.objects.filter(name="Kim Lane").update(user=member)
        close_meeting(meeting=begun, by=manager, at=clock.now())
    blank = {"meeting": begun.public_id}
    theirs = Client()
    theirs.force_login(member)
    hidden = text(theirs.get(at("minutes", **blank)))
    day = clock.today()
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    signed_in.post(at("minutes-ask", **blank), until)
    with tenant(north.pk):
        entry = MinuteEntry.objects.get()
    said = {"entry": str(entry.public_id), "text": "A word is missing"}

    page = text(theirs.post(at("minutes-comments", **blank), said, follow=True))
    with tenant(north.pk):
        remark = entry.comments.get()
    address = at("comment-answer", remark=remark.public_id)
    bare = text(signed_in.post(address, {"taken": "no", "answer": ""}, follow=True))
    done = text(signed_in.post(address, {"taken": "yes", "answer": ""}, follow=True))

    assert "The minutes are being written" in hidden
    assert "A word is missing" in page
    assert "Answer</label>" not in page
    assert "Say why it was not taken in." in bare
    assert "Taken in</strong>" in done


def test_approved_minutes_are_read_and_taken_as_a_word_document(signed_in, north, begun, manager):
    with tenant(north.pk):
        page = text(approved(signed_in, begun, manager))

    taken = signed_in.get(at("minutes-docx", meeting=begun.public_id)).content
    words = [each.text for each in docx.Document(io.BytesIO(taken)).paragraphs]

    assert "They never change now." in page
    assert "by letter" in page
    assert "Robin Smith spoke." in words
    assert "textarea" not in page


def test_part_b_is_left_out_of_what_others_read(signed_in, client, north, begun, manager):
    with tenant(north.pk):
        items(begun, manager, "Secret case", part="B", part_reason="Of a child")
        approved(signed_in, begun, manager)
    lay = Client()
    lay.force_login(people.member(north, "lay_member"))

    page = text(lay.get(at("minutes", meeting=begun.public_id)))
    taken = lay.get(at("minutes-docx", meeting=begun.public_id)).content

    assert "Robin Smith spoke." in page
    assert "Secret case" not in page
    words = "".join(each.text for each in docx.Document(io.BytesIO(taken)).paragraphs)
    assert "Secret case" not in words
    assert "Secret case" in text(signed_in.get(at("minutes", meeting=begun.public_id)))


def test_a_mistake_is_corrected_with_the_form(signed_in, north, begun, manager):
    with tenant(north.pk):
        approved(signed_in, begun, manager)
        later = make.open_meeting(
            begun.group, starts_at=clock.now(), by=manager, at=clock.now(), title="August board"
        )
    facts = {
        "passage": "3-1",
        "text": "It was put off.",
        "what_changed": "It was not agreed",
        "noted_in": str(later.public_id),
    }

    bare = text(
        signed_in.post(at("minutes-correct", meeting=begun.public_id), {**facts, "noted_in": ""})
    )
    page = text(signed_in.post(at("minutes-correct", meeting=begun.public_id), facts, follow=True))

    assert "Say which meeting noted the correction." in bare
    assert "This is version 2, corrected." in page
    assert "It was put off." in page


def test_a_passage_is_marked_taken_back_and_published(signed_in, client, north, begun, manager):
    with tenant(north.pk):
        approved(signed_in, begun, manager)
    blank = {"meeting": begun.public_id}
    facts = {"paragraph": "3-0", "words": "Robin Smith", "reason": "personal"}

    wrong = text(signed_in.post(at("minutes-public", **blank), {**facts, "words": "Nobody"}))
    marked = text(signed_in.post(at("minutes-public", **blank), facts, follow=True))
    with tenant(north.pk):
        first = Redaction.objects.get()
    signed_in.post(at("mark-remove", passage=first.public_id))
    signed_in.post(at("minutes-public", **blank), facts)
    page = text(signed_in.post(at("minutes-publish", **blank), follow=True))

    assert "These words do not stand in that paragraph." in wrong
    assert "Left out: </span>Robin Smith</mark>" in marked
    assert "The public copy is being made" in page
    with tenant(north.pk):
        assert PublicMinutes.objects.get().published_at is None


def test_the_public_reads_the_copy_until_it_is_taken_down(client, signed_in, north, begun, manager):
    with tenant(north.pk):
        approved(signed_in, begun, manager)
        copy = PublicMinutes.objects.create(
            version=MinutesVersion.objects.get(),
            content=[{"number": "1", "heading": "Budget", "part": "A", "paragraphs": ["Agreed."]}],
            asked_at=clock.now(),
            asked_by=manager,
        )
    anybody = Client()
    address = at("public-minutes", copy=copy.public_id)
    early = anybody.get(address).status_code
    with tenant(north.pk):
        PublicMinutes.objects.update(published_at=clock.now(), proof={"passages": 0})

    page = text(anybody.get(address))
    listed = text(anybody.get(at("published-minutes")))
    blank = {"meeting": begun.public_id}
    down = text(signed_in.post(at("minutes-take-down", **blank), {"why": "A name"}, follow=True))

    assert early == 404
    assert "Agreed." in page
    assert "The Board" in listed
    assert "The copy has been taken down." in down
    assert anybody.get(address).status_code == 410
    with tenant(north.pk):
        assert Minutes.objects.get().state == "approved"
