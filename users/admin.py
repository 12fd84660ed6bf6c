"""People, codes and the record of acts, as staff see them."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import admin as _stock_admin  # noqa: F401  registers what is taken back here
from allauth.account.models import EmailAddress
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.admin import AppendOnly, ModelAdmin, PeopleColumn, ReadInline
from config.errors import ServiceError
from users import services
from users.models import AuditEvent, User, VerificationCode

admin.site.unregister(Group)
admin.site.unregister(EmailAddress)


STOCK_ACTS = {
    "add": _("may add"),
    "change": _("may change"),
    "delete": _("may delete"),
    "view": _("may see"),
    "publish": _("may publish"),
}


def role_name(group: Group) -> str:
    """A role of ours in the reader's language; a group that staff made is called as they did."""
    return str(settings.ROLE_NAMES.get(group.name, group.name))


@admin.register(Group)
class RoleAdmin(StockGroupAdmin):
    """Roles; `manage.py roles` lays the usual ones."""

    list_display = ["role"]

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        """Roles and permissions in the reader's language."""
        kwargs["form_class"] = FIELDS[db_field.name]
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("name"), ordering="name")
    def role(self, group: Group) -> str:
        """The role in the reader's language."""
        return role_name(group)


def permission_name(permission: Permission) -> str:
    """What a permission allows: app, table, act."""
    content = permission.content_type
    app = apps.app_configs.get(content.app_label)
    act = permission.codename.partition("_")[0]
    allowed = STOCK_ACTS.get(act, permission.name)
    return f"{app.verbose_name if app else content.app_label} · {content.name} · {allowed}"


class RolesField(forms.ModelMultipleChoiceField):
    """Roles in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """The role."""
        return role_name(obj)


class PermissionsField(forms.ModelMultipleChoiceField):
    """Permissions in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """The permission."""
        return permission_name(obj)


FIELDS = {
    "groups": RolesField,
    "user_permissions": PermissionsField,
    "permissions": PermissionsField,
}


class RoleFilter(admin.SimpleListFilter):
    """People of a role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All roles."""
        return [(str(group.pk), role_name(group)) for group in Group.objects.order_by("name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Those who have the chosen one."""
        chosen = self.value() or ""
        return queryset.filter(groups=int(chosen)) if chosen.isdecimal() else queryset


class ReasonForm(ActionForm):
    """What an act on the chosen people needs beside its name."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class AddressInline(ReadInline):
    """A person's addresses, to be read: only their owner changes them, with a code."""

    model = EmailAddress
    fields = readonly_fields = ("email", "verified", "primary")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the person."""
        return request.user.has_perm("users.view_user") or request.user.has_perm(
            "users.change_user"
        )


@admin.register(User)
class UserAdmin(ModelAdmin):
    """People. Passwords are never shown or set here: people reset their own."""

    action_form = ReasonForm
    actions = ["block", "unblock"]
    list_display = ["email", "name", "locale", "state", "is_staff", "created_at", "last_login"]
    list_filter = ["state", "is_staff", RoleFilter, "locale"]
    search_fields = ["email", "name", "id"]
    ordering = ["-id"]
    filter_horizontal = ["groups", "user_permissions"]
    inlines = [AddressInline]
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

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Roles and permissions in the reader's language."""
        kwargs["form_class"] = FIELDS[db_field.name]
        return super().formfield_for_manytomany(db_field, request, **kwargs)

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


class ActFilter(admin.SimpleListFilter):
    """Acts of one kind."""

    title = _("act")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """All acts that have a name."""
        return list(settings.ACTS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the chosen kind."""
        return queryset.filter(action=self.value()) if self.value() in settings.ACTS else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(AppendOnly, PeopleColumn):
    """Who did what to whom."""

    person_field = "subject_id"
    other_people = ("actor_id",)
    list_display = ["at", "act", "actor", "subject", "reason"]
    list_filter = [ActFilter]
    search_fields = ["action", "reason", "subject_id", "actor_id"]
    date_hierarchy = "at"
    readonly_fields = ("at", "act", "actor", "subject", "reason", "data")
    fields = readonly_fields

    @admin.display(description=_("act"), ordering="action")
    def act(self, row: AuditEvent) -> str:
        """What was done, in words; its code if it has none."""
        return str(settings.ACTS.get(row.action, row.action))

    @admin.display(description=_("who did it"), ordering="actor_id")
    def actor(self, row: AuditEvent) -> str:
        """The person who acted."""
        return self.named(row, "actor_id")

    @admin.display(description=_("to whom"), ordering="subject_id")
    def subject(self, row: AuditEvent) -> str:
        """The person it was done to."""
        return self.named(row, "subject_id")


def _pk(request: HttpRequest) -> int:
    return cast(int, request.user.pk)  # the admin lets nobody in who has none
