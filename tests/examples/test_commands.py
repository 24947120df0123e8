"""The commands say what they did, and refuse in words where they must."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deadlines.models import Holiday
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, RoleAssignment, User
from reviews.models import Incident

pytestmark = pytest.mark.django_db


def run(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def demonstration(settings):
    settings.DEMO_BANNER = "A demonstration."


def test_a_portal_that_is_no_demonstration_is_left_alone():
    with pytest.raises(CommandError, match="not a demonstration") as refusal:
        run("load_examples")

    assert "--demo" in str(refusal.value)
    assert Partnership.objects.count() == 0


def test_an_unknown_example_is_refused_with_the_known_ones(demonstration):
    with pytest.raises(CommandError) as refusal:
        run("load_examples", only="atlantis")

    assert str(refusal.value) == (
        "There is no example called atlantis. The examples are: "
        "kent, kirklees, krscp, merton, demoborough, exampleshire-panel, kent-medway, swl-cdop."
    )


def test_without_holidays_nothing_is_loaded(demonstration):
    Holiday.objects.all().delete()

    with pytest.raises(CommandError, match="load_reference_data"):
        run("load_examples")
    assert Partnership.objects.count() == 0


def test_outside_a_demonstration_only_a_phrase_of_one_s_own_opens_the_fictional_accounts():
    run("load_examples", only="demoborough", demo=True, phrase="of our own", verbosity=0)

    assert User.objects.get(email="lay@demoborough.example").check_password("of our own")


def test_outside_a_demonstration_real_partnerships_get_no_accounts_and_fictional_ones_no_phrase():
    run("load_examples", only="krscp", demo=True, verbosity=0)
    run("load_examples", only="demoborough", demo=True, verbosity=0)

    people = User.objects.filter(is_system=False)
    assert {each.email.partition("@")[2] for each in people} == {"demoborough.example"}
    assert [each.email for each in people if each.has_usable_password()] == []


def test_a_failed_load_leaves_nothing_behind(demonstration):
    User.objects.create_user("dsp@demoborough.example", "x", display_name="x", is_active=False)
    with tenant(_partnership("demoborough").pk):
        RoleAssignment.objects.create(
            user=User.objects.get(email="dsp@demoborough.example"),
            role="dsp",
            from_on="2099-01-01",
        )
    with pytest.raises(CommandError):
        run("load_examples", only="demoborough")

    with tenant(_partnership("demoborough").pk):
        assert Incident.objects.count() == 0
        assert RoleAssignment.objects.count() == 1


def test_without_examples_there_are_no_sign_ins(demonstration):
    assert run("demo_sign_ins") == ("There are no example accounts. To make them: load_examples.\n")


def _partnership(slug):
    found, _ = Partnership.objects.get_or_create(
        slug=slug, defaults={"name": slug, "short_name": slug, "fictional": True}
    )
    return found
