"""What keeps a draft question from being published: codes, put into words when shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.marking.reasons import Params

FAULTS: dict[str, str | Promise] = {
    "prompt-missing": _("the text of the question is missing"),
    "key-missing": _("the right answer is missing"),
    "key-shape": _("the right answer has the wrong form"),
    "key-unknown": _("the right answer is not one of the options: %(key)s"),
    "key-count": _("the number of right answers differs from the marks (%(marks)d)"),
    "key-brackets": _("the brackets of the key do not match"),
    "key-too-many": _("the key has too many forms"),
    "key-empty-alternative": _("an alternative of the key has no letter or digit"),
    "key-over-limit": _("an alternative of the key is over the word limit (%(limit)s)"),
    "key-twice": _("an option is the key of two questions, though options are used once"),
    "marks-span": _("the marks must be as many as the numbers of the question"),
    "options-missing": _("there are too few options; at least %(least)d are needed"),
    "option-empty": _("option %(key)s has no text"),
    "option-twice": _("the letter of an option is used twice: %(key)s"),
    "options-few": _("there are fewer options than questions"),
    "limit-missing": _("the word limit is missing"),
    "limit-impossible": _("the word limit allows no answer"),
    "body-missing": _("the text with the gaps is missing"),
    "gap-missing": _("the text has no gap [[%(number)d]]"),
    "gap-twice": _("the text has the gap [[%(number)d]] twice"),
    "gap-unknown": _("the text has a gap [[%(number)d]] without a question"),
    "table-ragged": _("line %(line)d of the table has a different number of cells"),
    "image-missing": _("the picture is missing"),
    "image-alt-missing": _("the picture has no description"),
    "paragraphs-missing": _("the passage has no lettered paragraphs"),
    "questions-missing": _("the group has no questions"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `where` is the number or numbers it concerns, `uid` the object's own."""

    where: str
    code: str
    params: Params = field(default_factory=dict)
    uid: str = ""


class BodyFault(ValueError):
    """A text with gaps that can not be frozen; carries the code and parameters of a fault."""

    def __init__(self, code: str, params: Params) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
