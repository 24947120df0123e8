"""The pages of an agenda, its papers and packs, and of what waits for a meeting."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance.models import AgendaItem, Pack, Paper, StandingItem
from governance.services import agenda_acts, meeting_papers
from governance.services.meeting_papers import PaperFacts
from krscp_portal.foundation.context import tenant
from partnerships import papers
from partnerships.models import RoleAssignment
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.foundation.test_pdf_binding import bare, locked

pytestmark = pytest.mark.django_db
TEN = datetime(2027, 7, 7, 9, 0, tzinfo=UTC)


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def reader(north) -> Client:
    """Somebody who reads the record, and part B of nothing."""
    found = Client()
    found.force_login(people.member(north, "lay_member", "reader@north.example"))
    return found


@pytest.fixture
def who(manager, moment):
    return {"by": manager, "at": moment}


@pytest.fixture
def meeting(north, who):
    with tenant(north.pk):
        board = make.group("board", name="The Board")
        return make.sent_meeting(board, starts_at=TEN, title="Board in July", **who)


def add(north, meeting, title: str, who, *, content: bytes = b"", **facts) -> AgendaItem:
    with tenant(north.pk):
        item = make.item(title, group=meeting.group, meeting=meeting, **facts, **who)
        if content:
            paper = PaperFacts(papers.Paper("a.pdf", content), title=f"Paper on {title}")
            meeting_papers.add_paper(item=item, facts=paper, **who)
    return item


@pytest.mark.parametrize("rows", [1, 3])
def test_an_agenda_asks_the_database_the_same_however_much_is_on_it(
    rows, signed_in, north, meeting, who, django_assert_num_queries
):
    for number in range(rows):
        add(north, meeting, f"Item {number}", who, content=bare(1), minutes=10)

    with django_assert_num_queries(14):
        page = text(signed_in.get(at("agenda", meeting=meeting.public_id)))

    assert f"Paper on Item {rows - 1}" in page
    assert f"{rows * 10} minutes are planned; {120 - rows * 10} are left." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_what_waits_for_a_meeting_asks_the_database_the_same(
    rows, signed_in, north, meeting, who, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            make.item(f"Item {number}", group=meeting.group, **who)
            make.standing_item(f"Standing {number}", group=meeting.group)

    with django_assert_num_queries(12):
        page = text(signed_in.get(at("group-agenda", group=meeting.group.public_id)))

    assert f"Item {rows - 1}" in page
    assert f"Standing {rows - 1}" in page


def test_until_it_is_sent_an_agenda_is_seen_by_who_keeps_it_alone(
    signed_in, reader, north, meeting, who
):
    add(north, meeting, "Neglect", who, content=bare(1))
    page = at("agenda", meeting=meeting.public_id)
    with tenant(north.pk):
        paper = at("paper", paper=Paper.objects.get().public_id)

    assert "Neglect" in text(signed_in.get(page))
    assert "The agenda has not been sent yet" in text(reader.get(page))
    assert "Neglect" not in text(reader.get(page))
    assert reader.get(paper).status_code == 404

    sent = signed_in.post(at("agenda-send", meeting=meeting.public_id), follow=True)
    assert "Its numbers stay as they are." in text(sent)
    assert "Neglect" in text(reader.get(page))
    assert reader.get(paper)["Content-Type"] == "application/pdf"


def test_of_part_b_a_reader_learns_that_there_is_an_item_and_nothing_else(
    signed_in, reader, north, meeting, who
):
    add(north, meeting, "Open matter", who)
    secret = add(
        north, meeting, "Quite secret", who, content=bare(1), part="B", part_reason="A person",
        text="Very secret words", minutes=5,
    )  # fmt: skip
    with tenant(north.pk):
        agenda_acts.send_agenda(meeting=meeting, **who)
        paper = Paper.objects.get()
    page = at("agenda", meeting=meeting.public_id)

    seen = text(reader.get(page))
    for words in ("Quite secret", "Very secret", "Paper on", "A person"):
        assert words not in seen
        assert (words in text(signed_in.get(page))) == (words != "A person")
    assert "Confidential item (part B)" in seen
    assert reader.get(at("paper", paper=paper.public_id)).status_code == 403
    assert signed_in.get(at("paper", paper=paper.public_id)).status_code == 200
    assert reader.get(at("item-edit", item=secret.public_id)).status_code == 403


def test_an_item_is_added_changed_put_off_and_taken_off_on_the_page(signed_in, north, meeting, who):
    add_page = at("item-add", meeting=meeting.public_id)
    facts = {"title": "Neglect", "purpose": "decision", "part": "A", "minutes": "20"}
    signed_in.post(add_page, facts)
    signed_in.post(add_page, {**facts, "title": "Data"})
    with tenant(north.pk):
        first, second = AgendaItem.objects.order_by("order")

    changed = {**facts, "title": "Neglect of infants", "seen": "0"}
    response = signed_in.post(at("item-edit", item=first.public_id), changed, follow=True)
    assert "Neglect of infants" in text(response)
    response = signed_in.post(
        at("item-defer", item=first.public_id), {"reason": "No author"}, follow=True
    )
    assert "It waits in the backlog." in text(response)
    assert "Neglect of infants</strong>: Deferred. No author" in text(response)
    response = signed_in.post(at("item-withdraw", item=second.public_id), {"reason": ""})
    assert 'href="#id_reason"' in text(response)
    signed_in.post(at("item-withdraw", item=second.public_id), {"reason": "Settled"})

    waiting = text(signed_in.get(at("group-agenda", group=meeting.group.public_id)))
    assert "Neglect of infants" in waiting
    assert "Deferred once" in waiting
    with tenant(north.pk):
        back = AgendaItem.objects.get(meeting=None)
    facts = {"meeting": str(meeting.public_id)}
    signed_in.post(at("item-take", item=back.public_id), facts)
    with tenant(north.pk):
        back.refresh_from_db()
    assert back.meeting_id == meeting.pk


def test_a_refusal_stands_beside_its_field_with_what_was_typed(signed_in, meeting):
    facts = {"title": "Neglect", "purpose": "decision", "part": "B", "text": "As typed"}

    page = text(signed_in.post(at("item-add", meeting=meeting.public_id), facts))

    assert 'href="#id_part_reason"' in page
    assert "Say why this is for part B." in page
    assert "As typed" in page


def test_the_second_of_two_who_reorder_is_told_and_sees_the_new_order(
    signed_in, north, meeting, who
):
    first = add(north, meeting, "First", who)
    second = add(north, meeting, "Second", who)
    move = at("item-move", item=second.public_id)

    signed_in.post(move, {"seen": "2", "step": "1"})
    response = signed_in.post(at("item-move", item=first.public_id), {"seen": "2", "place": "2"})

    page = text(response)
    assert "Somebody else has changed this agenda since you opened the page." in page
    assert page.index("Second</h3>") < page.index("First</h3>")
    assert 'value="2"' in page
    assert 'name="seen" value="3"' in page


def test_a_place_that_is_no_number_or_not_there_is_refused(signed_in, north, meeting, who):
    item = add(north, meeting, "First", who)
    move = at("item-move", item=item.public_id)

    assert "Choose a place between 1 and 1." in text(
        signed_in.post(move, {"seen": "1", "place": "9"})
    )
    assert "Enter the place as a number." in text(
        signed_in.post(move, {"seen": "1", "place": "last"}, follow=True)
    )


def test_the_second_of_two_who_rewrite_sees_both_texts(signed_in, north, meeting, who):
    item = add(north, meeting, "First", who)
    edit = at("item-edit", item=item.public_id)
    signed_in.post(edit, {"title": "Theirs", "purpose": "decision", "part": "A", "seen": "0"})

    response = signed_in.post(
        edit, {"title": "Mine", "purpose": "decision", "part": "A", "seen": "0"}
    )

    page = text(response)
    assert "Somebody else has changed this item" in page
    assert "Theirs" in page
    assert 'value="Mine"' in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bare(2), "PDF, 2 pages"),
        (locked(bare(1)), "This PDF asks for a password"),
        (b"", "The file is empty"),
    ],
)
def test_a_paper_is_added_or_refused_on_the_page(content, words, signed_in, north, meeting, who):
    item = add(north, meeting, "First", who)

    response = signed_in.post(
        at("paper-add", item=item.public_id),
        {"title": "Figures", "part": "A", "paper": SimpleUploadedFile("a.pdf", content)},
        follow=True,
    )

    assert words in text(response)
    assert "Figures" in text(response)


def test_a_paper_is_withdrawn_on_the_page(signed_in, north, meeting, who):
    add(north, meeting, "First", who, content=bare(1))
    with tenant(north.pk):
        paper = Paper.objects.get()

    response = signed_in.post(
        at("paper-withdraw", paper=paper.public_id), {"reason": "Superseded"}, follow=True
    )

    assert "Withdrawn: Superseded" in text(response)


def test_packs_are_listed_and_part_b_is_kept_back(signed_in, reader, north, meeting, who):
    add(north, meeting, "Open", who, content=bare(1))
    with tenant(north.pk):
        agenda_acts.send_agenda(meeting=meeting, **who)
        for part in "AB":
            Pack.objects.create(
                meeting=meeting, part=part, number=0, asked_at=who["at"], asked_by=who["by"]
            )
    page = at("packs", meeting=meeting.public_id)

    assert "Pack of part B:" in text(signed_in.get(page))
    assert "Pack of part B:" not in text(reader.get(page))
    with tenant(north.pk):
        pack = Pack.objects.get(part="A")
    assert signed_in.get(at("pack", pack=pack.public_id)).status_code == 404


def test_a_pack_is_asked_for_on_the_page(signed_in, reader, north, meeting, who):
    add(north, meeting, "Open", who, content=bare(1))
    ask = at("pack-ask-a", meeting=meeting.public_id)
    assert "Send the agenda first" in text(signed_in.post(ask, follow=True))
    with tenant(north.pk):
        agenda_acts.send_agenda(meeting=meeting, **who)

    assert "Waiting to start" in text(signed_in.post(ask, follow=True))

    assert reader.post(ask).status_code == 403
    answer = signed_in.get(at("packs", meeting=meeting.public_id), headers={"HX-Request": "true"})
    assert text(answer).startswith("<div")
    assert "HX-Refresh" not in answer


def test_what_stands_on_every_agenda_is_kept_on_the_page(signed_in, north, meeting):
    group = meeting.group.public_id
    facts = {"title": "Disproportionality", "order": "20", "purpose": "assurance", "part": "A"}
    signed_in.post(at("standing-add", group=group), {**facts, "locked": "on"})
    with tenant(north.pk):
        row = StandingItem.objects.get()
    assert row.locked

    begun = signed_in.post(at("agenda-begin", meeting=meeting.public_id), follow=True)
    assert "Locked in" in text(begun)
    signed_in.post(at("standing-edit", standing_item=row.public_id), {**facts, "minutes": "15"})
    with tenant(north.pk):
        row.refresh_from_db()
    assert (row.minutes, row.locked) == (15, False)
    day = {"on_day": "1", "on_month": "2", "on_year": "2026"}
    signed_in.post(at("standing-end", standing_item=row.public_id), day)
    assert "Nothing stands on every agenda" in text(signed_in.get(at("group-agenda", group=group)))


def test_something_may_stand_on_the_agendas_of_all_groups_of_a_kind(signed_in, north, meeting):
    group = meeting.group.public_id
    facts = {"title": "Learning", "order": "20", "purpose": "assurance", "part": "A"}

    page = text(
        signed_in.post(at("standing-add", group=group), {**facts, "every_group": "on"}, follow=True)
    )

    assert "on the agenda of every group of the kind “Subgroup”" in page
    with tenant(north.pk):
        assert StandingItem.objects.get().group is None


def test_part_b_of_every_agenda_says_why(signed_in, meeting):
    facts = {"title": "Learning", "order": "20", "purpose": "assurance", "part": "B"}

    page = text(signed_in.post(at("standing-add", group=meeting.group.public_id), facts))

    assert "Say in the note why this is for part B." in page
    assert 'href="#id_note"' in page


def test_a_chair_keeps_their_own_group_and_unlocks_nothing(north, meeting, who):
    chair = people.user("chair@north.example")
    client = Client()
    client.force_login(chair)
    with tenant(north.pk):
        RoleAssignment.objects.create(
            user=chair, role="group_chair", group_key="board", from_on=people.STARTED
        )
        own = make.standing_item("Their own", group=meeting.group)
        row = make.standing_item("Disproportionality", group=meeting.group, locked=True)

    assert client.get(at("standing-edit", standing_item=own.public_id)).status_code == 200
    assert client.get(at("standing-edit", standing_item=row.public_id)).status_code == 403
