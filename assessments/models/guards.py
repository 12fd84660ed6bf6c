"""What a row may never do: change its kind, or change at all."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class KindQuerySet(models.QuerySet[Any]):
    """A queryset that can not move rows to another kind."""

    def update(self, **values: Any) -> int:
        """Refuse to change a kind."""
        if "kind" in values:
            raise ValueError("A kind is set once.")
        return super().update(**values)


class KindManager(models.Manager[Any]):
    """On a proxy with a KIND: only that kind's rows. On the base: all of them."""

    rows: type[models.QuerySet[Any]] = KindQuerySet

    def get_queryset(self) -> models.QuerySet[Any]:
        """The rows of this kind."""
        rows = self.rows(self.model, using=self._db)
        kind = getattr(self.model, "KIND", None)
        return rows.filter(kind=kind) if kind else rows


class Kinded(models.Model):
    """A row with a kind, set when it is made; a proxy's constructor stamps its own."""

    kind = models.CharField(_("kind of test"), max_length=20, editable=False)

    objects = KindManager()

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        stamp = getattr(self, "KIND", None)
        if stamp and not args:
            kwargs.setdefault("kind", stamp)
        super().__init__(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless the kind was changed or is not the proxy's."""
        loaded = getattr(self, "_loaded_kind", None)
        stamp = getattr(self, "KIND", None)
        if (loaded and loaded != self.kind) or (stamp and stamp != self.kind):
            raise ValueError("A kind is set once.")
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Self:
        """Remember the kind the row had."""
        row = super().from_db(db, field_names, values, **options)
        row._loaded_kind = row.__dict__.get("kind")  # type: ignore[attr-defined]  # our own mark
        return row


class FrozenQuerySet(models.QuerySet[Any]):
    """Rows that are added and read, nothing else."""

    def update(self, **values: Any) -> int:
        """Refuse."""
        raise TypeError(f"{self.model.__name__} rows never change.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError(f"{self.model.__name__} rows are never deleted.")


class FrozenManager(models.Manager[Any]):
    """The way to rows that never change."""

    def get_queryset(self) -> FrozenQuerySet:
        """The rows; updating and deleting them is refused."""
        return FrozenQuerySet(self.model, using=self._db)


class FrozenKindManager(KindManager):
    """The way to rows that have a kind and never change."""

    rows = FrozenQuerySet


class Frozen(models.Model):
    """A row that never changes once it is written."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to change an old one."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows never change.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError(f"{type(self).__name__} rows are never deleted.")
