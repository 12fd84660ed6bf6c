"""Whose tariff is whose."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from config.databases import atomic
from payments import ledger
from payments.kinds import Kind
from payments.models import Payment, TariffPeriod
from payments.values import CurrentTariff
from tariffs import services as tariffs


def current_tariff(user_id: int) -> CurrentTariff | None:
    """The tariff of the highest rank that the person has now, None without any."""
    now = timezone.now()
    row = (
        TariffPeriod.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=now),
            user_id=user_id,
            state=TariffPeriod.State.ACTIVE,
            starts_at__lte=now,
        )
        .order_by("-rank", "-starts_at", "-id")
        .first()
    )
    if row is None:
        return None
    return CurrentTariff(
        row.tariff_slug, row.tariff_name, row.starts_at, row.ends_at, row.payment_id is None
    )


def welcome(user_id: int) -> None:
    """Give a new person the default tariff and its tokens.

    Safe to repeat: the key is "welcome:<user_id>". Without a default tariff nothing is given.
    """
    welcome_at(user_id, timezone.now())


def welcome_at(user_id: int, now: datetime) -> None:
    """`welcome`, at that time."""
    tariff = tariffs.default_tariff()
    if tariff is None:
        return
    key = f"welcome:{user_id}"
    with atomic(TariffPeriod):
        _, is_new = TariffPeriod.objects.get_or_create(
            key=key,
            defaults={
                "user_id": user_id,
                "tariff_id": tariff.id,
                "tariff_slug": tariff.slug,
                "tariff_name": tariff.name,
                "rank": tariff.rank,
                "starts_at": now,
            },
        )
        if is_new and tariff.tokens:
            entry = ledger.Entry(Kind.WELCOME, key, now, reference=f"tariff:{tariff.slug}")
            ledger.add(user_id, tariff.tokens, entry, None)


def begin(order: Payment, at: datetime) -> TariffPeriod:
    """The period that a paid order buys; after the person's other ones of the same tariff.

    The caller holds a transaction and the lock of the person's token account.
    """
    starts_at = max([at, *TariffPeriod.ends_of(order.user_id, order.tariff_id, at)])
    days = order.duration_days
    return TariffPeriod.objects.create(
        user_id=order.user_id,
        tariff_id=order.tariff_id,
        tariff_slug=order.tariff_slug,
        tariff_name=order.tariff_name,
        rank=order.tariff_rank,
        key=f"order:{order.public_id}",
        payment=order,
        starts_at=starts_at if days else at,
        ends_at=starts_at + timedelta(days=days) if days else None,
    )
