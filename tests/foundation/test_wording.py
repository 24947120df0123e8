"""Names in a row, as people say them."""

from krscp_portal.foundation.wording import in_a_row


def test_names_are_joined_as_people_say_them():
    assert in_a_row(["a"]) == "a"
    assert in_a_row(["a", "b"]) == "a and b"
    assert in_a_row(["a", "b", "c"]) == "a, b and c"
