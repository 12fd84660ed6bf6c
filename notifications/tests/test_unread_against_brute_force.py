"""1 000 random acts over 20 people: the count equals one made by hand after each."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import services
from notifications.models import Message
from notifications.tests.makers import a_broadcast, a_person, a_result

pytestmark = pytest.mark.django_db


@dataclass
class Reader:
    person: object
    unread: set = field(default_factory=set)
    marks: list = field(default_factory=list)


class House:
    """What should be, kept by hand."""

    def __init__(self, dice):
        self.dice = dice
        self.readers = [
            Reader(a_person(locale=("uz", "ru", "en")[number % 3])) for number in range(20)
        ]
        self.alive = []

    def publish(self, someone):
        locale = self.dice.choice(["", "uz", "ru", "en"])
        topic = f"locale:{locale}" if locale else "all"
        public_id = a_broadcast(topic=topic)
        self.alive.append(public_id)
        for reader in self.readers:
            if not locale or reader.person.locale == locale:
                reader.unread.add(public_id)

    def tell(self, someone):
        public_id = a_result(someone.person)
        self.alive.append(public_id)
        someone.unread.add(public_id)

    def open(self, someone):
        items = services.inbox(someone.person.pk, limit=50).items
        if items:
            public_id = self.dice.choice(items).public_id
            services.opened(someone.person.pk, public_id)
            someone.unread.discard(public_id)

    def look(self, someone):
        someone.marks.append((services.inbox(someone.person.pk).up_to, set(someone.unread)))

    def mark_all(self, someone):
        if someone.marks:
            up_to, seen = self.dice.choice(someone.marks)
            services.mark_read_up_to(someone.person.pk, up_to)
            someone.unread -= seen

    def expire(self, someone):
        if len(self.alive) > 5:
            public_id = self.alive.pop(self.dice.randrange(len(self.alive)))
            past = timezone.now() - timedelta(seconds=1)
            Message.objects.filter(public_id=public_id).update(
                published_at=past - timedelta(days=1), expires_at=past
            )
            for reader in self.readers:
                reader.unread.discard(public_id)
                for _up_to, seen in reader.marks:
                    seen.discard(public_id)


def test_unread_equals_a_count_by_hand_after_every_act():
    dice = random.Random(7)
    house = House(dice)
    acts = [house.publish, house.tell, house.tell, house.open, house.open, house.look]
    acts += [house.mark_all, house.expire]
    for _ in range(1000):
        someone = dice.choice(house.readers)
        dice.choice(acts)(someone)
        for reader in (someone, dice.choice(house.readers)):
            assert services.counts(reader.person.pk).unread == len(reader.unread)
    for reader in house.readers:
        assert services.counts(reader.person.pk).unread == len(reader.unread)
