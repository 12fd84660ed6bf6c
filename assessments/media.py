"""Pictures and recordings of tests: checked by decoding, kept once, served to those who may see."""

from __future__ import annotations

import hashlib
import io
import wave
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image

from assessments import versions
from assessments.errors import MediaNotFound, MediaRefused
from assessments.models import Attempt, Media, State
from config.databases import atomic
from config.page import Json

MOST_IMAGE_BYTES = 5 * 1024 * 1024
MOST_AUDIO_BYTES = 30 * 1024 * 1024
MOST_PIXELS = 40_000_000
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
WAV = "audio/wav"
PNG_END = b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
JPEG_END = b"\xff\xd9"
SEEN_IN = (State.IN_PROGRESS, State.RELEASED)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A stored file; `seconds` of recordings, `width` and `height` (pixels) of pictures."""

    sha256: str
    mime: str
    bytes: int
    width: int | None
    height: int | None
    seconds: Decimal | None
    name: str


@dataclass(frozen=True, slots=True)
class MediaContent:
    """A file to be sent."""

    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Found:
    mime: str
    width: int | None = None
    height: int | None = None
    seconds: Decimal | None = None


def add_media(content: bytes, name: str, *, actor_id: int | None) -> MediaFile:
    """Keep a PNG, JPEG or WebP picture (5 MB) or a WAV recording (30 MB).

    The bytes decide what it is, not the name. The same bytes are one file, and bring
    back one that was lost. Raises MediaRefused.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    row = Media.objects.filter(sha256=sha256).first()
    if row is not None:
        _store(row, content)
    else:
        found = _recording(content) if content[:4] == b"RIFF" and _is_wav(content) else None
        row = _keep(content, sha256, name, found or _picture(content), actor_id)
    return _value(row)


def media_of_attempt(user_id: int, attempt_uid: UUID, sha256: str) -> MediaContent:
    """A file of the paper of the person's own attempt, while it runs or once it is released.

    Raises MediaNotFound for everything else.
    """
    attempt = Attempt.objects.filter(uid=attempt_uid, user_id=user_id, state__in=SEEN_IN).first()
    if attempt is None or sha256 not in _named_in(versions.published(attempt.version_id).document):
        raise MediaNotFound
    return media_content(sha256)


def media_content(sha256: str) -> MediaContent:
    """Any file, for authors. Raises MediaNotFound."""
    row = Media.objects.filter(sha256=sha256).first()
    if row is None:
        raise MediaNotFound
    try:
        with storages["private"].open(row.path) as stored:
            return MediaContent(row.mime, stored.read())
    except FileNotFoundError as error:
        raise MediaNotFound from error


def _named_in(document: dict[str, Json]) -> set[str]:
    """The sha256 of every picture and recording that a version shows."""
    found: set[str] = set()
    waiting: list[Json] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= {str(value[name]) for name in ("sha256", "audio") if value.get(name)}
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def _keep(content: bytes, sha256: str, name: str, found: _Found, actor_id: int | None) -> Media:
    row = Media(
        sha256=sha256,
        mime=found.mime,
        bytes=len(content),
        width=found.width,
        height=found.height,
        seconds=found.seconds,
        name=_plain_name(name),
        created_by=actor_id,
        created_at=timezone.now(),
    )
    _store(row, content)
    try:
        with atomic(Media):
            row.save(force_insert=True)
    except IntegrityError:
        row = Media.objects.get(sha256=sha256)
    return row


def _store(row: Media, content: bytes) -> None:
    """Lay the file down where it is not, or not any more."""
    storage = storages["private"]
    if not storage.exists(row.path):
        storage.save(row.path, ContentFile(content))


def _plain_name(name: str) -> str:
    """The last part of a file name, printable; only ever shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200] or "–"


def _refuse(reason: str | Promise) -> MediaRefused:
    return MediaRefused(field="file", reason=reason)


def _picture(content: bytes) -> _Found:
    if len(content) > MOST_IMAGE_BYTES:
        raise _refuse(_("A picture may have 5 MB."))
    try:
        with Image.open(io.BytesIO(content), formats=[*IMAGES]) as checked:
            width, height = checked.size
            if width * height > MOST_PIXELS:
                raise _refuse(_("The picture has too many pixels."))
            sort = str(checked.format)
            checked.verify()
        with Image.open(io.BytesIO(content), formats=[*IMAGES]) as decoded:
            decoded.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _refuse(_("This is not a PNG, JPEG or WebP picture or a WAV recording.")) from error
    if not _ends_there(content, sort):
        raise _refuse(_("There is something behind the end of the picture."))
    return _Found(IMAGES[sort], width=width, height=height)


def _ends_there(content: bytes, sort: str) -> bool:
    """Whether nothing is hidden behind the picture."""
    if sort == "PNG":
        return content.endswith(PNG_END) and content.count(PNG_END) == 1
    if sort == "JPEG":
        return content.endswith(JPEG_END)
    return int.from_bytes(content[4:8], "little") + 8 in (len(content), len(content) + 1)


def _is_wav(content: bytes) -> bool:
    return content[8:12] == b"WAVE"


def _recording(content: bytes) -> _Found:
    if len(content) > MOST_AUDIO_BYTES:
        raise _refuse(_("A recording may have 30 MB."))
    try:
        with wave.open(io.BytesIO(content)) as sound:
            frames, rate = sound.getnframes(), sound.getframerate()
            size = frames * sound.getnchannels() * sound.getsampwidth()
            whole = frames > 0 and rate > 0 and len(sound.readframes(frames)) == size
    except (wave.Error, EOFError, ValueError, OverflowError) as error:
        raise _refuse(_("This is not a WAV recording.")) from error
    if not whole or int.from_bytes(content[4:8], "little") + 8 != len(content):
        raise _refuse(_("The recording is not whole."))
    return _Found(WAV, seconds=(Decimal(frames) / rate).quantize(Decimal("0.001")))


def _value(row: Media) -> MediaFile:
    return MediaFile(
        sha256=row.sha256,
        mime=row.mime,
        bytes=row.bytes,
        width=row.width,
        height=row.height,
        seconds=row.seconds,
        name=row.name,
    )
