"""Forms are tied together for people who can't see the page, and every error leads somewhere."""

import re
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from penholder.ui.forms import DayField
from penholder.ui.specimens import TellUs


class EveryKind(TellUs):
    """All kinds of control, all required, so that an empty form has an error in each."""

    many = forms.MultipleChoiceField(
        label="Which?", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    parts = forms.DateField(label="Born", widget=forms.SelectDateWidget(years=(1970, 1971)))
    both = forms.SplitDateTimeField(label="When?")
    letter = forms.FileField(label="A letter")
    mail = forms.EmailField(label="Your e-mail")
    none = forms.ChoiceField(label="None to choose", choices=(), widget=forms.RadioSelect)


def drawn(form: forms.Form) -> str:
    return Template('{% ui "form" form=form submit="Send" %}').render(Context({"form": form}))


@pytest.mark.parametrize("name", list(EveryKind.base_fields))
def test_follow_error_link_lands_on_a_control_of_that_field(name: str) -> None:
    form = EveryKind({})
    for field in form.fields.values():
        field.required = True
    html = drawn(form)
    target = getattr(form[name], "first_id")  # noqa: B009 - our bound field, which django-stubs doesn't know
    assert f'href="#{target}"' in html
    landing = re.search(rf'<(\w+)[^>]*\sid="{target}"', html)
    assert landing, f"{target} is nowhere on the page"
    assert landing[1] in {"input", "textarea", "select"} or name == "none"


def test_draw_form_ids_are_unique() -> None:
    ids = re.findall(r'\sid="([^"]+)"', drawn(EveryKind({})))
    assert sorted(ids) == sorted(set(ids))


def test_draw_form_leaves_checking_to_the_server() -> None:
    html = drawn(EveryKind())
    assert "novalidate" in html
    assert not re.search(r"\srequired[\s>=]", html)


def test_draw_wrong_field_is_described_by_hint_and_error() -> None:
    form = TellUs({}, auto_id="f_%s")
    html = drawn(form)
    assert re.search(r'<textarea[^>]*aria-describedby="f_words_helptext f_words_error"', html)
    assert 'id="f_words_helptext"' in html
    assert 'id="f_words_error"' in html
    assert re.search(r'<textarea[^>]*aria-invalid="true"', html)


def test_draw_group_is_a_fieldset_described_by_its_error() -> None:
    html = drawn(TellUs({}, auto_id="f_%s"))
    group = re.search(r'<fieldset[^>]*id="f_stay_group"[^>]*>', html)
    assert group
    assert 'aria-describedby="f_stay_error"' in group[0]
    assert re.search(r"<legend>Should this stay as it is\?\s*</legend>", html)


def test_draw_every_choice_has_a_label_of_its_own() -> None:
    html = drawn(TellUs())
    for control in re.findall(r'<input type="(?:radio|checkbox)"[^>]*\sid="([^"]+)"', html):
        assert html.count(f'<label for="{control}"') == 1


def test_draw_optional_field_says_if_you_like_unless_the_form_says_it_once() -> None:
    form = TellUs()
    assert "(if you like)" in str(form["name"].as_field_group())
    form.nothing_required = True  # type: ignore[attr-defined]  # what a form class would say
    assert "(if you like)" not in str(form["name"].as_field_group())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("words", "“What would you like to say about it?” is still blank."),
        ("stay", "Choose an answer to “Should this stay as it is?”."),
        ("until", "Give a day for “When does it close?”."),
        ("agree", "Tick “My words may be shown to everyone” to go on."),
    ],
)
def test_leave_field_blank_gets_a_sentence_that_names_it(name: str, said: str) -> None:
    form: Any = TellUs({})
    assert form[name].sentences == (said,)


def test_give_own_sentence_is_kept() -> None:
    class Own(forms.Form):
        name = forms.CharField(label="Name", error_messages={"required": "What shall we call you?"})

    form: Any = Own({})
    assert form["name"].sentences == ("What shall we call you?",)


@pytest.mark.parametrize("written", ["2027-03-27", "27/03/2027", "27 March 2027", "27 Mar 2027"])
def test_type_day_is_understood_as_people_write_it(written: str) -> None:
    assert DayField().clean(written).isoformat() == "2027-03-27"


def test_draw_summary_is_focused_without_a_script() -> None:
    html = drawn(TellUs({}))
    assert re.search(r'<div class="error-summary" role="alert" tabindex="-1" autofocus>', html)


def test_draw_summary_shows_errors_of_no_field_and_of_hidden_ones() -> None:
    class Odd(forms.Form):
        seen = forms.CharField(widget=forms.HiddenInput)

        def clean(self) -> dict[str, Any]:
            raise forms.ValidationError("The consultation closed yesterday.")

    html = drawn(Odd({}))
    assert "The consultation closed yesterday." in html
    assert html.count("<li>") == 2


def test_draw_form_with_a_file_sends_it() -> None:
    assert 'enctype="multipart/form-data"' in drawn(TellUs())
