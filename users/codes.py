"""Codes that prove an address: issuing, checking, using up.

The plain code exists in memory only, from the moment it is made until the sender returns.
"""

from __future__ import annotations

import hmac
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

import structlog
from django.conf import settings
from django.db import IntegrityError
from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.debug import sensitive_variables

from config.databases import atomic
from config.errors import ServiceError
from users import code_rules as rules
from users.errors import (
    CodeAskedTooOften,
    CodeBurnt,
    CodeExpired,
    CodeReplaced,
    CodeUsed,
    TooManyTries,
    WrongCode,
)
from users.models import CodeDelivery, Purpose, VerificationCode

HANDLE = "vc:"
Sender = Callable[[str, str, str, str, str, datetime], str]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """Who asks for a code, and why. Without a `user_id` nothing is sent: the row is a decoy."""

    purpose: str
    target: str
    user_id: int | None
    ip: str
    locale: str
    channel: str = "email"


def new_handle() -> str:
    """A name for a code that is yet to be made; it tells nothing and may lie in a session."""
    return f"{HANDLE}{uuid.uuid4()}"


def code_id(handle: str | None) -> uuid.UUID | None:
    """The row that a handle names, None for anything that is no handle."""
    if not handle or not handle.startswith(HANDLE):
        return None
    return uuid.UUID(handle.removeprefix(HANDLE))


@sensitive_variables("code")
def issue(
    handle: str,
    asked: CodeRequest,
    *,
    notice: Callable[[], object] | None = None,
    at: datetime | None = None,
) -> None:
    """Make the code of `handle`, void the older ones of its purpose and target, and send it.

    For a decoy `notice` is sent in its place. Raises CodeAskedTooOften (nothing is written), alike
    for known and unknown addresses. A letter that can not be sent leaves the row as failed, and
    the next code need not wait.
    """
    at = at or timezone.now()
    code = f"{secrets.randbelow(10**6):06d}"
    try:
        row = _stored(handle, asked, code if asked.user_id else secrets.token_hex(), at)
    except IntegrityError as error:  # two requests at once: the other one sends
        raise CodeAskedTooOften(retry_after=rules.PAUSES[0]) from error
    letter = partial(_send, row, code) if asked.user_id else notice
    state = _delivered(row, letter) if letter else CodeDelivery.SENT
    VerificationCode.objects.filter(pk=row.pk).update(delivery=state)


def refuse_if_asked_too_often(purpose: str, target: str, ip: str) -> None:
    """Raise CodeAskedTooOften if `issue` would: for forms that write before they send."""
    _refuse_if_too_often(purpose, rules.normalised_target(target), ip, timezone.now())


def check(handle: str, given: str, *, keep: bool = False, at: datetime | None = None) -> None:
    """Return if `given` is the code of `handle`; a right code is used up, unless it is to `keep`.

    A code for a new password stays good for the rest of its life, since it is shown twice (once
    to go on, once with the password) and used up by `use_up`. Raises WrongCode, CodeBurnt,
    CodeExpired, CodeUsed, CodeReplaced, TooManyTries.
    """
    at = at or timezone.now()
    with atomic(VerificationCode):
        found = VerificationCode.objects.filter(pk__in=[code_id(handle)])
        row = found.select_for_update().first()
        refusal = _judged(row, rules.normalised_code(given), keep, at)
    if refusal:
        raise refusal


def use_up(purpose: str, user_id: int) -> None:
    """End the codes of a purpose that were given rightly, once what they allow is done."""
    VerificationCode.objects.live().filter(
        purpose=purpose, user_id=user_id, verified_at__isnull=False
    ).update(consumed_at=timezone.now())


def void(user_id: int) -> None:
    """End every open code of a person, because something newer takes its place."""
    VerificationCode.objects.live().filter(user_id=user_id).update(superseded_at=timezone.now())


def blank_old(at: datetime) -> int:
    """Take target and network out of codes older than 90 days; how many rows changed."""
    old = VerificationCode.objects.filter(created_at__lt=at - 90 * rules.DAY).exclude(target="")
    ended = old.filter(superseded_at__isnull=True, consumed_at__isnull=True, burnt_at__isnull=True)
    ended.update(superseded_at=at)
    return old.update(target="", ip=None, ip_net="")


def _stored(handle: str, asked: CodeRequest, code: str, at: datetime) -> VerificationCode:
    target = rules.normalised_target(asked.target)
    key = settings.CODE_HASH_KEYS[0]
    row_id = code_id(handle)
    text = rules.code_text(asked.purpose, asked.channel, target, str(row_id), code)
    with atomic(VerificationCode):
        live = VerificationCode.objects.live().filter(purpose=asked.purpose, target=target)
        earlier = list(live.select_for_update().values_list("pk", flat=True))
        _refuse_if_too_often(asked.purpose, target, asked.ip, at)
        # Only what was locked: a row that another request has just written stays live, and the
        # unique constraint refuses ours.
        VerificationCode.objects.filter(pk__in=earlier).update(superseded_at=at)
        return VerificationCode.objects.create(
            id=row_id,
            purpose=asked.purpose,
            channel=asked.channel,
            target=target,
            target_digest=_digests(target)[0],
            user_id=asked.user_id,
            code_hash=rules.keyed_hash(key, text),
            key_id=rules.key_id(key),
            created_at=at,
            expires_at=at + rules.LIFE[asked.purpose],
            max_attempts=rules.TRIES_A_CODE,
            ip=asked.ip or None,
            ip_net=rules.network_of(asked.ip),
            locale=asked.locale,
        )


@sensitive_variables("code")
def _send(row: VerificationCode, code: str) -> str:
    send = cast(Sender, import_string(settings.USERS_CODE_SENDER))
    return send(row.channel, row.target, code, row.purpose, row.locale, row.expires_at)


def _delivered(row: VerificationCode, letter: Callable[[], object]) -> str:
    try:
        state = letter()
    except Exception as error:  # whatever a provider throws; its text might quote the message
        log.error("code_not_sent", code_id=str(row.pk), error=type(error).__name__)
        return CodeDelivery.FAILED
    return str(state) if state in CodeDelivery.values else CodeDelivery.SENT


def _digests(target: str) -> list[str]:
    """The target under each key, the one in use first: a new key does not forget what was asked."""
    return [rules.keyed_hash(key, f"target|{target}") for key in settings.CODE_HASH_KEYS]


def _refuse_if_too_often(purpose: str, target: str, ip: str, at: datetime) -> None:
    rows = (
        VerificationCode.objects.filter(
            target_digest__in=_digests(target), created_at__gt=at - rules.DAY
        )
        .exclude(delivery=CodeDelivery.FAILED)
        .order_by("-created_at")
        .values_list("created_at", "purpose")
    )
    issued = [moment for moment, _ in rows]
    same = [moment for moment, what in rows if what == purpose]
    wait = rules.seconds_to_wait(issued, same, at)
    if ip and not wait:
        recent = VerificationCode.objects.filter(
            ip_net=rules.network_of(ip), created_at__gt=at - rules.HOUR
        ).order_by("-created_at")
        times = list(recent.values_list("created_at", flat=True)[: rules.ISSUES_A_NETWORK_AN_HOUR])
        if len(times) == rules.ISSUES_A_NETWORK_AN_HOUR:
            wait = int((times[-1] + rules.HOUR - at).total_seconds()) + 1
    if wait:
        raise CodeAskedTooOften(retry_after=wait)


def _judged(
    row: VerificationCode | None, given: str, keep: bool, at: datetime
) -> ServiceError | None:
    """What to answer; writes the try down. The row is locked."""
    if row is None:
        return CodeReplaced()
    over: dict[str, ServiceError] = {
        "consumed": CodeUsed(),
        "superseded": CodeReplaced(),
        "burnt": CodeBurnt(),
        "expired": CodeExpired(),
    }
    if refusal := over.get(row.state_at(at)) or _too_many_tries(row, at):
        return refusal
    if _is_right(row, given):
        row.verified_at = row.verified_at or at
        if not keep and row.purpose != Purpose.PASSWORD_RESET:
            row.consumed_at = at
        row.save(update_fields=["verified_at", "consumed_at"])
        return None
    row.attempts += 1
    row.burnt_at = at if row.attempts >= row.max_attempts else None
    row.save(update_fields=["attempts", "burnt_at"])
    return CodeBurnt() if row.burnt_at else WrongCode(left=row.max_attempts - row.attempts)


def _too_many_tries(row: VerificationCode, at: datetime) -> ServiceError | None:
    day = VerificationCode.objects.filter(
        target_digest__in=_digests(row.target), created_at__gt=at - rules.DAY, attempts__gt=0
    ).aggregate(tries=Sum("attempts"), oldest=Min("created_at"))
    if (day["tries"] or 0) < rules.TRIES_A_TARGET_A_DAY:
        return None
    return TooManyTries(retry_after=int((day["oldest"] + rules.DAY - at).total_seconds()) + 1)


def _is_right(row: VerificationCode, given: str) -> bool:
    text = rules.code_text(row.purpose, row.channel, row.target, str(row.pk), given)
    matches = [
        hmac.compare_digest(rules.keyed_hash(key, text), row.code_hash)
        for key in settings.CODE_HASH_KEYS
    ]
    return any(matches) and row.user_id is not None
