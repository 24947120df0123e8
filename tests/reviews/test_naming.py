import pytest

from reviews import naming


@pytest.mark.parametrize(
    ("slug", "prefix"),
    [
        ("krscp", "KRSCP"),
        ("kent", "KENT"),
        ("merton", "MERTON"),
        ("kirklees", "KIRK"),
        ("demoborough", "DEMO"),
        ("a-b", "AB"),
    ],
)
def test_a_reference_begins_with_a_short_code(slug, prefix):
    assert naming.prefix_of(slug) == prefix


def test_a_reference_has_the_year_and_at_least_three_figures():
    assert naming.reference(slug="demoborough", year=2026, number=3) == "DEMO-2026-003"
    assert naming.reference(slug="kent", year=2026, number=1234) == "KENT-2026-1234"


@pytest.mark.parametrize("name", ["Mary Sample", "Anne-Marie Sample", "Zoë Anne Sample"])
def test_what_reads_like_a_full_name_is_noticed(name):
    assert naming.looks_like_a_name(name)


@pytest.mark.parametrize(
    "pseudonym", ["Oak", "Child A", "Child Oak", "Sibling Two", "red kite", "X1", "Baby B", ""]
)
def test_a_pseudonym_is_left_alone(pseudonym):
    assert not naming.looks_like_a_name(pseudonym)
