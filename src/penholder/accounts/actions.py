"""Found a community, admit members to it, sign them in."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.text import slugify

from penholder.accounts.events import CommunityFounded, MemberAdmitted
from penholder.accounts.models import Community, Member, Membership, Role, SignInLink
from penholder.accounts.queries import open_link, token_hash
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.events import Actor
from penholder.record.recording import Refused, records

LINK_LIFE = timedelta(hours=12)


@records(CommunityFounded)
def found_community(*, name: str, about: str, contact: str, by: Actor, slug: str = "") -> Community:
    """Found a community. Made: the community and its entry."""
    slug = slug or slugify(name)
    if not slug:
        raise Refused("Give the community a name with at least one letter in it.")
    if Community.objects.filter(slug=slug).exists():
        raise Refused(f"There already is a community at “{slug}”. Choose another name.")
    community = Community.objects.create(slug=slug, name=name, about=about, contact=contact)
    community.entry = append(CommunityFounded(scope=community.uid, obj=community.uid), by=by)
    community.save(update_fields=["entry"])
    return community


@records(MemberAdmitted)
def admit_member(
    *, community: Community, name: str, role: Role, by: Actor, email: str | None = None
) -> Member:
    """Give somebody a place in the community. Made: the member (if new here), the place, the entry.

    An address knows a member again only where they have a place already: nobody has shown that it is theirs, and whoever
    had been admitted elsewhere under somebody's address could otherwise walk in here as them.
    """
    member = Member.objects.filter(email=email).first() if email else None
    if member and not Membership.objects.filter(community=community, member=member).exists():
        raise Refused(
            "Somebody in another community on this site has this address. Leave it empty, and give them the link yourself."
        )
    if member is None:
        member = Member(name=name, email=email)
        member.set_unusable_password()
        member.save(force_insert=True)
    membership, made = Membership.objects.get_or_create(
        community=community, member=member, defaults={"role": role}
    )
    if not made and membership.role == role:
        raise Refused(f"{member.name} already is a {membership.get_role_display()} here.")
    membership.role = role
    membership.save(update_fields=["role"])
    append(MemberAdmitted(scope=community.uid, obj=member.uid), by=by)
    return member


def make_sign_in_link(*, member: Member) -> str:
    """A token that signs this member in once, within half a day. Nothing the record speaks of changes."""
    token = secrets.token_urlsafe(24)
    SignInLink.objects.create(member=member, token_hash=token_hash(token), expires_at=clock.now() + LINK_LIFE)
    return token


@transaction.atomic
def use_sign_in_link(*, token: str) -> Member:
    """Take the link for its one use. Nothing the record speaks of changes."""
    now = clock.now()
    link = open_link(token, at=now)
    used = SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now) if link else 0
    if link is None or not used:
        raise Refused("This sign-in link has been used already, or has run out. Ask for a new one.")
    return link.member


UNRECORDED = (make_sign_in_link, use_sign_in_link)
"""Public acts the record does not speak of: who signs in, and when, is nobody else's business."""
