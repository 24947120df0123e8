"""Deny by default: a view that does not say who it is for does not pass."""

import pytest

from partnerships.roles import Permission
from tests.guarantees.addresses import LIBRARIES, Address, all_addresses, own_addresses

WORDS = {"everybody", "signed in", "public", "members"}
# Of a partnership, and yet open to whoever is not signed in.
PUBLIC = {
    "governance:answer-by-link",
    "governance:feed",
    "governance:public-feed",
    "governance:public-minutes",
    "governance:public-minutes-pdf",
    "governance:published-minutes",
    "partnership:privacy",
    "partnerships:invitation",
    "publications:agency",
    "publications:current",
    "publications:group",
    "publications:numbered",
    "publications:numbered-pdf",
    "publications:published",
    "publications:published-review",
    "publications:published-review-pdf",
    "publications:published-review-version",
    "publications:published-reviews",
    "publications:structure",
    "publications:whos-who",
    "reviews:given-row",
    "reviews:given-row-remove",
    "reviews:given-rows",
    "reviews:given-rows-add",
    "reviews:given-rows-upload",
    "reviews:request-by-link",
    "reviews:request-by-link-files",
    "reviews:request-by-link-hand-in",
}
# Of no partnership, and open to everybody.
OPEN = {
    "healthz",
    "no-change-of-address",
    "no-sign-up",
    "no-sign-up-by-another-account",
    "pages:accessibility",
    "pages:cookies",
    "pages:gallery",
    "pages:gallery-form",
    "pages:help",
    "partnerships:front",
    "readyz",
}


@pytest.mark.parametrize("address", own_addresses(), ids=lambda each: each.name)
def test_every_address_says_who_it_is_for(address: Address):
    assert isinstance(address.declared, Permission) or address.declared in WORDS


@pytest.mark.parametrize("address", own_addresses(), ids=lambda each: each.name)
def test_every_address_can_be_tried(address: Address):
    assert address.missing() == [], "add the blank to tests/guarantees/addresses.py"


def test_what_is_open_to_all_is_on_this_list():
    declared = {word: set() for word in WORDS}
    for address in own_addresses():
        declared.setdefault(address.declared, set()).add(address.name)

    assert declared["everybody"] == OPEN
    assert declared["public"] == PUBLIC
    assert declared["signed in"] == {
        "partnerships:my-day",
        "partnerships:my-mail",
        "partnerships:my-partnerships",
    }


def test_who_belongs_to_a_partnership_says_so_by_its_address():
    wrong = [
        each.name
        for each in own_addresses()
        if each.is_of_a_partnership == (each.declared in {"everybody", "signed in"})
    ]
    assert wrong == []


def test_libraries_have_their_addresses_under_accounts_alone():
    assert {each.module.partition(".")[0] for each in all_addresses() if each.is_of_a_library} == {
        each.strip(".").partition(".")[0] for each in LIBRARIES
    }
