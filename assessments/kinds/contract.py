"""What a kind of test is. Pure: a kind's models stand in its models.py, not here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the seven kinds, as its folder declares it.

    `slug` is the folder's name for ever; `order` is its place in lists; `icon` and `skill` choose
    picture and colour. `ready` says whether its attempts can be marked: a kind that can not is
    refused at publishing. `needs_passage` and `needs_audio` are what each part must have.
    """

    slug: str
    order: int
    label: Promise
    term: Promise
    icon: str
    skill: str
    duration_s: int
    ready: bool
    needs_microphone: bool = False
    marked_by_people: bool = False
    needs_passage: bool = False
    needs_audio: bool = False
