"""Staff's view of orders and tokens: nothing is edited; acts are pages that call a service."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.admin import AppendOnly, PeopleColumn
from config.errors import NotFound, ServiceError
from config.formats import money
from config.page import localised
from payments import services
from payments.models import (
    Payment,
    ProviderTransaction,
    TariffPeriod,
    TokenAccount,
    TokenLot,
    TokenTransaction,
)
from users import services as users

PAYABLE = (services.Status.NEW, services.Status.EXPIRED)
PAID = _("The order is paid; its tokens and tariff have arrived.")
PAID_LATE = _(
    "The order had expired. It is paid at the price of its day; its tokens and tariff have arrived."
)
LATE = _("This order has expired. It can still be paid at the price of its day.")


class MarkPaidForm(forms.Form):
    """How the cashier knows that the money came."""

    reference = forms.CharField(
        label=_("Reference of the bank"), max_length=64, help_text=_("Each pays one order.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


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


class TransactionInline(admin.TabularInline):
    """The money of an order."""

    model = ProviderTransaction
    extra = 0
    can_delete = False
    readonly_fields = (
        "provider",
        "external_id",
        "state",
        "amount_tiyin",
        "performed_at",
        "actor_id",
        "reason",
    )
    fields = readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody."""
        return False


@admin.register(Payment)
class PaymentAdmin(AppendOnly, PeopleColumn):
    """Orders. A cashier marks one paid on a page of its own, with a reference and a reason."""

    list_display = ["created_at", "person", "tariff", "amount", "state", "expires_at", "public_id"]
    list_filter = ["status", "created_at"]
    search_fields = ["tariff_slug"]
    search_help_text = _("Order number, tariff, name or address")
    ordering = ["-id"]
    inlines = [TransactionInline]
    change_form_template = "payments/admin/order.html"
    readonly_fields = (
        "public_id",
        "person_of",
        "tariff",
        "tariff_version",
        "list_price",
        "discount",
        "amount",
        "tokens",
        "duration_days",
        "state",
        "created_at",
        "expires_at",
        "paid_at",
        "announced_at",
    )
    fields = readonly_fields

    def get_urls(self) -> list[URLPattern]:
        """With the page where an order is marked paid."""
        view = self.admin_site.admin_view(self.mark_paid)
        own = path("<int:order_id>/mark-paid/", view, name="payments_payment_mark_paid")
        return [own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Payment], search_term: str
    ) -> tuple[QuerySet[Payment], bool]:
        """By number too, however it is written."""
        try:
            return queryset.filter(public_id=UUID(search_term.strip())), False
        except ValueError:
            return super().get_search_results(request, queryset, search_term)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The order, with the button for who may press it."""
        row = self.get_object(request, object_id)
        may = request.user.has_perm("payments.mark_paid_payment")
        more = {"may_mark_paid": may and row is not None and row.status in PAYABLE}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def mark_paid(self, request: HttpRequest, order_id: int) -> HttpResponse:
        """Ask for reference and reason, then settle the order."""
        row = self.get_object(request, str(order_id))
        if row is None:
            raise NotFound
        if not request.user.has_perm("payments.mark_paid_payment"):
            raise PermissionDenied
        form = MarkPaidForm(request.POST or None)
        late = row.status in PAYABLE and row.expires_at <= timezone.now()
        if request.method == "POST" and form.is_valid():
            try:
                services.mark_paid(
                    row.public_id, **form.cleaned_data, actor_id=int(request.user.pk or 0)
                )
            except ServiceError as error:
                form.add_error(None, error.text())
            else:
                messages.success(request, PAID_LATE if late else PAID)
                return HttpResponseRedirect(
                    reverse("admin:payments_payment_change", args=[order_id])
                )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Mark paid by bank transfer"),
            "opts": self.opts,
            "form": form,
            "submit": _("Mark paid"),
            "facts": [
                (_("Order"), str(row.public_id)),
                (_("Person"), self.person_of(row)),
                (_("Tariff"), self.tariff(row)),
                (_("Amount"), self.amount(row)),
                (_("State"), self.state(row)),
                *([(_("Note"), LATE)] if late else []),
            ],
        }
        return TemplateResponse(request, "payments/admin/act.html", context)

    @admin.display(description=_("person"))
    def person_of(self, row: Payment) -> str:
        """Who ordered."""
        known = users.people([row.user_id]).get(row.user_id)
        return f"{known.name} · {known.email}" if known else f"#{row.user_id}"

    @admin.display(description=_("tariff"), ordering="tariff_slug")
    def tariff(self, row: Payment) -> str:
        """Its name in the language of the page."""
        return localised(row.tariff_name, get_language() or "uz")

    @admin.display(description=_("state"), ordering="status")
    def state(self, row: Payment) -> str:
        """In words."""
        return str(services.Status(row.status).label)

    @admin.display(description=_("amount"), ordering="amount_tiyin")
    def amount(self, row: Payment) -> str:
        """As money."""
        return money(row.amount_tiyin, get_language() or "uz")

    @admin.display(description=_("list price"))
    def list_price(self, row: Payment) -> str:
        """As money."""
        return money(row.list_price_tiyin, get_language() or "uz")

    @admin.display(description=_("discount"))
    def discount(self, row: Payment) -> str:
        """As money, with the sale that gave it."""
        off = money(row.discount_tiyin, get_language() or "uz")
        sale = localised(row.sale_name, get_language() or "uz")
        return f"{off} ({sale})" if sale else off


@admin.register(TokenAccount)
class TokenAccountAdmin(AppendOnly, PeopleColumn):
    """Accounts, and the page where staff add or take tokens."""

    list_display = ["person", "balance", "seq", "created_at"]
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


@admin.register(TokenLot)
class TokenLotAdmin(OfAccount):
    """What is left of each grant."""

    list_display = ["person", "granted", "remaining", "expires_at"]
    search_fields = ["=grant__key"]
    ordering = ["-id"]


@admin.register(ProviderTransaction)
class ProviderTransactionAdmin(AppendOnly):
    """Money that moved."""

    list_display = ["created_at", "provider", "external_id", "state", "amount_tiyin", "payment"]
    list_filter = ["provider", "state"]
    list_select_related = ["payment"]
    search_fields = ["=external_id"]
    ordering = ["-id"]


@admin.register(TariffPeriod)
class TariffPeriodAdmin(AppendOnly, PeopleColumn):
    """Who has which tariff, from when until when."""

    list_display = ["person", "tariff_slug", "starts_at", "ends_at", "state"]
    list_filter = ["state", "tariff_slug"]
    search_fields = ["tariff_slug"]
    ordering = ["-id"]
