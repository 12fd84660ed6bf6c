"""Which database an app's rows live in, and the only two ways to open a transaction there.

Every app may have a database of its own. Django's `transaction.atomic()` silently opens the
*default* one, so the product uses `atomic(Model)` and `on_commit(Model, do)`; ruff bans the others.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import models, router, transaction

LIVES_WITH_USERS = frozenset({"auth", "contenttypes", "sessions", "admin", "account"})


def alias_of_app(app_label: str) -> str:
    """The database alias of an app: its own if one is configured, else `default`."""
    owner = "users" if app_label in LIVES_WITH_USERS else app_label
    return owner if owner in settings.DATABASES else "default"


class Router:
    """Sends each app's models to its own database, and Django's own tables to users'."""

    def db_for_read(self, model: type[models.Model], **hints: object) -> str:
        """The alias to read from."""
        return alias_of_app(model._meta.app_label)

    db_for_write = db_for_read

    def allow_relation(self, one: models.Model, other: models.Model, **hints: object) -> bool:
        """Rows of two apps are never related, except where Django's tables live with users."""
        return alias_of_app(one._meta.app_label) == alias_of_app(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """Tables of an app are made in its database only."""
        return db == alias_of_app(app_label)


def alias(model: type[models.Model]) -> str:
    """The alias of the database that a model's rows live in."""
    return router.db_for_write(model)


def atomic(model: type[models.Model]) -> transaction.Atomic:
    """One transaction on the model's database; a context manager or decorator.

    Durable: nesting raises, so no transaction can reach into another app unseen, and what a block
    did is on the disk when it ends.
    """
    return transaction.atomic(using=alias(model), durable=True)


def on_commit(model: type[models.Model], do: Callable[[], object]) -> None:
    """Call `do` once the open transaction on the model's database has committed."""
    transaction.on_commit(do, using=alias(model))


def in_transaction(model: type[models.Model]) -> bool:
    """Whether a transaction is open on the model's database (for inner steps to assert)."""
    return bool(transaction.get_connection(alias(model)).in_atomic_block)
