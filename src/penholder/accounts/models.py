"""People, the communities they belong to, and the links they sign in by."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.urls import reverse

from penholder.record.events import Actor
from penholder.record.fields import uid_field


class Community(models.Model):
    """Those who own frameworks together."""

    uid = uid_field()
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True, help_text="A named person, and how to reach them.")
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("front:community", args=[self.slug])


class MemberManager(BaseUserManager["Member"]):
    """Django asks for one; members are made by ``actions.admit_member``."""


class Member(AbstractBaseUser):
    """A person with a place. No password: people sign in by a link."""

    uid = uid_field()
    name = models.CharField(max_length=200)
    email = models.EmailField(unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[MemberManager] = MemberManager()
    USERNAME_FIELD = "uid"

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """This person as whoever an entry is by."""
        return Actor(uid=self.uid, name=self.name)


class Role(models.TextChoices):
    """What somebody does in a community, beside any seat they hold in a group."""

    MEMBER = "member", "member"
    READER = "reader", "reader"
    COORDINATOR = "coordinator", "coordinator"


class Membership(models.Model):
    """A member's place in one community."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="memberships")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "member"], name="one_place_for_each_member")
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.community}"


class SignInLink(models.Model):
    """A link that signs one member in, once."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
