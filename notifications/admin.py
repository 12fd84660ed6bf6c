"""Staff's view: messages with their counts, a page to write one, and what was read and mailed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.admin import AppendOnly, PeopleColumn, named
from config.errors import ServiceError
from config.page import LOCALES, localised
from notifications import services
from notifications.models import Delivery, Message, ReadStatus
from notifications.rendering import in_all
from notifications.staff import counted, person

LANGUAGE_NAMES: dict[str, str] = dict(settings.LANGUAGES)


class WriteForm(forms.Form):
    """To whom, and the words in three languages."""

    to = forms.CharField(
        label=_("To"),
        max_length=254,
        initial="all",
        help_text=_("all, or one person's number or e-mail address"),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for locale in LOCALES:
            language = LANGUAGE_NAMES[locale]
            self.fields[f"title_{locale}"] = forms.CharField(
                label=_("Title, %(language)s") % {"language": language},
                max_length=120,
                widget=forms.TextInput(attrs={"class": "vTextField", "lang": locale}),
            )
            self.fields[f"body_{locale}"] = forms.CharField(
                label=_("Text, %(language)s") % {"language": language},
                max_length=4000,
                widget=forms.Textarea(
                    attrs={"class": "vLargeTextField", "rows": 5, "lang": locale}
                ),
            )

    def clean_to(self) -> str:
        """Everyone, or somebody who is there."""
        to: str = self.cleaned_data["to"].strip()
        if to != "all":
            try:
                person(to)
            except ServiceError as error:
                raise forms.ValidationError(str(error.details["reason"])) from error
        return to

    def words(self, name: str) -> dict[str, str]:
        """The title or the body in each language."""
        return {locale: self.cleaned_data[f"{name}_{locale}"] for locale in LOCALES}


@admin.register(Message)
class MessageAdmin(AppendOnly, PeopleColumn):
    """Sent messages. Adding one is the page where it is written, previewed and sent."""

    person_field = "created_by"

    list_display = ["published_at", "title", "category", "to", "recipients", "read"]
    list_filter = ["category", "audience", "published_at"]
    search_fields = ["key", "topic"]
    fields = [
        "public_id",
        "published_at",
        "title",
        "words",
        "category",
        "to",
        "recipients",
        "read",
        "expires_at",
        "sender",
        "key",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Staff with the permission to add messages."""
        return bool(request.user.has_perm("notifications.add_message"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Messages with the number of readers."""
        return counted(super().get_queryset(request))

    @admin.display(description=_("title"))
    def title(self, row: Message) -> str:
        """The title in the language of the page."""
        return localised(in_all(row)["title"], get_language() or "uz")

    @admin.display(description=_("text"))
    def words(self, row: Message) -> str:
        """The text in the language of the page."""
        return localised(in_all(row)["body"], get_language() or "uz")

    @admin.display(description=_("to"))
    def to(self, row: Message) -> str:
        """Everyone, a topic, or how it finds its people."""
        return str(_("everyone")) if row.topic == "all" else row.topic or row.get_audience_display()

    @admin.display(description=_("sent by"), ordering="created_by")
    def sender(self, row: Message) -> str:
        """Who of the staff wrote it, if it was not the product itself."""
        return self.named(row, "created_by")

    @admin.display(description=_("read by"), ordering="read")
    def read(self, row: Any) -> int:
        """How many people have read it."""
        return int(row.read)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Write, see it in three languages, send. Nothing is saved before it is sent."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WriteForm(request.POST or None, initial={"key": uuid4().hex, "to": "all"})
        preview = None
        if request.method == "POST" and form.is_valid():
            if "send" in request.POST:
                return self._send(request, form)
            preview = [
                (LANGUAGE_NAMES[locale], locale, form.words("title")[locale], text)
                for locale, text in form.words("body").items()
            ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Write a message"),
            "opts": self.opts,
            "form": form,
            "preview": preview,
            "reader": self._reader(form) if preview else "",
        }
        return TemplateResponse(request, "notifications/admin/write.html", context)

    def _reader(self, form: WriteForm) -> str:
        """Who will get it, in words."""
        to = form.cleaned_data["to"]
        return str(_("everyone")) if to == "all" else named(person(to))

    def _send(self, request: HttpRequest, form: WriteForm) -> HttpResponse:
        data = form.cleaned_data
        sender = int(request.user.pk or 0)
        try:
            sent = services.write(
                sender, data["to"], form.words("title"), form.words("body"), key=data["key"]
            )
        except ServiceError as error:
            messages.error(request, error.text())
            return HttpResponseRedirect(request.get_full_path())
        reached = _("The message is sent. People reached: %(reached)d")
        messages.success(request, reached % {"reached": sent.message.reached})
        return HttpResponseRedirect(reverse("admin:notifications_message_changelist"))


@admin.register(ReadStatus)
class ReadStatusAdmin(AppendOnly, PeopleColumn):
    """Who has read what."""

    list_display = ["created_at", "person", "message", "direct", "read_at"]
    readonly_fields = ("created_at", "person", "message", "direct", "read_at")
    fields = readonly_fields
    list_filter = ["direct", "read_at"]
    list_select_related = ["message"]
    search_fields = ["message__key"]


@admin.register(Delivery)
class DeliveryAdmin(AppendOnly, PeopleColumn):
    """Mail that is owed or was sent."""

    list_display = ["created_at", "person", "message", "channel", "state", "reason", "attempts"]
    readonly_fields = (
        "created_at",
        "person",
        "message",
        "channel",
        "state",
        "reason",
        "attempts",
        "next_at",
        "sent_at",
    )
    fields = readonly_fields
    list_filter = ["state", "channel"]
    list_select_related = ["message"]
    search_fields = ["message__key"]
