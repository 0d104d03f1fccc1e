"""The log's tables. Only this package touches them, and the database refuses every change but growth."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """The one row that says how long the log is; locked by every append, so indexes are gapless."""

    size = models.PositiveBigIntegerField(default=0)


class Entry(models.Model):
    """One event as the log keeps it: the exact bytes, their place and their hash."""

    index = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=80)
    scope = models.CharField(max_length=64, db_index=True)
    obj = models.CharField(max_length=64, db_index=True)
    body = models.BinaryField()
    leaf_hash = models.BinaryField()
    appended_at = models.DateTimeField()

    class Meta:
        ordering = ("index",)

    def __str__(self) -> str:
        return f"{self.kind} #{self.index}"


class Hand(models.Model):
    """Whose act an entry was. Outside the log and erasable: no stable author id stands in it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)
    actor_uid = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
