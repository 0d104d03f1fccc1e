"""What people are told on every page on which they answer, in the same words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format

from penholder.consultations.models import Consultation

Fact = tuple[str, str, str]


def facts_of(consultation: Consultation) -> tuple[Fact, ...]:
    """Who asks, who decides, what happens, who holds the answers, whom to ask; each with an address where there is one."""
    return (
        ("Who asks", consultation.asker, ""),
        ("Who decides", consultation.decider.name, consultation.decider.get_absolute_url()),
        ("What will happen with the answers", consultation.what_happens, ""),
        ("Who holds the answers", consultation.information_law, ""),
        ("Whom you can ask", consultation.contact, ""),
        ("Open until", date_format(timezone.localtime(consultation.closes_at), "l j F Y, H:i"), ""),
    )
