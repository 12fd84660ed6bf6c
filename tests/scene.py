"""A house full of people: attempts in every state, orders, messages, and keys that can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone

from assessments import services as assessments
from assessments.models import Attempt, Exam, Media
from assessments.tests.makers import (
    a_group,
    a_passage,
    a_published_exam,
    a_question,
    a_scale,
    an_exam,
    uids,
    words,
)
from notifications import services as notifications
from payments import services as payments
from tariffs import services as tariffs
from tests.makers import an_installation
from users.tests.makers import a_person

KEY, REASON = "zqkeyword", "zqexplanation"
LEARNER, OTHER = "lola@imtihon.example", "otabek@imtihon.example"


@dataclass(frozen=True, slots=True)
class Scene:
    """Who and what there is. `learner` has the attempts, the order and the message."""

    logins: Mapping[str, tuple[str, str]]
    learner: str
    other: str
    attempts: Mapping[str, UUID]
    exams: Mapping[str, Exam]
    values: Mapping[str, Sequence[Mapping[str, object]]]
    files: str

    def login(self, role: str) -> str:
        """The address of a member of staff."""
        return self.logins[role][0]


def a_scene(*, at: datetime, files: str) -> Scene:
    """All of it, through the services."""
    logins = an_installation(at=at)
    learner = a_person(LEARNER, name="Lola Olimova", locale="en")
    a_person(OTHER, name="Otabek Rahimov", locale="en")
    payments.grant(learner.pk, 50, kind="bonus", key="bonus:scene")
    exams, attempts = _exams(), {}
    for state in ("running", "grace", "manual", "released"):
        attempts[state] = assessments.start(learner.pk, "reading", exams[state].slug, "exam").uid
        _answer_wrongly(learner.pk, attempts[state], exams[state])
    for state in ("manual", "released"):
        assessments.submit(learner.pk, attempts[state])
    over = timezone.now() - timedelta(seconds=20)
    Attempt.objects.filter(uid=attempts["grace"]).update(deadline_at=over, grace_s=3600)
    attempts["created"] = _too_dear(learner.pk, exams["created"])
    order = payments.start_order(learner.pk, _for_sale()).order
    admin = get_user_model().objects.get(email=logins["administrator"][0])
    text = {"uz": "Salom", "ru": "Привет", "en": "Hello"}
    notifications.write(admin.pk, LEARNER, text, text)
    message = notifications.inbox(learner.pk).items[0].public_id
    values = _values(exams, attempts)
    values["payments"] += [{"public_id": order.public_id}]
    values["payments_api"] = [{"public_id": order.public_id}]
    values["notifications"] = values["notifications_api"] = [{"public_id": message}]
    return Scene(logins, LEARNER, OTHER, attempts, exams, values, files)


def _exams() -> dict[str, Exam]:
    """A test for each state, with words in its keys and explanations that stand nowhere else."""
    scale = {**a_scale(), "bands": [{"from": 1, "band": "6.5"}, {"from": 0, "band": "0.0"}]}
    common = {"scale": scale, "tokens": 1}
    manual = {"release": {"policy": "manual"}}
    found = {
        state: a_published_exam(slug=f"scene-{state}", parts=_parts(state), **common, **more)
        for state, more in (("running", {}), ("grace", {}), ("manual", manual), ("created", {}))
    }
    found["released"] = a_published_exam(slug="scene-released", parts=_open_parts(), **common)
    found["draft"] = an_exam(slug="scene-draft", parts=_parts("draft"), **common)
    Exam.objects.filter(pk=found["created"].pk).update(tokens=900)
    return found


def _parts(state: str) -> list[dict[str, Any]]:
    secret = f"{KEY}{state}"
    why = {"explanation": words(f"{REASON}{state}")}
    groups = [
        a_group("true_false_not_given", [a_question(1, "TRUE", "It is old.", **why)]),
        a_group(
            "multiple_choice",
            [
                a_question(
                    2,
                    "B",
                    "Which one?",
                    options=[{"key": key, "text": f"thing {key}"} for key in "ABC"],
                    **why,
                )
            ],
        ),
        a_group(
            "sentence_completion",
            [
                a_question(3, secret, "It opened in [[3]].", **why),
                a_question(4, f"{secret}x / {secret}y", "It closed in [[4]].", **why),
            ],
            word_limit={"words": 2, "numbers": True},
        ),
    ]
    return [{"title": words("Part 1"), "passage": a_passage(), "groups": groups}]


def _open_parts() -> list[dict[str, Any]]:
    groups = [a_group("true_false_not_given", [a_question(1, "TRUE", "It is old.")])]
    return [{"title": words("Part 1"), "passage": a_passage(), "groups": groups}]


def _answer_wrongly(user_id: int, uid: UUID, exam: Exam) -> None:
    question = uids(exam)[1]
    fields = {f"q-{question}": ["FALSE"]}
    assert not assessments.save_form(user_id, uid, 1, fields).refused


def _too_dear(user_id: int, exam: Exam) -> UUID:
    try:
        assessments.start(user_id, "reading", exam.slug, "exam")
    except assessments.InsufficientTokens:
        return Attempt.objects.get(user_id=user_id, exam=exam).uid
    raise AssertionError("the test should have been too dear")


def _for_sale() -> str:
    return next(
        offer.slug
        for category in tariffs.offers()
        for offer in category.tariffs
        if offer.price_tiyin > 0
    )


def _values(exams: Mapping[str, Exam], attempts: Mapping[str, UUID]) -> dict[str, list[Any]]:
    tests = [{"kind": "reading", "slug": exam.slug, "number": 1} for exam in exams.values()]
    taken = [{"uid": uid, "number": 1} for uid in attempts.values()]
    pictures = [{"sha256": media.sha256} for media in Media.objects.all()]
    sale = tariffs.all_sales().items[0].id
    tariff = _for_sale()
    category = tariffs.offers()[0].slug
    feature = tariffs.features()[0].code
    return {
        "assessments": [*tests, *taken, *pictures],
        "assessments_api": [*tests, *taken],
        "payments": [{"slug": tariff}],
        "tariffs_api": [
            {"slug": tariff, "code": feature, "sale_id": sale},
            {"slug": category},
        ],
    }
