"""Staff's view of orders and their money: nothing is edited; acts are pages that call a service."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.admin import AppendOnly, PeopleColumn, ReadInline, named
from config.errors import NotFound, ServiceError
from config.page import localised
from payments import services
from payments.admin.money import amount_words
from payments.models import (
    Payment,
    ProviderTransaction,
    TariffPeriod,
)

PAYABLE = (services.Status.NEW, services.Status.EXPIRED)
PAID = _("The order is paid; its tokens and tariff have arrived.")
PAID_LATE = _(
    "The order had expired. It is paid at the price of its day; its tokens and tariff have arrived."
)
LATE = _("This order has expired. It can still be paid at the price of its day.")

NOT_OPEN = _("This order is not waiting for money. State: %(state)s")


class MarkPaidForm(forms.Form):
    """How the cashier knows that the money came."""

    reference = forms.CharField(
        label=_("Reference of the bank"), max_length=64, help_text=_("Each pays one order.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class TransactionInline(ReadInline):
    """The money of an order."""

    model = ProviderTransaction
    readonly_fields = (
        "provider",
        "external_id",
        "state",
        "amount",
        "performed_at",
        "entered_by",
        "reason",
    )
    fields = readonly_fields

    @admin.display(description=_("amount"))
    def amount(self, row: ProviderTransaction) -> str:
        """As money."""
        return amount_words(row.amount_tiyin)

    @admin.display(description=_("entered by"))
    def entered_by(self, row: ProviderTransaction) -> str:
        """The cashier."""
        return named(row.actor_id)


@admin.register(Payment)
class PaymentAdmin(AppendOnly, PeopleColumn):
    """Orders. A cashier marks one paid on a page of its own, with a reference and a reason."""

    list_display = ["created_at", "state", "amount", "person", "tariff", "expires_at", "number"]
    list_filter = ["status", "created_at"]
    search_fields = ["tariff_slug"]
    search_help_text = _("Order number, tariff, name or address")
    ordering = ["-id"]
    inlines = [TransactionInline]
    change_form_template = "payments/admin/order.html"
    readonly_fields = (
        "public_id",
        "person",
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
        if request.method != "POST" and row.status not in PAYABLE:
            messages.info(request, NOT_OPEN % {"state": self.state(row)})
            return HttpResponseRedirect(reverse("admin:payments_payment_change", args=[order_id]))
        form = MarkPaidForm(request.POST or None)
        late = row.status in PAYABLE and row.expires_at <= timezone.now()
        if request.method == "POST" and form.is_valid():
            try:
                services.mark_paid(
                    row.public_id, **form.cleaned_data, actor_id=int(request.user.pk or 0)
                )
            except services.ReferenceUsed as error:
                form.add_error("reference", error.text())
            except ServiceError as error:
                form.add_error(None, error.text())
            else:
                messages.success(request, PAID_LATE if late else PAID)
                return HttpResponseRedirect(
                    reverse("admin:payments_payment_change", args=[order_id])
                )
        return self._mark_page(request, row, form, late=late)

    def _mark_page(
        self, request: HttpRequest, row: Payment, form: MarkPaidForm, *, late: bool
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Mark paid by bank transfer"),
            "opts": self.opts,
            "form": form,
            "submit": _("Mark paid"),
            "facts": [
                (_("Order"), str(row.public_id)),
                (_("Person"), self.person(row)),
                (_("Tariff"), self.tariff(row)),
                (_("Amount"), self.amount(row)),
                (_("State"), self.state(row)),
                *([(_("Note"), LATE)] if late else []),
            ],
        }
        return TemplateResponse(request, "payments/admin/act.html", context)

    @admin.display(description=_("order number"))
    def number(self, row: Payment) -> str:
        """The beginning of the number; its own page and the search have the whole."""
        return f"{str(row.public_id)[:8]}…"

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
        return amount_words(row.amount_tiyin)

    @admin.display(description=_("list price"))
    def list_price(self, row: Payment) -> str:
        """As money."""
        return amount_words(row.list_price_tiyin)

    @admin.display(description=_("discount"))
    def discount(self, row: Payment) -> str:
        """As money, with the sale that gave it."""
        off = amount_words(row.discount_tiyin)
        sale = localised(row.sale_name, get_language() or "uz")
        return f"{off} ({sale})" if sale else off


@admin.register(ProviderTransaction)
class ProviderTransactionAdmin(AppendOnly, PeopleColumn):
    """Money that moved."""

    person_field = "actor_id"
    list_display = ["created_at", "provider", "external_id", "state", "amount", "payment"]
    list_filter = ["provider", "state"]
    list_select_related = ["payment"]
    search_fields = ["=external_id"]
    ordering = ["-id"]
    readonly_fields = (
        "payment",
        "provider",
        "external_id",
        "state",
        "amount",
        "created_at",
        "performed_at",
        "cancelled_at",
        "entered_by",
        "reason",
    )
    fields = readonly_fields

    @admin.display(description=_("amount"), ordering="amount_tiyin")
    def amount(self, row: ProviderTransaction) -> str:
        """As money."""
        return amount_words(row.amount_tiyin)

    @admin.display(description=_("entered by"))
    def entered_by(self, row: ProviderTransaction) -> str:
        """The cashier."""
        return self.named(row, "actor_id")


@admin.register(TariffPeriod)
class TariffPeriodAdmin(AppendOnly, PeopleColumn):
    """Who has which tariff, from when until when."""

    list_display = ["person", "tariff", "starts_at", "ends_at", "state"]
    list_filter = ["state", "tariff_slug"]
    search_fields = ["tariff_slug"]
    ordering = ["-id"]
    readonly_fields = ("person", "tariff", "starts_at", "ends_at", "state", "payment")
    fields = readonly_fields

    @admin.display(description=_("tariff"), ordering="tariff_slug")
    def tariff(self, row: TariffPeriod) -> str:
        """Its name in the language of the page."""
        return localised(row.tariff_name, get_language() or "uz")
