"""Staff's view of tokens: nothing is edited; tokens are added and taken on a page of its own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from config.admin import AppendOnly, PeopleColumn
from config.errors import ServiceError
from payments import services
from payments.models import TokenAccount, TokenLot, TokenTransaction
from users import services as users


class AdjustForm(forms.Form):
    """Whose tokens, how many, and why."""

    person = forms.CharField(
        label=_("Person"), max_length=254, help_text=_("An e-mail address, or a number like #7")
    )
    tokens = forms.IntegerField(
        label=_("Tokens"),
        min_value=-1_000_000,
        max_value=1_000_000,
        help_text=_("Added if positive, taken if negative"),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The person sees it in the history.")
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def clean_person(self) -> int:
        """The id of the one person who is meant."""
        found = users.find_people(self.cleaned_data["person"], limit=2)
        if len(found) != 1:
            raise forms.ValidationError(_("This must name exactly one person."))
        return found[0]

    def clean_tokens(self) -> int:
        """Something must move."""
        tokens: int = self.cleaned_data["tokens"]
        if not tokens:
            raise forms.ValidationError(_("Not zero."))
        return tokens


@admin.register(TokenAccount)
class TokenAccountAdmin(AppendOnly, PeopleColumn):
    """Accounts, and the page where staff add or take tokens."""

    list_display = ["person", "balance", "seq", "created_at"]
    readonly_fields = ("person", "balance", "seq", "created_at")
    fields = readonly_fields
    search_help_text = _("Name or address")
    search_fields = ["=user_id"]
    ordering = ["-id"]
    change_list_template = "payments/admin/accounts.html"

    def get_urls(self) -> list[URLPattern]:
        """With the page where tokens are added and taken."""
        view = self.admin_site.admin_view(self.adjust)
        return [path("adjust/", view, name="payments_tokenaccount_adjust"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with the button for who may press it."""
        may = request.user.has_perm("payments.adjust_tokenaccount")
        return super().changelist_view(request, {**(extra_context or {}), "may_adjust": may})

    def adjust(self, request: HttpRequest) -> HttpResponse:
        """Add or take tokens of one person, with a reason."""
        if not request.user.has_perm("payments.adjust_tokenaccount"):
            raise PermissionDenied
        first = {"key": uuid4().hex, "person": request.GET.get("person", "")}
        form = AdjustForm(request.POST or None, initial=first)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                done = services.adjust(
                    data["person"],
                    data["tokens"],
                    actor_id=int(request.user.pk or 0),
                    reason=data["reason"],
                    key=f"adjust:{data['key']}",
                )
            except ServiceError as error:
                form.add_error(None, error.text())
            else:
                text = _("Done. Balance after: %(n)d") % {"n": done.balance_after}
                messages.success(request, text)
                return HttpResponseRedirect(reverse("admin:payments_tokenaccount_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add or take tokens"),
            "opts": self.opts,
            "form": form,
            "submit": _("Save"),
        }
        return TemplateResponse(request, "payments/admin/act.html", context)


class OfAccount(AppendOnly, PeopleColumn):
    """Rows of the ledger, with the person of their account."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the person's id."""
        rows: QuerySet[Any] = super().get_queryset(request)
        named: QuerySet[Any] = rows.annotate(user_id=F("account__user_id"))
        return named


@admin.register(TokenTransaction)
class TokenTransactionAdmin(OfAccount):
    """Movements of tokens."""

    list_display = ["created_at", "person", "seq", "kind", "tokens", "balance_after", "reference"]
    list_filter = ["kind", "created_at"]
    search_fields = ["=key", "=reference"]
    ordering = ["-id"]
    readonly_fields = (
        "created_at",
        "person",
        "seq",
        "kind",
        "tokens",
        "balance_after",
        "reason",
        "entered_by",
        "payment",
        "reference",
        "reverses",
        "key",
    )
    fields = readonly_fields

    @admin.display(description=_("entered by"))
    def entered_by(self, row: TokenTransaction) -> str:
        """Who of the staff, if it was not the product itself."""
        return self.named(row, "actor_id")


@admin.register(TokenLot)
class TokenLotAdmin(OfAccount):
    """What is left of each grant."""

    list_display = ["person", "granted", "remaining", "expires_at"]
    search_fields = ["=grant__key"]
    ordering = ["-id"]
    readonly_fields = ("person", "grant", "granted", "remaining", "expires_at")
    fields = readonly_fields
