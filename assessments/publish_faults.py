"""What keeps a test from being published: codes with a place, put into words when shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.marking.bands import FAULTS as SCALE_FAULTS
from assessments.marking.reasons import Params
from assessments.questions.faults import FAULTS as QUESTION_FAULTS

PUBLISH_FAULTS: dict[str, str | Promise] = {
    "title-missing": _("the title is missing"),
    "text-incomplete": _("a text is not in all languages; missing: %(locales)s"),
    "levels-fall": _("the highest level is under the lowest"),
    "price-missing": _("the price in tokens is missing"),
    "timing-missing": _("the duration is missing"),
    "timing-parts": _("the advised times of the parts are longer than the test"),
    "release-date-missing": _("the date of the result is missing"),
    "parts-missing": _("the test has no parts"),
    "groups-missing": _("the part has no questions"),
    "passage-missing": _("the passage is missing"),
    "passage-title-missing": _("the passage has no title"),
    "audio-missing": _("the recording is missing"),
    "numbers-missing": _("no question has the number %(number)d"),
    "numbers-twice": _("two questions have the number %(number)d"),
    "numbers-order": _("the numbers do not rise from part to part"),
    "type-other-kind": _("tests of this kind have no questions of this type"),
    "evidence-paragraph": _("the evidence names paragraph %(paragraph)d, which is not there"),
    "evidence-quote": _("the evidence is not in paragraph %(paragraph)d: %(quote)s"),
}


@dataclass(frozen=True, slots=True)
class PublishFault:
    """One thing to mend before publishing.

    `place` is "test", "part", "group" or "question"; `where` its number or numbers; `part` and
    `uid` name the part and the object itself ("" for the test).
    """

    place: str
    where: str
    code: str
    params: Params = field(default_factory=dict)
    part: str = ""
    uid: str = ""

    @property
    def path(self) -> str:
        """The place for a program: "test", "part 2", "question 11–12"."""
        return f"{self.place} {self.where}".strip()

    def text(self) -> str:
        """What to mend and where, as a sentence in the active language."""
        if self.code in SCALE_FAULTS:
            return str(SCALE_FAULTS[self.code]) % self.params
        known = PUBLISH_FAULTS.get(self.code) or QUESTION_FAULTS.get(self.code, self.code)
        what = str(known) % self.params
        if self.place == "test":
            return gettext("Test: %(what)s.") % {"what": what}
        if self.place == "part":
            return gettext("Part %(where)s: %(what)s.") % {"where": self.where, "what": what}
        if self.place == "group":
            return gettext("Questions %(where)s: %(what)s.") % {
                "where": self.where,
                "what": what,
            }
        return gettext("Question %(where)s: %(what)s.") % {"where": self.where, "what": what}
