"""What "Are we in order?" says of the five example partnerships, rule by rule.

The four real ones are stated by post and never by person, so whatever asks who holds a seat cannot
be told. What is left is what their published arrangements themselves show: the differences between
them, and between them and the guidance that came later.
"""

import pytest

from krscp_portal.examples import files
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import local_day
from partnerships import order
from partnerships.models import Partnership
from partnerships.order_rules.terms import State
from tests.examples.conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
SLUGS = files.slugs()
REAL = ("krscp", "kent", "kirklees", "merton")
NAMES = (*REAL, "demoborough")

# k kept, n not kept, ? cannot tell, - not stated, . does not apply; in the order of NAMES.
LETTERS = {
    "k": State.KEPT,
    "n": State.NOT_KEPT,
    "?": State.CANNOT_TELL,
    "-": State.NOT_STATED,
    ".": State.DOES_NOT_APPLY,
}
VERDICTS = {
    # the partners: KRSCP has four leads of three kinds and one delegate for two of them
    "three_kinds": "k k k k k",
    "partners_dated": "? ? ? ? k",
    "lead_for_each": "k k k k k",
    "leads_held": "? ? ? ? k",
    "lead_post": "nn . . . k",  # the board's chief nurse and the assistant commissioner
    "delegate_for_each": "k k . . k",
    "delegates_named": "? ? ? ? k",
    "delegations_reviewed": "? ? . . n",
    "edition_is_current": "n n n n k",
    # the chair: Kirklees' scrutineer and Merton's independent person are of an older model
    "chair_rule": "k - k k k",
    "chair_is_one_of_them": "? . ? ? k",
    "chair_is_delegate": "k - n n k",
    "chair_rotates": "? . . . k",
    "chair_term": "? . . . k",
    "chair_reviewed": "? . . ? n",
    # scrutiny: only Kirklees merges scrutineer and chair, and only Merton has another person
    "scrutineer_held": "? ? ? ? k",
    "scrutineer_stands_apart": "? ? n ? k",
    "independent_person_is_another": ". . . ? .",
    "mediator_declared": "? ? ? . .",
    "interests_declared": "? ? ? ? n",
    "young_people_protected": "? . ? . k",
    "lay_members_number": "? - ? ? k",
    "lay_members_supported": "? . ? ? n",
    # the posts that the documents name
    "post_lead_member": "k k k k k",
    "post_designated_doctor": "k - k k k",
    "post_designated_nurse": "k - k k k",
    "post_manager": "k k k k k",
    "post_business_support": "k k k k k",
    "host": "k - k k k",
    "data_controller": "- - k - k",
    # deputies and votes
    "deputies_named": ". . ? ? n",
    "deputies_briefed": ". . . ? n",
    "sector_without_deputy": ". . . k .",
    "votes_from_partners": "- - - k k",
    # agencies and delegated work
    "agencies_told": "k k k k k",
    "agencies_explained": "k k k k k",
    "responsibilities_reviewed": "- - - ? ?",
    # groups: KRSCP and Kent state no quorum, Kirklees' executive all three, Merton both bodies
    "quorum_known": "-- -- k- kk kk",
    "executive_has_three_kinds": "k k k k k",
    "scrutineer_not_on_executive": "k k k k k",
    "group_votes_from_partners": ". . . k k",
    "cochairs_differ": "???? . . . nkkk",
    "chairing_is_shared": ". . . ? .",
    "chairs_sit_on_wider_body": "k k k k .",
    # days and terms: only Demoborough has a group for a time and terms that are recorded
    "short_groups_end": ". . . . k",
    "themed_groups_agreed": ". . k . .",
    "terms_approved_by_officers": ". ?? . . .",
    "terms_reviewed": "- - - - k",
}


def findings_of(slug):
    partnership = Partnership.objects.get(slug=slug)
    with tenant(partnership.pk):
        return order.findings(on=local_day(LOADED_AT))


@pytest.fixture(params=NAMES)
def slug(request):
    return request.param


def test_each_rule_stands_as_the_documents_say(slug):
    found = findings_of(slug)
    place = NAMES.index(slug)

    stands = {
        key: sorted(each.state.value for each in found if each.key == key) for key in VERDICTS
    }

    assert stands == {
        key: sorted(LETTERS[letter].value for letter in row.split()[place])
        for key, row in VERDICTS.items()
    }


def test_the_table_names_every_check():
    assert set(VERDICTS) == {check.key for check in order.catalogue()}


def test_no_real_partnership_is_said_to_break_what_is_required():
    for name in REAL:
        broken = [each.key for each in findings_of(name) if each.is_broken and each.is_required]
        assert broken == [], name


def test_the_older_models_of_chair_are_warned_about_with_their_own_source():
    kirklees = {each.key: each for each in findings_of("kirklees")}
    merton = {each.key: each for each in findings_of("merton")}

    assert kirklees["scrutineer_stands_apart"].stance == "warn"
    assert "L163" in kirklees["scrutineer_stands_apart"].source
    assert kirklees["chair_is_delegate"].confidence == "V2"
    assert merton["chair_is_delegate"].stance == "warn"
    assert merton["independent_person_is_another"].is_required
    assert "7.10" in merton["independent_person_is_another"].source


def test_a_lead_post_is_asked_for_only_where_the_2023_guidance_is_followed():
    kent = next(each for each in findings_of("kent") if each.key == "lead_post")
    krscp = [each for each in findings_of("krscp") if each.key == "lead_post"]

    assert kent.why.startswith("This partnership follows the 2018 edition of the guidance.")
    assert sorted(each.title.rpartition(": ")[2] for each in krscp) == [
        "Assistant Commissioner, Metropolitan Police Service",
        "Chief Nurse Officer, South West London ICB",
    ]
    assert {(each.stance, each.confidence) for each in krscp} == {("warn", "V2")}


def test_a_practice_of_2021_is_recorded_and_never_enforced():
    krscp = findings_of("krscp")

    assert {each.stance for each in krscp if each.key == "cochairs_differ"} == {"record"}
    assert {each.stance for each in krscp if each.key == "lay_members_number"} == {"record"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("kirklees", "delegator_remains_accountable"),
        ("kent", "between_meetings_minuted_next"),
        ("merton", "media_needs_agreement"),
        ("krscp", "executive_oversees_subgroups"),
    ],
)
def test_what_the_portal_cannot_hold_the_record_against_yet_is_shown_as_recorded(name, kind):
    states = {each.key: each.state for each in findings_of(name)}

    assert states[kind] == State.RECORDED
