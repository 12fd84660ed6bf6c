"""Tariffs, checkout and tokens, as learners see them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from config.http import LearnerRequest
from payments import services
from payments.pages.forms import NeededQuery, StatementQuery
from payments.pages.history import lines

ROWS = 20
ORDERS = 5


@require_safe
def tariffs(request: HttpRequest) -> HttpResponse:
    """What is for sale; for a signed-in person also what they have."""
    user_id = request.user.pk if request.user.is_authenticated else None
    shop = services.shop(user_id)
    query = NeededQuery(request.GET)
    needed = query.cleaned_data["needed"] if query.is_valid() else 0
    context = {
        "shop": shop,
        "needed": needed,
        "missing": max(0, needed - (shop.balance or 0)),
        "nav_tokens": shop.balance,
    }
    return render(request, "payments/tariffs.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: LearnerRequest, slug: str) -> HttpResponse:
    """Order a tariff, and go to the order (also if it stood already).

    A GET comes from a login on the way: back to the tariffs.
    """
    if request.method != "POST":
        return redirect("payments:tariffs")
    started = services.start_order(request.user.pk, slug)
    return redirect("payments:checkout", started.order.public_id)


@login_required
@require_safe
def checkout(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """One order: what, how much, how to pay, and how it stands."""
    found = services.order(public_id, user_id=request.user.pk)
    context = {"order": found, "transfer": settings.BANK_TRANSFER}
    return render(request, "payments/checkout.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """Cancel an open order, and show it. A GET, from a login on the way, only shows it."""
    if request.method != "POST":
        return redirect("payments:checkout", public_id)
    services.cancel_order(public_id, user_id=request.user.pk)
    return redirect("payments:checkout", public_id)


@login_required
@require_safe
def tokens(request: LearnerRequest) -> HttpResponse:
    """A learner's tokens: the whole page, or for htmx only the next rows."""
    query = StatementQuery(request.GET)
    cursor = query.cleaned_data["cursor"] if query.is_valid() else ""
    if request.htmx:
        page = services.statement(request.user.pk, cursor, ROWS)
        rows = {"page": page, "lines": lines(page.items)}
        return render(request, "payments/_movements.html", rows)
    balance = services.balance(request.user.pk)  # first: it writes off what has expired
    page = services.statement(request.user.pk, cursor, ROWS)
    ordered = services.orders(request.user.pk, limit=ROWS).items
    context = {
        "page": page,
        "lines": lines(page.items),
        "is_first": not cursor,
        "balance": balance,
        "nav_tokens": balance.available,
        "current": services.current_tariff(request.user.pk),
        "orders": sorted(ordered, key=lambda one: one.status != "new")[:ORDERS],  # open ones first
    }
    return render(request, "payments/tokens.html", context)
