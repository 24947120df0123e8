"""Forms in GOV.UK markup: what ties label, hint, message and control together."""

import pytest
from django import forms
from django.forms import formset_factory
from django.template.loader import render_to_string

from krscp_portal.foundation.forms import (
    GovukBoundField,
    GovukCheckboxes,
    GovukForm,
    GovukRadios,
    Section,
    required_message,
)

VIEWS = [("yes", "Yes"), ("no", "No")]


class Case(GovukForm):
    title = forms.CharField(max_length=80, help_text="Without names.")
    account = forms.CharField(widget=forms.Textarea, max_length=500, required=False)
    view = forms.ChoiceField(choices=VIEWS, widget=GovukRadios(hints={"no": "Say why."}))
    told = forms.MultipleChoiceField(choices=VIEWS, widget=GovukCheckboxes, required=False)
    area = forms.ChoiceField(choices=VIEWS)
    paper = forms.FileField(required=False)
    checked = forms.BooleanField(label="I have checked this", help_text="All of it.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class SignIn(forms.Form):
    email = forms.EmailField(
        widget=forms.EmailInput(attrs={"placeholder": "Email", "autocomplete": "email"})
    )
    password = forms.CharField(widget=forms.PasswordInput)
    code = forms.CharField(
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "narrow"})
    )


def test_hint_and_message_are_tied_to_the_input() -> None:
    drawn = Case({})["title"].as_field_group()

    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert '<div id="id_title_helptext" class="govuk-hint">Without names.</div>' in drawn
    assert (
        '<p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> '
        "Enter the title</p>"
    ) in drawn
    assert 'class="govuk-input govuk-input--error"' in drawn


def test_the_browser_is_not_asked_to_validate() -> None:
    assert " required" not in str(Case()).replace("(required)", "")


def test_an_optional_field_says_so_and_a_lone_checkbox_does_not() -> None:
    form = Case()

    assert "Account (optional)" in " ".join(form["account"].as_field_group().split())
    assert "(optional)" not in form["checked"].as_field_group()


def test_a_text_area_counts_its_characters() -> None:
    drawn = Case()["account"].as_field_group()

    assert 'data-module="govuk-character-count" data-maxlength="500"' in drawn
    assert 'aria-describedby="id_account-info"' in drawn
    assert "You can enter up to 500 characters" in drawn
    assert " maxlength=" not in drawn


def test_a_group_has_its_question_as_legend_and_a_hint_to_an_option() -> None:
    drawn = Case({})["view"].as_field_group()

    assert '<fieldset class="govuk-fieldset" aria-describedby="id_view_error">' in drawn
    assert 'class="govuk-fieldset__legend portal-label"' in drawn
    assert '<div id="id_view_1_hint" class="govuk-hint govuk-radios__hint">Say why.</div>' in drawn
    assert 'aria-describedby="id_view_1_hint"' in drawn
    assert "aria-invalid" not in drawn


def test_the_chosen_option_stays_chosen() -> None:
    drawn = Case({"view": "no"})["view"].as_field_group()

    assert drawn.count("checked") == 1


def test_the_summary_links_to_the_first_input_at_fault() -> None:
    form = Case({"area": "nowhere", "told": ["nobody"]})
    form.add_error(None, "The partners do not agree.")

    summary = " ".join(render_to_string("components/error_summary.html", {"form": form}).split())

    assert "<li>The partners do not agree.</li>" in summary
    assert '<a href="#id_title">Enter the title</a>' in summary
    assert '<a href="#id_view_0">Select the view</a>' in summary
    assert '<a href="#id_told_0">Select a valid choice. nobody is not one' in summary
    assert '<a href="#id_checked">Tick “I have checked this”</a>' in summary


def test_a_form_without_errors_has_no_summary() -> None:
    assert render_to_string("components/error_summary.html", {"form": Case()}).strip() == ""


def test_hidden_fields_are_drawn_once_and_have_no_label() -> None:
    drawn = str(Case())

    assert drawn.count('name="token"') == 1
    assert 'for="id_token"' not in drawn


def test_a_file_form_knows_that_it_is_multipart() -> None:
    assert Case().is_multipart()
    assert 'class="govuk-file-upload"' in str(Case()["paper"])


def test_sign_in_fields_help_typing() -> None:
    drawn = str(SignIn())

    assert "placeholder" not in drawn
    assert 'autocomplete="email"' in drawn
    assert 'data-module="govuk-password-input"' in drawn
    assert 'aria-controls="id_password"' in drawn
    assert 'inputmode="numeric"' in drawn
    assert 'class="govuk-input narrow"' in drawn


@pytest.mark.parametrize(
    ("label", "kind", "message"),
    [
        ("Title", "text", "Enter the title"),
        ("What was found, and what changes", "textarea", "Enter what was found, and what changes"),
        ("What it is about", "select", "Select what it is about"),
        ("From the lead partner", "select", "Select the lead partner"),
        ("Your name", "text", "Enter your name"),
        ("ICB contact", "text", "Enter the ICB contact"),
        ("Area", "select", "Select the area"),
        ("Who was told?", "checkboxes", "Select an answer to “Who was told?”"),
        ("I agree", "checkbox", "Tick “I agree”"),
        ("Date of birth", "date", "Enter the date of birth"),
    ],
)
def test_an_empty_field_is_named_in_plain_words(label: str, kind: str, message: str) -> None:
    assert required_message(label, kind) == message


def test_sections_put_headings_over_their_fields_and_keep_the_rest() -> None:
    class Long(GovukForm):
        sections = (Section("When", ("b",), "In local time."),)
        a = forms.CharField()
        b = forms.CharField()

    groups = [
        (section.heading, [each.name for each in drawn]) for section, drawn in Long().grouped()
    ]

    assert groups == [("When", ["b"]), ("", ["a"])]
    assert "In local time." in str(Long())


def test_a_set_of_forms_numbers_them() -> None:
    drawn = " ".join(str(formset_factory(SignIn, extra=2)()).split())

    assert "Item 1" in drawn
    assert "Item 2" in drawn
    assert 'name="form-TOTAL_FORMS"' in drawn


def test_every_form_gets_the_portals_bound_field() -> None:
    assert isinstance(SignIn()["email"], GovukBoundField)
