"""People, codes and the record of acts, as staff see them."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.admin import AppendOnly, ModelAdmin
from config.errors import ServiceError
from users import services
from users.models import AuditEvent, User, VerificationCode

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(StockGroupAdmin):
    """Roles; `manage.py roles` lays the usual ones."""


class ReasonForm(ActionForm):
    """What an act on the chosen people needs beside its name."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


@admin.register(User)
class UserAdmin(ModelAdmin):
    """People. Passwords are never shown or set here: people reset their own."""

    action_form = ReasonForm
    actions = ["block", "unblock"]
    list_display = ["email", "name", "locale", "state", "is_staff", "created_at", "last_login"]
    list_filter = ["state", "is_staff", "locale", "groups"]
    search_fields = ["email", "name", "id"]
    ordering = ["-id"]
    filter_horizontal = ["groups", "user_permissions"]
    readonly_fields = ["public_id", "state", "created_at", "last_login", "welcomed_at"]
    fieldsets = [
        (None, {"fields": ["email", "name", "locale", "public_id"]}),
        (_("Goal"), {"fields": ["target_exam", "target_band", "exam_date"]}),
        (_("Staff"), {"fields": ["is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("State"), {"fields": ["state", "created_at", "last_login", "welcomed_at"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Only a superuser hands out rights; an address is changed by its owner, with a code."""
        fixed = [*self.readonly_fields, *(["email"] if obj else [])]
        if not getattr(request.user, "is_superuser", False):
            fixed += ["is_staff", "is_superuser", "groups", "user_permissions"]
        return fixed

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: what people did stays, and accounts are blocked."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A person made here has no password until a reset sets one."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Block the chosen people"), permissions=["change"])
    def block(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Close their accounts; needs a reason."""
        reason = request.POST.get("reason", "")
        try:
            for person in chosen:
                services.block(person.pk, actor_id=_pk(request), reason=reason)
        except ServiceError as error:
            self.message_user(request, error.text(), messages.ERROR)
            return
        self._tell(request, len(chosen))

    @admin.action(description=_("Open the accounts of the chosen people"), permissions=["change"])
    def unblock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Open their accounts again."""
        reason = request.POST.get("reason", "")
        for person in chosen:
            services.unblock(person.pk, actor_id=_pk(request), reason=reason)
        self._tell(request, len(chosen))

    def _tell(self, request: HttpRequest, count: int) -> None:
        text = ngettext("Done for %(count)d person.", "Done for %(count)d people.", count)
        self.message_user(request, text % {"count": count})


@admin.register(VerificationCode)
class VerificationCodeAdmin(AppendOnly):
    """Codes that were sent: whether they arrived and were used, never the code or its hash."""

    list_display = ["created_at", "purpose", "target", "state", "attempts", "delivery", "ip"]
    list_filter = ["purpose", "delivery"]
    search_fields = ["target"]
    date_hierarchy = "created_at"
    fields = [
        "purpose",
        "channel",
        "target",
        "user",
        "state",
        "created_at",
        "expires_at",
        "attempts",
        "max_attempts",
        "delivery",
        "ip",
        "locale",
    ]
    readonly_fields = ["state"]

    @admin.display(description=_("state"))
    def state(self, row: VerificationCode) -> str:
        """Live, expired, used, replaced or burnt."""
        names = {
            "live": _("live"),
            "expired": _("expired"),
            "consumed": _("used"),
            "superseded": _("replaced"),
            "burnt": _("tries used up"),
        }
        return str(names[row.state_at(timezone.now())])


@admin.register(AuditEvent)
class AuditEventAdmin(AppendOnly):
    """Who did what to whom."""

    list_display = ["at", "action", "actor", "subject", "reason"]
    list_filter = ["action"]
    search_fields = ["action", "reason", "subject_id", "actor_id"]
    date_hierarchy = "at"

    @admin.display(description=_("who did it"))
    def actor(self, row: AuditEvent) -> str:
        """The number of the person who acted."""
        return f"#{row.actor_id}" if row.actor_id else "–"

    @admin.display(description=_("to whom"))
    def subject(self, row: AuditEvent) -> str:
        """The number of the person it was done to."""
        return f"#{row.subject_id}" if row.subject_id else "–"


def _pk(request: HttpRequest) -> int:
    return cast(int, request.user.pk)  # the admin lets nobody in who has none
