"""What the demo sells: two categories with three tariffs each, eight features, one sale."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from tariffs import editing
from tariffs.editing import Fields
from tariffs.models import Feature, Sale, Tariff, TariffCategory

SOUM = 100


def _text(uz: str, ru: str, en: str) -> dict[str, str]:
    return {"uz": uz, "ru": ru, "en": en}


CATEGORIES: tuple[Fields, ...] = (
    {
        "slug": "ielts",
        "name": _text("IELTS", "IELTS", "IELTS"),
        "description": _text(
            "Academic va General Training testlari",
            "Тесты Academic и General Training",
            "Academic and General Training tests",
        ),
        "position": 1,
    },
    {
        "slug": "multilevel",
        "name": _text("Multilevel (CEFR)", "Multilevel (CEFR)", "Multilevel (CEFR)"),
        "description": _text(
            "B1 dan C1 gacha darajalar uchun",
            "Для уровней от B1 до C1",
            "For levels from B1 to C1",
        ),
        "position": 2,
    },
)
FEATURES: tuple[Fields, ...] = (
    {
        "code": "full_tests",
        "kind": "limit",
        "is_highlight": True,
        "name": _text("Toʻliq testlar", "Полные тесты", "Full tests"),
    },
    {
        "code": "short_tests",
        "name": _text("Qisqa testlar", "Короткие тесты", "Short tests"),
    },
    {
        "code": "explanations",
        "is_highlight": True,
        "name": _text(
            "Har bir javobga izoh", "Пояснение к каждому ответу", "Every answer explained"
        ),
    },
    {
        "code": "evidence",
        "name": _text("Matndagi asosi", "Подтверждение в тексте", "Evidence in the passage"),
    },
    {
        "code": "next_steps",
        "name": _text("Keyingi qadamlar", "Следующие шаги", "Next steps"),
    },
    {
        "code": "progress",
        "name": _text("Oʻsish chizigʻi", "График прогресса", "Progress chart"),
    },
    {
        "code": "token_life",
        "kind": "text",
        "is_highlight": True,
        "name": _text("Tokenlar muddati", "Срок токенов", "Tokens last"),
    },
    {
        "code": "support",
        "kind": "text",
        "is_highlight": True,
        "name": _text("Yordam xizmati", "Поддержка", "Support"),
    },
)
START = _text("Start", "Старт", "Start")
STANDARD = _text("Asosiy", "Основной", "Standard")
COMPLETE = _text("Toʻliq", "Полный", "Complete")
FOR_A_FIRST_STEP = _text("Birinchi qadam uchun", "Для первого шага", "For a first step")
FOR_MONTHS = _text(
    "Imtihonga 1–2 oy qolganda", "Когда до экзамена 1–2 месяца", "One or two months before the exam"
)
FOR_A_HIGH_SCORE = _text("Yuqori ball uchun", "Для высокого балла", "For a high score")


def _for(exam: str, name: dict[str, str]) -> dict[str, str]:
    """A name that says enough in an order or a letter, away from its category."""
    return {locale: f"{exam} {text}" for locale, text in name.items()}


def _tariff(
    category: str,
    slug: str,
    words: tuple[dict[str, str], dict[str, str]],
    terms: tuple[int, int, int | None],
    **more: int | bool,
) -> Fields:
    soum, tokens, days = terms
    return {
        "category": category,
        "slug": slug,
        "name": words[0],
        "description": words[1],
        "price_tiyin": soum * SOUM,
        "tokens": tokens,
        "duration_days": days,
        **more,
    }


TARIFFS: tuple[Fields, ...] = (
    _tariff("ielts", "start", (START, FOR_A_FIRST_STEP), (0, 3, None), is_default=True, position=1),
    _tariff(
        "ielts",
        "ielts-standard",
        (_for("IELTS", STANDARD), FOR_MONTHS),
        (149_000, 40, 30),
        rank=20,
        is_recommended=True,
        position=2,
    ),
    _tariff(
        "ielts",
        "ielts-complete",
        (_for("IELTS", COMPLETE), FOR_A_HIGH_SCORE),
        (299_000, 100, 90),
        rank=30,
        position=3,
    ),
    _tariff(
        "multilevel",
        "multilevel-start",
        (_for("Multilevel", START), FOR_A_FIRST_STEP),
        (49_000, 12, 30),
        rank=10,
        position=1,
    ),
    _tariff(
        "multilevel",
        "multilevel-standard",
        (_for("Multilevel", STANDARD), FOR_MONTHS),
        (139_000, 40, 30),
        rank=20,
        is_recommended=True,
        position=2,
    ),
    _tariff(
        "multilevel",
        "multilevel-complete",
        (_for("Multilevel", COMPLETE), FOR_A_HIGH_SCORE),
        (259_000, 100, 90),
        rank=30,
        position=3,
    ),
)
CHEAPER = {"multilevel-standard": 119_000}
"""Prices that were lowered since; the earlier one is crossed out, and it was real."""

FOREVER = _text("muddatsiz", "бессрочно", "without an end")
IN_TWO_DAYS = _text("2 kun ichida", "в течение 2 дней", "within 2 days")
IN_A_DAY = _text("1 kun ichida", "в течение дня", "within a day")
EVERYONE_HAS = ("short_tests", "explanations", "evidence", "next_steps", "progress")
FULL_TEST_TOKENS = 3


def load_demo(at: datetime | None = None) -> None:
    """Put the demo's tariffs on sale. Safe to repeat: what is there is left as it is."""
    now = at or timezone.now()
    for fields in CATEGORIES:
        if not TariffCategory.objects.filter(slug=fields["slug"]).exists():
            editing.create_category(fields)
    for position, fields in enumerate(FEATURES, 1):
        if not Feature.objects.filter(code=fields["code"]).exists():
            editing.create_feature({**fields, "position": position})
    for fields in TARIFFS:
        if not Tariff.objects.filter(slug=fields["slug"]).exists():
            _sell(fields)
    if not Sale.objects.exists():
        editing.create_sale(_sale(now))


def _sell(fields: Fields) -> None:
    made = editing.create_tariff(fields, actor_id=None)
    for code, has in _features(made.tokens, made.duration_days):
        editing.set_tariff_feature(made.slug, code, has)
    if soum := CHEAPER.get(made.slug):
        lower: Fields = {"price_tiyin": soum * SOUM, "old_price_tiyin": made.price_tiyin}
        editing.change_tariff(made.slug, lower, actor_id=None)


def _features(tokens: int, days: int | None) -> list[tuple[str, Fields]]:
    life = FOREVER if days is None else _text(f"{days} kun", f"{days} дней", f"{days} days")
    held: list[tuple[str, Fields]] = [
        ("full_tests", {"limit_value": tokens // FULL_TEST_TOKENS}),
        *((code, {}) for code in EVERYONE_HAS),
        ("token_life", {"text": life}),
    ]
    if days is not None:
        held.append(("support", {"text": IN_A_DAY if days > 30 else IN_TWO_DAYS}))
    return held


def _sale(now: datetime) -> Fields:
    return {
        "name": _text("Kuzgi aksiya", "Осенняя акция", "Autumn sale"),
        "kind": "percent",
        "percent_bp": 2000,
        "scope": "category",
        "category": "ielts",
        "starts_at": now - timedelta(days=3),
        "ends_at": now + timedelta(days=21),
    }
