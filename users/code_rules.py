"""The rules of codes: how long they live, how often they are sent, how they are hashed. Pure."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

LIFE = {
    "signup": timedelta(minutes=10),
    "email_change": timedelta(minutes=10),
    "password_reset": timedelta(minutes=5),
}
TRIES_A_CODE = 5
TRIES_A_TARGET_A_DAY = 15
ISSUES_A_TARGET = ((timedelta(hours=1), 5), (timedelta(days=1), 10))
ISSUES_A_NETWORK_AN_HOUR = 20
PAUSES = (60, 120, 300)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def code_text(purpose: str, channel: str, target: str, code_id: str, code: str) -> str:
    """What is hashed: a code holds for one row, so for one purpose, channel and target."""
    return f"{purpose}|{channel}|{target}|{code_id}|{code}"


def keyed_hash(key: str, text: str) -> str:
    """HMAC-SHA-256 as 64 hexadecimal digits."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def key_id(key: str) -> str:
    """Eight digits that name a key without telling it."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def normalised_target(target: str) -> str:
    """One spelling an address, so that each spelling does not get a quota of its own."""
    return target.strip().lower()


def normalised_code(code: str) -> str:
    """The digits of what a person typed: blanks and dashes do not matter."""
    return "".join(sign for sign in code if sign in "0123456789")


def network_of(ip: str) -> str:
    """The network that an address is counted under: IPv4 itself, IPv6 its /64. "" stays ""."""
    if not ip:
        return ""
    address = ipaddress.ip_address(ip)
    bits = 32 if address.version == 4 else 64
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))


def seconds_to_wait(
    issued: Sequence[datetime], same_purpose: Sequence[datetime], at: datetime
) -> int:
    """How long a target must wait for its next code, 0 if it need not.

    `issued` and `same_purpose` are the times of its codes, newest first. The pause after the
    first code of an hour is 60 s, then 120, then 300; 5 an hour and 10 a day at most.
    """
    waits = [timedelta(0)]
    recent = [moment for moment in same_purpose if at - moment < HOUR]
    if recent:
        pause = PAUSES[min(len(recent), len(PAUSES)) - 1]
        waits.append(recent[0] + timedelta(seconds=pause) - at)
    for span, limit in ISSUES_A_TARGET:
        within = [moment for moment in issued if at - moment < span]
        if len(within) >= limit:
            waits.append(within[limit - 1] + span - at)
    return max(0, math.ceil(max(waits).total_seconds()))
