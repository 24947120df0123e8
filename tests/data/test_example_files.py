"""The example partnerships are whole, cited, consistent, and say nothing of real people."""

import re
from collections import Counter
from itertools import chain

import pytest
from jsonschema import Draft202012Validator

from partnerships.roles import ROLES
from tests.data.arrangement_shapes import ARRANGEMENTS as SHAPE
from tests.data.arrangement_shapes import JOINT_BODY
from tests.data.files import EXAMPLES, JOINT, REAL, RULES, SOURCE_FILES, cited, plain

SEEDS = {
    "krscp": "000_41b228260a765cbc.txt",
    "kent": "002_30e12f1b3e5066c0.txt",
    "kirklees": "003_36d8650146397d7a.txt",
    "merton": "004_5ef2f8a10e5f59e5.txt",
}
each_example = pytest.mark.parametrize("slug", EXAMPLES)
each_real = pytest.mark.parametrize("slug", REAL)


def keys(data, table):
    return {row["key"] for row in data.get(table, [])}


def cited_rows(data):
    tables = [value if isinstance(value, list) else [value] for value in data.values()]
    return [
        row for row in chain.from_iterable(tables) if "email" not in row and "threshold" not in row
    ]


@each_example
def test_the_file_has_the_shape_it_should(slug):
    problems = [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(SHAPE).iter_errors(plain(EXAMPLES[slug]))
    ]

    assert problems == []


def test_there_are_four_real_partnerships_and_a_fictional_one():
    assert set(EXAMPLES) == {*SEEDS, "demoborough"}
    assert set(REAL) == set(SEEDS)
    assert [data["partnership"]["slug"] for data in EXAMPLES.values()] == list(EXAMPLES)


@each_real
def test_every_row_cites_the_partnership_s_own_document(slug):
    allowed = {SEEDS[slug]} | ({"001_84411074d759547d.txt"} if slug == "krscp" else set())
    named = {
        (name, bool(place))
        for row in cited_rows(REAL[slug])
        for name, place in cited(row["source"])
    }

    assert {name for name, _ in named} <= allowed
    assert all(has_place for _, has_place in named)


@pytest.mark.parametrize("path", SOURCE_FILES, ids=lambda path: path.name)
def test_a_cited_line_lies_inside_the_document(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [
        int(place[1:])
        for data in REAL.values()
        for row in cited_rows(data)
        for name, place in cited(row["source"])
        if name == path.name and place.startswith("L")
    ]

    assert [number for number in places if not lines[number - 1].strip()] == []


@pytest.mark.parametrize("path", SOURCE_FILES, ids=lambda path: path.name)
def test_a_cited_paragraph_opens_a_line_of_the_document(path):
    opening = re.compile(r"[#\s*-]*(\d+(?:\.\d+)?)[.\s]")
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = {found[1] for line in lines if (found := opening.match(line))}
    places = {
        place.removeprefix("p")
        for data in REAL.values()
        for row in cited_rows(data)
        for name, place in cited(row["source"])
        if name == path.name and not place.startswith("L")
    }

    assert places - numbered == set()


def test_the_fictional_partnership_cites_nothing_real():
    data = EXAMPLES["demoborough"]

    assert {row["source"] for row in cited_rows(data)} == {"fictional"}
    assert data["partnership"]["edition"] == "wt2026"


@each_example
def test_keys_are_used_once(slug):
    data = EXAMPLES[slug]
    counts = [
        Counter(row["key"] for row in data.get(table, []))
        for table in (
            *("area", "locality", "organisation", "group", "seat", "local_rule"),
            *("linked_board", "funding", "prose", "case"),
        )
    ]
    memberships = Counter((row["organisation"], row["basis"]) for row in data["agency"])
    steps = Counter((row["level"], row["order"]) for row in data["dispute_step"])
    emails = Counter(row["email"] for row in data["user"])

    assert [
        key for count in [*counts, memberships, steps, emails] for key in count if count[key] > 1
    ] == []


@each_example
def test_what_seats_and_agencies_name_exists(slug):
    data = EXAMPLES[slug]
    organisations, areas, groups = (keys(data, name) for name in ("organisation", "area", "group"))
    used = {row["organisation"] for row in [*data["agency"], *data.get("footprint", [])]}
    used |= {row["part_of"] for row in data["organisation"] if "part_of" in row}
    used |= {data["partnership"].get(name) for name in ("host", "data_controller")} - {None}
    for seat in data["seat"]:
        used |= {seat.get("organisation"), *seat.get("also_for", [])} - {None}

    assert used - organisations == set()
    assert organisations - used == set()
    assert {seat["area"] for seat in data["seat"] if "area" in seat} - areas == set()
    assert {group for seat in data["seat"] for group in seat.get("groups", [])} - groups == set()


@each_example
def test_what_people_boards_and_responsibilities_name_exists(slug):
    data = EXAMPLES[slug]
    seats, groups, areas = (keys(data, name) for name in ("seat", "group", "area"))
    named = {
        row["seat"] for name in ("appointment", "support", "interest") for row in data.get(name, [])
    }
    named |= {row["seat"] for row in data.get("responsibility", []) if "seat" in row}
    named |= {
        row[name]
        for row in data.get("support", [])
        for name in ("mentor", "safeguarding_seat")
        if name in row
    }
    named |= {row["represented_through"] for row in data["agency"] if "represented_through" in row}
    named |= {row["held_by"] for row in data["seat"] if "held_by" in row}
    named |= {data["chair_rule"]["seat"]} if "seat" in data["chair_rule"] else set()
    bodies = {group for row in data["agency"] for group in row.get("represented_in", [])}
    bodies |= {group for row in data["seat"] for group in row.get("chairs", [])}
    places = {area for row in data["agency"] for area in row.get("areas", [])}
    people = {row["person"] for row in data.get("appointment", [])}

    assert named - seats == set()
    assert bodies - groups == set()
    assert places - areas == set()
    assert people == keys(data, "person")
    assert {row["board"] for row in data.get("protocol", [])} - keys(data, "linked_board") == set()


@each_example
def test_whoever_chairs_a_group_sits_on_it(slug):
    for row in EXAMPLES[slug]["seat"]:
        assert set(row.get("chairs", [])) <= set(row.get("groups", [])), row["key"]


@pytest.mark.parametrize("slug", JOINT)
def test_the_file_of_a_joint_body_has_the_shape_it_should(slug):
    data = JOINT[slug]
    problems = [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(JOINT_BODY).iter_errors(plain(data))
    ]

    assert problems == []
    assert data["partnership"]["slug"] == slug
    assert {row["slug"] for row in data["participant"] if "slug" in row} <= set(EXAMPLES)
    assert all(("slug" in row) != ("name" in row) for row in data["participant"])
    named = {row.get("slug") or row["name"] for row in data["participant"]}
    assert {row["on_behalf_of"] for row in data["seat"] if "on_behalf_of" in row} <= named


@each_real
def test_nobody_is_put_into_a_seat_of_a_real_partnership(slug):
    told = {"person", "appointment", "support", "interest"}

    assert told & set(REAL[slug]) == set()


@each_example
def test_what_groups_rules_and_cycles_name_exists(slug):
    data = EXAMPLES[slug]
    groups = keys(data, "group")
    named = {row["reports_to"] for row in data["group"] if "reports_to" in row}
    named |= {row["group"] for row in [*data["quorum"], *data["cycle"]] if "group" in row}
    named |= {group for row in data["local_rule"] for group in row["applies_to"]}
    named |= {group for row in data.get("responsibility", []) for group in row["groups"]}

    assert named - groups == set()
    assert data["chair_rule"]["body"] in groups
    assert {row["area"] for row in data.get("locality", [])} - keys(data, "area") == set()


@each_example
def test_delegation_runs_from_a_lead_to_a_delegated_partner_of_the_same_kind(slug):
    data = EXAMPLES[slug]
    seats = {row["key"]: row for row in data["seat"]}
    pairs = [(seats[row["from_seat"]], seats[row["to_seat"]]) for row in data.get("delegation", [])]

    assert {(giver["role"], taker["role"]) for giver, taker in pairs} <= {("LSP", "DSP")}
    assert all(giver["speaks_for"] == taker["speaks_for"] for giver, taker in pairs)


@each_example
def test_all_three_kinds_of_partner_have_a_lead_and_only_partners_vote(slug):
    data = EXAMPLES[slug]
    leads = {row["speaks_for"] for row in data["seat"] if row["role"] == "LSP"}
    partners = {row["speaks_for"] for row in data["agency"] if row["basis"] == "statutory_partner"}
    voters = {row["role"] for row in data["seat"] if row["votes"]}

    assert leads == partners == {"local_authority", "icb", "police"}
    assert voters <= {"LSP", "DSP"}


@each_example
def test_dispute_steps_are_numbered_without_gaps(slug):
    for level in ("strategic", "practice"):
        orders = [row["order"] for row in EXAMPLES[slug]["dispute_step"] if row["level"] == level]

        assert orders == list(range(1, len(orders) + 1))


def test_an_organisation_in_two_files_is_the_same_one():
    said = {}
    for data in EXAMPLES.values():
        for row in data["organisation"]:
            said.setdefault(row["key"], set()).add((row["name"], row["kind"]))

    assert {key: names for key, names in said.items() if len(names) > 1} == {}
    assert max(Counter(name for names in said.values() for name, _ in names).values()) == 1


@each_example
def test_the_edition_followed_is_known(slug):
    editions = {row["key"] for row in RULES["edition"]}

    assert EXAMPLES[slug]["partnership"]["edition"] in editions


@each_example
def test_prose_is_a_few_sentences(slug):
    long_or_short = {
        row["key"]: sentences
        for row in EXAMPLES[slug]["prose"]
        if not 2 <= (sentences := row["text"].count(". ") + row["text"].count(".\n")) <= 8
    }

    assert long_or_short == {}


@each_example
def test_accounts_are_posts_at_example_addresses(slug):
    data = EXAMPLES[slug]
    domains = {row["email"].partition("@")[2] for row in data["user"]}
    seats = {row["seat"] for row in data["user"] if "seat" in row}
    roles = {row["role"] for row in data["user"]}

    assert domains == {f"{slug}.example"}
    assert seats - keys(data, "seat") == set()
    assert {"manager", "lsp", "dsp", "scrutineer"} <= roles


def test_the_fictional_partnership_has_an_account_for_every_role():
    assert {row["role"] for row in EXAMPLES["demoborough"]["user"]} == set(ROLES)


@each_real
def test_no_case_is_attached_to_a_real_partnership(slug):
    assert "case" not in REAL[slug]
