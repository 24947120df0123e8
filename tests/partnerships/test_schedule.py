"""The Schedule of relevant agencies, and when two names are one; no database."""

import pytest

from partnerships import schedule
from partnerships.likeness import longest_word, plain

HEAD = '[sources]\nread = "A source"\n'
ENTRY = (
    '[[entry]]\nkey = "{key}"\ngroup = "G"\ntext = "T"\nconfidence = "{mark}"\nsource = "read"\n'
)


def test_education_and_childcare_were_read_and_nothing_else():
    checked = [each for each in schedule.ENTRIES.values() if each.confidence == "V"]

    assert [each.number for each in checked] == list(range(1, 15))
    assert {each.group for each in checked} == {"Education and childcare"}
    assert {each.checked for each in checked} == {"Checked"}
    rest = [each for each in schedule.ENTRIES.values() if each not in checked]
    assert {each.checked for each in rest} == {"Not checked against the law"}
    assert {each.number for each in rest} == {None}
    assert len(schedule.ENTRIES) == 32


def test_an_entry_says_where_it_stands():
    assert schedule.ENTRIES["academy"].place == "Education and childcare, entry 1"
    assert schedule.ENTRIES["charity"].place == "Miscellaneous"


def test_entries_come_in_the_schedules_order_and_lost_keys_are_left_out():
    found = schedule.entries_of(["charity", "gone", "academy"])

    assert [each.key for each in found] == ["academy", "charity"]
    assert schedule.unknown(["charity", "gone"]) == ["gone"]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ([], "Outside the Schedule, or not compared with it"),
        (["gone"], "Outside the Schedule, or not compared with it"),
        (["cafcass"], "In the Schedule, not checked against the law"),
        (["academy"], "In the Schedule"),
        (["cafcass", "academy"], "In the Schedule"),
    ],
)
def test_the_flag_of_a_relevant_agency(keys, text):
    assert schedule.flag_of(keys).text == text


@pytest.mark.parametrize(
    "body", [ENTRY.format(key="a", mark="X"), ENTRY.format(key="a", mark="V") * 2]
)
def test_a_file_with_a_repeated_key_or_an_unknown_mark_is_refused(tmp_path, body):
    path = tmp_path / "schedule.toml"
    path.write_text(HEAD + body, encoding="utf-8")

    with pytest.raises(ValueError, match="stands twice or has an unknown confidence"):
        schedule.read(path)


@pytest.mark.parametrize(
    "name",
    [
        "The St George\u2019s & Anytown NHS Trust",
        "ST. GEORGE'S AND ANYTOWN NHS TRUST",
        "st georges-and-anytown  (nhs) trust",
    ],
)
def test_names_are_alike_when_spelling_is_set_aside(name):
    assert plain(name) == "st georges and anytown nhs trust"


def test_what_stands_for_a_name_in_a_search_is_in_every_spelling_of_it():
    assert longest_word(plain("The A&B")) == "a"
    assert longest_word(plain("Rise & Shine")) == "shine"
    assert longest_word("") == ""
