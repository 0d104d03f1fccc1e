"""What the page frame shows around every page.

This room knows no community and no member. ``settings.UI_FRAME`` names a function of a higher stage,
``frame(request) -> Frame``; without it the frame is bare. It is asked only when a page is drawn that has a frame.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class NavLink:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SiteNotice:
    """Something everybody should know on every page. Quiet pages say ``calm`` in its place, without the alarm."""

    kind: str
    title: str
    text: str
    calm: str
    link: NavLink | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """``exit_url`` is where *Leave this page* goes; it shows only on pages whose context sets ``quiet_exit``."""

    community_name: str = "Penholder"
    home_url: str = "/"
    nav: tuple[NavLink, ...] = ()
    person_name: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""
    exit_url: str = ""
    footer: tuple[NavLink, ...] = ()
    notices: tuple[SiteNotice, ...] = ()


def frame(request: HttpRequest) -> dict[str, object]:
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    source = getattr(settings, "UI_FRAME", "")
    if not source:
        return Frame()
    drawn = import_string(source)(request)
    if not isinstance(drawn, Frame):
        raise TypeError(
            f"UI_FRAME names {source}, which answered {type(drawn).__name__}; it must answer a Frame."
        )
    return drawn
