"""``{% panels "framework.aside" framework %}``: show what higher stages have to say here."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from penholder.ui.panels import boxes

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: Context, slot: str, subject: Any) -> SafeString:
    """Every box of the slot, rendered with the values its stage gave."""
    request = context.get("request")
    viewer = getattr(request, "user", None)
    shown = boxes(slot, subject, viewer)
    return format_html_join(
        "\n", "{}", ((render_to_string(box.template, box.values, request=request),) for box in shown)
    )
