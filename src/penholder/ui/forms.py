"""How forms are drawn: label, hint, error and control, tied together for people who can't see the page.

No field carries ``required``: the server says in words what is missing, and nothing that was typed is lost.
Ordinary ``django.forms`` fields and widgets are used; this is the project's ``FORM_RENDERER``.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property
from django.utils.translation import gettext as _


class PenholderBoundField(BoundField):
    """Adds what our templates ask: where an error link lands, how the control is drawn, whether to say *if you like*."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        return built

    @cached_property
    def first_id(self) -> str:
        """The id of the first control of this field: of a group of radios, the first radio."""
        widget = self.field.widget
        if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return str(self.subwidgets[0].id_for_label) if self.subwidgets else f"{self.auto_id}_group"
        if isinstance(widget, forms.SelectDateWidget):
            return f"{self.auto_id}_{next(iter(widget._parse_date_fmt()))}"  # type: ignore[attr-defined]  # noqa: SLF001 - its own order of parts
        if isinstance(widget, forms.MultiWidget):
            return f"{self.auto_id}_0"
        return str(self.auto_id)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The errors, each a sentence that names the field; words a field was given of its own stay as they are."""
        return tuple(sentence for error in self.errors.as_data() for sentence in self._said(error))

    def _said(self, error: ValidationError) -> tuple[str, ...]:
        label = str(self.label).rstrip(":")
        plain = getattr(error, "message", None) == self._standard_words().get(error.code or "")
        if plain and error.code == "required":
            return (self._missing() % {"label": label},)
        if plain and error.code == "invalid" and isinstance(self.field, forms.DateField):
            return (
                _("“%(label)s” is not a day we can read. Write it like 27 March 2027.") % {"label": label},
            )
        if error.code == "invalid" and isinstance(self.field, forms.EmailField):
            return (
                _("“%(label)s” does not look like an e-mail address. It needs an @ and a dot after it.")
                % {"label": label},
            )
        return tuple(error.messages)

    def _standard_words(self) -> dict[str, Any]:
        """What Django itself says, from the field's class upwards."""
        words: dict[str, Any] = {}
        for kind in reversed(type(self.field).__mro__):
            words |= getattr(kind, "default_error_messages", {})
        return words

    def _missing(self) -> str:
        if isinstance(self.field, forms.FileField):
            return _("Choose a file for “%(label)s”.")
        if isinstance(self.field, forms.BooleanField):
            return _("Tick “%(label)s” to go on.")
        if isinstance(self.field, forms.ChoiceField):
            return _("Choose an answer to “%(label)s”.")
        if isinstance(self.field, forms.DateField):
            return _("Give a day for “%(label)s”.")
        return _("“%(label)s” is still blank.")

    @property
    def drawn_as(self) -> str:
        """``tick`` for a single box, which carries its own label; ``group`` for several controls; else ``line``."""
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "tick"
        return "group" if self.use_fieldset else "line"

    @property
    def if_you_like(self) -> bool:
        """Say *(if you like)* unless the form says once, for all its fields, that nothing is required."""
        return (
            not self.field.required
            and not getattr(self.form, "nothing_required", False)
            and self.drawn_as != "tick"
        )


class PenholderRenderer(TemplatesSetting):
    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"
    bound_field_class = PenholderBoundField


class DayInput(forms.DateInput):
    """One native date control: the browser asks in the reader's own order and shows the weekday; typing works too."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "width-10", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A date; also understands what people type where a browser has no date control."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"))
        super().__init__(**kwargs)
