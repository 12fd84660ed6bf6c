"""A row has the kind of its owner: a composite foreign key, kept by both engines.

Triggers would be lost when SQLite rebuilds a table; a constraint in Meta.constraints is written
again at every rebuild.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BaseConstraint, Model
from django.utils.translation import gettext_lazy as _


class SameKind(BaseConstraint):
    """`FOREIGN KEY (<owner>_id, kind) REFERENCES <owner's table> (id, kind)`.

    The owner needs a unique constraint over (id, kind). It is checked at commit, as Django's own
    foreign keys are, so that a transaction may write and delete its rows in any order.
    """

    default_violation_error_message = _("This belongs to a test of another kind.")

    def __init__(self, *, owner: str, name: str, **options: Any) -> None:
        self.owner = owner
        super().__init__(name=name, **options)

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """The clause inside CREATE TABLE."""
        quote = schema_editor.quote_name
        field: Any = model._meta.get_field(self.owner)
        target = field.related_model._meta
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({quote(field.column)}, {quote('kind')})"
            f" REFERENCES {quote(target.db_table)} ({quote(target.pk.column)}, {quote('kind')})"
            " DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """The statement that adds it to a table."""
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """The statement that drops it."""
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(
        self,
        model: type[Model],
        instance: Any,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """A form error instead of a database error."""
        if exclude and self.owner in exclude:
            return
        owner = getattr(instance, self.owner, None)
        if owner is not None and owner.kind != instance.kind:
            raise ValidationError(self.get_violation_error_message())

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """For migrations."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "owner": self.owner}

    def __eq__(self, other: object) -> bool:
        """Equal when name and owner are."""
        if not isinstance(other, SameKind):
            return NotImplemented
        return (self.name, self.owner) == (other.name, other.owner)

    def __hash__(self) -> int:
        """Consistent with equality."""
        return hash((self.name, self.owner))
