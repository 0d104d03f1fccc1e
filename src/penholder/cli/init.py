"""``penholder init``: found a community, with somebody who coordinates it."""

from __future__ import annotations

import argparse
import sys

from penholder.cli import serve

HELP = "found a community on this machine, with its first coordinator"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the community is called, and who begins."""
    parser.add_argument("--community", required=True, metavar="NAME", help="what the community is called")
    parser.add_argument("--coordinator", required=True, metavar="NAME", help="who coordinates it at first")
    parser.add_argument("--about", default="", help="a sentence or two about it")
    parser.add_argument("--contact", default="", help="a named person, and how to reach them")
    serve.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the link the coordinator signs in by; 1 where there is such a community already."""
    if not serve.set_up(arguments):
        return 1
    from penholder.project.serving import in_use

    with in_use():
        serve.bring_up_to_date()
        return _found(arguments) if serve.hold_against_the_record() else 1


def _found(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from penholder.accounts.actions import admit_member, found_community, make_sign_in_link
    from penholder.accounts.models import Role
    from penholder.record.events import GUEST
    from penholder.record.recording import Refused

    try:
        community = found_community(
            name=arguments.community, about=arguments.about, contact=arguments.contact, by=GUEST
        )
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    coordinator = admit_member(
        community=community, name=arguments.coordinator, role=Role.COORDINATOR, by=GUEST
    )
    site = serve.address(settings.CONFIG.text("host"), settings.CONFIG.number("port"))
    print(
        f"{community.name} is founded. Start the site with: penholder serve\nThen {coordinator.name} signs in by opening, once:"
    )
    print(f"{site}sign-in/{make_sign_in_link(member=coordinator)}/")
    return 0
