"""What users offers to the other apps and to its own faces."""

from __future__ import annotations

from users.accounts import block, unblock
from users.audit import record
from users.demo import DemoLogin, load_demo
from users.errors import (
    CodeAskedTooOften,
    CodeBurnt,
    CodeExpired,
    CodeReplaced,
    CodeUsed,
    TooManyTries,
    UnknownTopic,
    WrongCode,
)
from users.people import (
    Account,
    Contact,
    Person,
    accounts,
    contacts,
    find_people,
    owner_of,
    people,
    people_with,
)
from users.profiles import (
    Profile,
    ProfileChoices,
    Target,
    profile,
    profile_choices,
    update_profile,
)
from users.roles import lay_roles
from users.tiles import tiles
from users.topics import Audience, audience, count_topic, iter_topic

__all__ = [
    "Account",
    "Audience",
    "CodeAskedTooOften",
    "CodeBurnt",
    "CodeExpired",
    "CodeReplaced",
    "CodeUsed",
    "Contact",
    "DemoLogin",
    "Person",
    "Profile",
    "ProfileChoices",
    "Target",
    "TooManyTries",
    "UnknownTopic",
    "WrongCode",
    "accounts",
    "audience",
    "block",
    "contacts",
    "count_topic",
    "find_people",
    "iter_topic",
    "lay_roles",
    "load_demo",
    "owner_of",
    "people",
    "people_with",
    "profile",
    "profile_choices",
    "record",
    "tiles",
    "unblock",
    "update_profile",
]
