"""Two authors at once, with real threads on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from assessments import drafts, media, publishing
from assessments.errors import DraftChanged
from assessments.models import ExamVersion, Media
from assessments.tests.makers import a_picture, an_exam

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]
AUTHORS = 6


def together(act):
    """What `act(author)` gives or raises for some authors at the same moment."""
    barrier = Barrier(AUTHORS)

    def one(author):
        barrier.wait()
        try:
            return act(author)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AUTHORS) as pool:
        return list(pool.map(one, range(AUTHORS)))


def test_publishing_at_once_makes_one_version():
    exam = an_exam()
    found = together(lambda author: publishing.publish("reading", exam.slug, actor_id=author))
    assert [version.number for version in found] == [1] * AUTHORS
    assert ExamVersion.objects.count() == 1


def test_of_authors_who_replace_the_same_draft_one_wins():
    exam = an_exam()
    read = drafts.draft("reading", exam.slug)

    def replace(author):
        document = {**read.document, "title": f"Author {author}"}
        return drafts.replace_draft(
            "reading", exam.slug, document, if_match=read.etag, actor_id=author
        )

    found = together(replace)
    won = [one for one in found if isinstance(one, drafts.Draft)]
    assert len(won) == 1
    assert sum(isinstance(one, DraftChanged) for one in found) == AUTHORS - 1
    assert drafts.draft("reading", exam.slug) == won[0]


def test_the_same_file_sent_at_once_is_one_file(private_files):
    found = together(lambda author: media.add_media(a_picture(), "map.png", actor_id=author))
    assert len({one.sha256 for one in found}) == Media.objects.count() == 1
