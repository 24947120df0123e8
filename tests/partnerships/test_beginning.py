"""How a partnership comes to be on an install."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships.models import AuditEvent, Invitation, LocalRule, Partnership
from partnerships.services.beginning import begin_partnership

GIVEN = {
    "slug": "westshire",
    "name": "Westshire Safeguarding Children Partnership",
    "short_name": "WSCP",
    "email": "Manager@Westshire.example",
    "display_name": "West Manager",
}


def test_the_first_manager_is_invited_and_the_audit_says_so(db: None, moment: datetime) -> None:
    partnership = begin_partnership(**GIVEN, at=moment)

    with tenant(partnership.pk):
        offers = list(Invitation.objects.usable(moment).values_list("email", "role"))
        verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
        rule = LocalRule.objects.get()
    assert offers == [("manager@westshire.example", "manager")]
    assert verbs == ["created", "created", "invited"]
    assert (rule.kind, rule.stance) == ("new_cases_are_seen_by_those_named", "refuse")


@pytest.mark.parametrize("slug", ["accounts", "West", "w", "west shire", "-west", "w" * 41, ""])
def test_an_address_that_cannot_stand_in_a_link_is_refused(
    db: None, moment: datetime, slug: str
) -> None:
    with pytest.raises(DomainError, match="cannot be a partnership's address"):
        begin_partnership(**{**GIVEN, "slug": slug}, at=moment)

    assert Partnership.objects.filter(name=GIVEN["name"]).count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": "Another"}, "The address westshire is taken."),
        (
            {"slug": "west"},
            "There is a partnership called Westshire Safeguarding Children Partnership already.",
        ),
    ],
)
def test_a_second_one_of_the_same_address_or_name_is_refused(
    db: None, moment: datetime, changed: dict[str, str], sentence: str
) -> None:
    begin_partnership(**GIVEN, at=moment)

    with pytest.raises(DomainError) as refusal:
        begin_partnership(**{**GIVEN, **changed}, at=moment)

    assert str(refusal.value) == sentence


def test_the_command_refuses_what_is_no_e_mail_address(db: None) -> None:
    with pytest.raises(CommandError, match="valid email"):
        call_command(
            "begin_partnership", "westshire", "W", "W", manager="nobody", manager_name="West"
        )


def test_the_command_says_who_is_invited(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command(
        "begin_partnership", "westshire", "W", "W", manager="m@west.example", manager_name="West"
    )

    assert capsys.readouterr().out == "W begins. m@west.example is invited by e-mail.\n"
