"""The admin speaks the reader's language: no name of a field, filter or act stays English."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db.models import Field
from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.timezone import template_localtime

from assessments.questions import TYPES

SAME_EVERYWHERE = {
    "ID": "an abbreviation",
    "id": "an abbreviation",
    "Bonus": "the same word in Uzbek",
    "test": "the same word in Uzbek",
    "Test": "the same word in Uzbek",
    "administrator": "the same word in Uzbek",
    **dict.fromkeys(
        ["Listening", "Reading", "Writing", "Speaking", "Grammar", "Vocabulary", "Pronunciation"],
        "skills keep their English names",
    ),
    **dict.fromkeys(
        (str(kind.label) for kind in TYPES.values()), "tasks are called as on the paper"
    ),
}
ADMINS = [
    pytest.param(model, one, id=model._meta.label) for model, one in admin.site._registry.items()
]


def english(words):
    """Whether words are Latin text that somebody could have left untranslated."""
    return bool(re.search(r"[A-Za-z]{2}", str(words)))


def of_field(field):
    yield from (field.verbose_name, field.help_text)
    if isinstance(field, Field) and callable(getattr(field, "choices", None)) is False:
        yield from (label for _value, label in field.flatchoices if isinstance(label, Promise))


def of_columns(model, model_admin, names):
    for name in names:
        if name not in ("__str__", "action_checkbox"):
            yield label_for_field(name, model, model_admin)


def words_of(model, model_admin):
    """Every word of ours on the pages of a model, in the active language."""
    yield from (model._meta.verbose_name, model._meta.verbose_name_plural)
    yield model._meta.app_config.verbose_name
    yield from of_columns(model, model_admin, model_admin.list_display)
    yield from of_columns(model, model_admin, model_admin.readonly_fields)
    for section, _options in model_admin.fieldsets or []:
        yield section or ""
    for one in model_admin.list_filter:
        yield "" if isinstance(one, str) else one.title
    for act in model_admin.actions or []:
        yield getattr(model_admin, act).short_description
    for inline in model_admin.inlines:
        yield from (inline.model._meta.verbose_name, inline.model._meta.verbose_name_plural)
        yield from of_columns(
            inline.model, inline(inline.model, admin.site), inline.readonly_fields
        )
        for field in inline.model._meta.fields:
            yield from of_field(field)
    for field in model._meta.fields:
        yield from of_field(field)
    form = getattr(model_admin.form, "declared_fields", {})
    for field in form.values():
        yield from (field.label or "", field.help_text)


def in_language(locale, model, model_admin):
    with translation.override(locale):
        return [str(words) for words in words_of(model, model_admin)]


@pytest.mark.parametrize(("model", "model_admin"), ADMINS)
@pytest.mark.parametrize("locale", ["uz", "ru"])
def test_no_word_of_the_admin_stays_english(locale, model, model_admin):
    ours = in_language(locale, model, model_admin)
    left = {
        words
        for words, theirs in zip(ours, in_language("en", model, model_admin), strict=True)
        if words == theirs and english(words) and words not in SAME_EVERYWHERE
    }
    assert not left


@pytest.mark.parametrize(("model", "model_admin"), ADMINS)
def test_no_russian_word_of_the_admin_is_half_latin(model, model_admin):
    for words in in_language("ru", model, model_admin):
        assert not re.search(r"\b(tiyin|token|soʻm|slug)\b", words, re.IGNORECASE), words


@pytest.mark.parametrize(
    ("locale", "day", "moment", "month"),
    [
        ("uz", "24-noyabr, 2026", "24-noyabr, 2026, 14:03", "Noyabr 2026"),
        ("ru", "24 ноября 2026\u00a0г.", "24 ноября 2026\u00a0г., 14:03", "Ноябрь 2026\u00a0г."),
        ("en", "24 November 2026", "24 November 2026, 14:03", "November 2026"),
    ],
)
def test_the_admin_writes_dates_as_the_pages_do(locale, day, moment, month):
    at = datetime(2026, 11, 24, 9, 3, tzinfo=UTC)
    with translation.override(locale):
        assert formats.date_format(at.date()) == day
        assert formats.localize(template_localtime(at)) == moment
        assert formats.date_format(at.date(), "YEAR_MONTH_FORMAT") == month


def test_every_act_of_the_audit_record_has_a_name():
    written = set()
    for app in settings.PRODUCT_APPS:
        for path in (settings.BASE_DIR / app).glob("*.py"):
            written |= set(re.findall(r'_?record\(\s*"([a-z._-]+)"', path.read_text()))
    assert len(written) > 8
    assert written <= set(settings.ACTS)


def test_every_role_has_a_name():
    assert set(settings.ROLES) == set(settings.ROLE_NAMES)
