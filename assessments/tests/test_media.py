from __future__ import annotations

import io
import struct
import wave
import zlib
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from assessments import media
from assessments.errors import MediaNotFound, MediaRefused
from assessments.models import Attempt, Media
from assessments.tests.makers import a_document, a_picture, a_published_exam
from users.tests.makers import a_learner, an_administrator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def a_recording(seconds=1):
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(b"\x00\x01" * 8_000 * seconds)
    return buffer.getvalue()


def a_bomb():
    """A small file that claims 60 000 × 60 000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = b""
    for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 10_000)), (b"IEND", b"")):
        crc = zlib.crc32(name + data)
        chunks += struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize(
    ("sort", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_a_picture_is_kept_with_its_size(sort, mime):
    content = a_picture(sort)
    kept = media.add_media(content, "C:\\maps\\map.exe", actor_id=1)
    assert (kept.mime, kept.width, kept.height, kept.name) == (mime, 20, 10, "map.exe")
    assert media.media_content(kept.sha256).content == content


def test_a_recording_is_kept_with_its_length():
    kept = media.add_media(a_recording(2), "talk.wav", actor_id=1)
    assert (kept.mime, str(kept.seconds), kept.width) == ("audio/wav", "2.000", None)


def test_the_same_bytes_are_one_file():
    first = media.add_media(a_picture(), "one.png", actor_id=1)
    assert media.add_media(a_picture(), "two.png", actor_id=2) == first
    assert Media.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(SVG, id="svg"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="html"),
        pytest.param(b"GIF89a" + b"\x00" * 40, id="gif"),
        pytest.param(a_picture()[:-20], id="cut off png"),
        pytest.param(a_picture("JPEG")[: len(a_picture("JPEG")) // 2], id="cut off jpeg"),
        pytest.param(a_picture() + SVG, id="script behind a png"),
        pytest.param(a_picture() + a_picture(), id="two pngs"),
        pytest.param(a_picture("JPEG") + b"PK\x03\x04", id="archive behind a jpeg"),
        pytest.param(a_picture("WEBP") + SVG, id="script behind a webp"),
        pytest.param(a_picture()[:8] + b"\x00" * 200, id="a png by its first bytes only"),
        pytest.param(a_bomb(), id="too many pixels"),
        pytest.param(a_picture() + b"\x00" * 5 * 1024 * 1024, id="over 5 MB"),
        pytest.param(a_recording()[:-100], id="cut off recording"),
        pytest.param(a_recording() + SVG, id="script behind a recording"),
        pytest.param(b"RIFF\x24\x00\x00\x00WAVEfmt ", id="a recording without sound"),
    ],
)
def test_what_is_not_a_whole_picture_or_recording_is_refused_and_not_kept(content, private_files):
    with pytest.raises(MediaRefused):
        media.add_media(content, "x.png", actor_id=1)
    assert not Media.objects.exists()
    assert not [path for path in private_files.rglob("*") if path.is_file()]


def an_attempt_with_a_picture(state="in_progress"):
    kept = media.add_media(a_picture(), "map.png", actor_id=None)
    document = a_document()
    document["parts"][0]["groups"][0]["image"] = {"sha256": kept.sha256, "alt": "A map"}
    exam = a_published_exam(parts=document["parts"])
    now = timezone.now()
    learner = a_learner()
    attempt = Attempt.objects.create(
        user_id=learner.pk,
        exam=exam,
        version=exam.current_version,
        kind="reading",
        state=state,
        created_at=now,
        started_at=now,
        deadline_at=now,
        submitted_at=now,
        released_at=now,
        duration_s=60,
    )
    return learner, attempt, kept.sha256


def address(sha256, attempt=None):
    found = reverse("assessments:media", args=[sha256])
    return f"{found}?attempt={attempt.uid}" if attempt else found


def test_a_learner_sees_the_pictures_of_the_own_paper(client):
    learner, attempt, sha256 = an_attempt_with_a_picture()
    client.force_login(learner)
    answer = client.get(address(sha256, attempt))
    assert (answer.status_code, answer.content) == (200, a_picture())
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_program_gets_the_pictures_that_its_document_names():
    learner, attempt, sha256 = an_attempt_with_a_picture()
    program = APIClient()
    program.force_login(learner)
    root = f"/api/v1/assessments/attempts/{attempt.uid}/"
    for accepted in ("*/*", "image/png", "text/html"):
        answer = program.get(f"{root}media/{sha256}/", headers={"accept": accepted})
        assert (answer.status_code, answer.content) == (200, a_picture())
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
            "image/png",
            "nosniff",
        )
    for wrong in ("0" * 64, "x", "%00", "..%2f..%2fetc"):
        refused = program.get(f"{root}media/{wrong}/", headers={"accept": "image/png"})
        assert (refused.status_code, refused.json()["code"]) == (404, "not-found")
    program.force_login(a_learner())
    assert program.get(f"{root}media/{sha256}/").status_code == 404
    assert APIClient().get(f"{root}media/{sha256}/").status_code == 401


def test_nobody_else_does(client):
    learner, attempt, sha256 = an_attempt_with_a_picture()
    other = media.add_media(a_picture(colour="red"), "other.png", actor_id=None)
    assert client.get(address(sha256, attempt)).status_code == 302
    client.force_login(learner)
    for wrong in (
        address(sha256),
        address(sha256) + "?attempt=",
        address(sha256) + "?attempt=../../etc/passwd",
        address(sha256) + f"?attempt={uuid4()}",
        address(other.sha256, attempt),
        address("0" * 64, attempt),
    ):
        assert client.get(wrong).status_code == 404, wrong
    client.force_login(a_learner())
    assert client.get(address(sha256, attempt)).status_code == 404


def test_a_handed_in_paper_is_closed_until_its_result_is_released():
    for state, open_ in (("submitted", False), ("marked", False), ("released", True)):
        learner, attempt, sha256 = an_attempt_with_a_picture(state)
        if open_:
            assert media.media_of_attempt(learner.pk, attempt.uid, sha256).content
        else:
            with pytest.raises(MediaNotFound):
                media.media_of_attempt(learner.pk, attempt.uid, sha256)


def test_authors_see_every_file(client):
    kept = media.add_media(a_picture(), "map.png", actor_id=None)
    client.force_login(an_administrator())
    assert client.get(address(kept.sha256)).status_code == 200


def test_a_path_is_only_ever_a_sha256():
    kept = media.add_media(a_picture(), "../../evil.png", actor_id=None)
    assert storages["private"].exists(f"{kept.sha256[:2]}/{kept.sha256}")
    assert kept.name == "evil.png"


def test_a_lost_file_is_not_found_and_comes_back_when_it_is_sent_again(private_files):
    kept = media.add_media(a_picture(), "map.png", actor_id=None)
    (private_files / kept.sha256[:2] / kept.sha256).unlink()
    with pytest.raises(MediaNotFound):
        media.media_content(kept.sha256)
    assert media.add_media(a_picture(), "again.png", actor_id=None) == kept
    assert media.media_content(kept.sha256).content == a_picture()
