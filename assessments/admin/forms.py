"""The forms of authors: lists are lines, texts have three languages, a key fits its type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.admin import lines
from assessments.admin.numbering import MinutesField, NumberedForm, question_number, row_number
from assessments.draft_fields import Faults, tidy_text
from assessments.draft_rows import document_of, paragraphs
from assessments.draft_schema import read_scale
from assessments.interactions.gaps.layouts import markers
from assessments.models import Exam, Media, Part, Question, QuestionGroup
from assessments.questions import TYPES, kinds_of
from assessments.questions.contract import Group, QuestionType
from assessments.questions.drafts import completed
from assessments.questions.parsing import objects, parse_group
from config.forms import LocalisedTextField
from config.page import Json

LETTERS = tuple("ABCDEFGH")


class LinesField(forms.CharField):
    """A list written one entry a line."""

    def __init__(
        self,
        *,
        read: Callable[[str], list[Json]],
        example: str,
        rows: int = 6,
        **options: Any,
    ) -> None:
        self.read, self.example = read, example
        widget = forms.Textarea(attrs={"rows": rows, "cols": 80})
        super().__init__(required=False, widget=widget, max_length=20_000, **options)

    def clean(self, value: Any) -> Any:
        """The list. Raises ValidationError naming the line."""
        try:
            return self.read(super().clean(value))
        except lines.BadLine as error:
            shown = {"line": str(error)[:80], "example": self.example}
            raise ValidationError(
                gettext("This line can not be read: “%(line)s”. Write it like this: %(example)s")
                % shown
            ) from error


class ExamForm(forms.ModelForm):
    """A test: its names, price, clock and band table."""

    title = LocalisedTextField(label=_("Title"), max_length=200)
    instructions = LocalisedTextField(label=_("Instructions"), rows=2, required=False)
    scale_source = LocalisedTextField(
        label=_("Source of the band table"), rows=2, required=False, max_length=1_000
    )
    scale_bands = LinesField(
        label=_("Band table"),
        read=lines.read_bands,
        example="39 = 9.0",
        help_text=_("A line for each band, the highest first: marks = band, for example 39 = 9.0"),
        rows=10,
    )
    scale_cefr = LinesField(
        label=_("Levels"),
        read=lines.read_levels,
        example="8.5 = C2",
        help_text=_("A line for each level, the highest first: band = level, as in 8.5 = C2"),
    )
    duration_s = MinutesField(label=_("Duration, minutes"), least=1, initial=3600)
    tokens = forms.IntegerField(label=_("Price in tokens"), initial=1, min_value=1, max_value=1_000)

    class Meta:
        model = Exam
        fields = [
            "title",
            "slug",
            "family",
            "level_from",
            "level_to",
            "tokens",
            "duration_s",
            "instructions",
            "release_policy",
            "release_at",
        ]
        help_texts = {
            "slug": _("Stands in the address: small Latin letters, digits and hyphens."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = self.instance.scale or {}
        self.initial.setdefault("scale_source", scale.get("source", ""))
        self.initial.setdefault("scale_bands", lines.bands_text(scale))
        self.initial.setdefault("scale_cefr", lines.levels_text(scale))

    def clean(self) -> dict[str, Any]:
        """Also puts the band table together."""
        found = super().clean() or {}
        if found.get("release_policy") == "date" and not found.get("release_at"):
            self.add_error("release_at", _("The date of the result is missing."))
        bands, levels = found.get("scale_bands") or [], found.get("scale_cefr") or []
        source = tidy_text(found.get("scale_source"))
        faults = Faults()
        given: Json = {}
        if bands or levels or source:
            given = {"schema": 1, "source": source, "bands": bands, "cefr": levels}
        self.instance.scale = read_scale(given, "", faults)
        for fault in faults:
            field = "scale_cefr" if "cefr" in fault.path else "scale_bands"
            self.add_error(field, fault.text())
        return found


class PartForm(forms.ModelForm):
    """A part: its passage or recording, and its timing."""

    duration_s = MinutesField(label=_("Advised time, minutes"), required=False)
    title = LocalisedTextField(label=_("Title"), required=False, max_length=200)
    instructions = LocalisedTextField(label=_("Instructions"), rows=2, required=False)

    class Meta:
        model = Part
        fields = [
            "number",
            "title",
            "instructions",
            "passage_title",
            "passage_subtitle",
            "labelled",
            "passage",
            "audio",
            "transcript",
            "max_plays",
            "preview_s",
            "prep_s",
            "answer_s",
            "check_s",
            "duration_s",
            "min_words",
            "max_words",
        ]

    def clean_passage(self) -> str:
        """The passage, not too many or too long paragraphs."""
        text: str = self.cleaned_data["passage"]
        found = paragraphs(text)
        if len(found) > 26 or any(len(item) > 10_000 for item in found):
            raise ValidationError(_("There are too many paragraphs, or one is too long."))
        return text


class PartLineForm(NumberedForm):
    """A part as a line of its test: enough to make it; the rest stands on its own page."""

    number = row_number()
    duration_s = MinutesField(label=_("Advised time, minutes"), required=False)

    class Meta:
        model = Part
        fields = ["number", "passage_title", "duration_s"]


class GroupLineForm(NumberedForm):
    """A group as a line of its part; only types of the part's kind can be chosen."""

    kind = ""
    number = row_number()

    class Meta:
        model = QuestionGroup
        fields = ["number", "type"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", "–"), *((found.slug, found.label) for found in kinds_of(self.kind))]
        self.fields["type"] = forms.ChoiceField(label=_("Type"), choices=names)


class GroupForm(forms.ModelForm):
    """A group: only what its type has."""

    instructions = LocalisedTextField(
        label=_("Instructions"),
        rows=2,
        required=False,
        help_text=_("Empty: the standard words of the type."),
    )
    options = LinesField(
        label=_("Options"),
        read=lines.read_options,
        example="A. in the north",
        help_text=_("An option a line: the letter or number, a full stop, the text."),
        rows=8,
    )
    image_alt = LocalisedTextField(label=_("What the picture shows"), required=False)
    image: forms.ModelChoiceField = forms.ModelChoiceField(
        Media.objects.none(),
        label=_("Picture"),
        required=False,
        help_text=_("Pictures are added under “Media files”."),
    )

    class Meta:
        model = QuestionGroup
        fields = [
            "instructions",
            "title",
            "body",
            "options",
            "reuse",
            "limit_words",
            "limit_numbers",
            "image",
            "image_alt",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["options"] = lines.options_text(self.instance.options)
        pictures = Media.objects.filter(mime__startswith="image/").order_by("-id")
        if isinstance(field := self.fields.get("image"), forms.ModelChoiceField):
            field.queryset = pictures


def group_fields(rules: QuestionType) -> list[str]:
    """What the form of a group of this type shows."""
    fields = ["instructions"]
    if rules.needs_body:
        fields += ["title", "body"]
    if rules.needs_options or rules.needs_image:
        fields.append("options")
    if rules.needs_options:
        fields.append("reuse")
    if rules.needs_word_limit:
        fields += ["limit_words", "limit_numbers"]
    if rules.needs_image:
        fields += ["image", "image_alt"]
    return fields


class QuestionForm(NumberedForm):
    """A question; `question_form` makes the form that fits a group."""

    number = question_number()
    explanation = LocalisedTextField(label=_("Explanation"), rows=2, required=False)
    evidence = LinesField(
        label=_("Evidence"),
        read=lines.read_evidence,
        example="2: exact words",
        help_text=_("A place a line: the number of the paragraph, a colon, its exact words."),
        rows=2,
    )

    class Meta:
        model = Question
        fields = ["number", "number_to", "marks", "prompt", "options", "explanation", "evidence"]
        widgets = {"prompt": forms.Textarea(attrs={"rows": 2, "cols": 80})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["evidence"] = lines.evidence_text(self.instance.evidence)
        if "options" in self.fields:
            self.initial["options"] = lines.options_text(self.instance.options)
        self.initial.setdefault("answer", self.instance.key or "")

    def clean(self) -> dict[str, Any]:
        """Also fills what follows from the number, and the key."""
        found = super().clean() or {}
        number = found.get("number")
        if isinstance(number, int) and "number_to" not in self.fields:
            self.instance.number_to, self.instance.marks = number, 1
        elif isinstance(number, int):
            last = found.get("number_to")
            if isinstance(last, int) and last < number:
                self.add_error("number_to", _("The second number must not be under the first."))
            elif isinstance(last, int):
                self.instance.marks = last - number + 1
        self.instance.key = found.get("answer") or ""
        return found


def question_form(group: QuestionGroup) -> type[QuestionForm]:
    """The form that fits the questions of a group."""
    rules = TYPES[group.type]
    names = ["number"]
    if rules.several:
        names.append("number_to")
    if not rules.needs_body:
        names.append("prompt")
    if rules.needs_question_options:
        names.append("options")
    names += ["explanation", "evidence"]
    body: dict[str, Any] = {"answer": answer_field(rules, parsed(group))}
    if rules.needs_question_options:
        body["options"] = LinesField(
            label=_("Options"),
            read=lines.read_options,
            example="A. in the north",
            help_text=_("An option a line: the letter, a full stop, the text."),
            rows=4,
        )
    body["Meta"] = type("Meta", (QuestionForm.Meta,), {"fields": names})
    made = forms.models.ModelFormMetaclass("FittingQuestionForm", (QuestionForm,), body)
    return cast(type[QuestionForm], made)  # the metaclass makes a class of its base


def question_fields(rules: QuestionType) -> list[str]:
    """The fields of such a form, in their order."""
    fields = ["number"]
    if rules.several:
        fields.append("number_to")
    if not rules.needs_body:
        fields.append("prompt")
    if rules.needs_question_options:
        fields.append("options")
    return [*fields, "answer", "explanation", "evidence"]


def answer_field(rules: QuestionType, group: Group) -> forms.Field:
    """How the right answer is given: boxes, a list, or the words of a gap."""
    label = _("Right answer")
    if rules.several:
        return forms.MultipleChoiceField(
            label=label,
            choices=[(letter, letter) for letter in LETTERS],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    fixed: tuple[str, ...] = getattr(rules, "fixed", ())
    named = [(option.key, option.words) for option in group.options]
    if fixed or rules.needs_question_options:
        named = [(word, word) for word in fixed or LETTERS]
    if named:
        choices = [("", "–"), *named]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return forms.CharField(
        label=label,
        required=False,
        max_length=1_000,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("“ / ” divides alternatives, brackets hold what may be left out: (the) river"),
    )


def parsed(group: QuestionGroup) -> Group:
    """A group with the options that follow from its type and its passage."""
    part, own = _documents(group)
    return completed(parse_group(own), part)


def _documents(group: QuestionGroup) -> tuple[dict[str, Json], dict[str, Json]]:
    for part in objects(document_of(group.part.exam)["parts"]):
        for own in objects(part["groups"]):
            if own["uid"] == str(group.uid):
                return part, own
    return {}, {"type": group.type}


def next_numbers(group: QuestionGroup) -> list[int]:
    """The numbers that new questions would have.

    Those of gaps without a question; for a group without questions the next of the test.
    """
    there = set(group.questions.values_list("number", flat=True))
    if TYPES[group.type].needs_body:
        return [number for number in markers(group.body) if number not in there]
    if there:
        return []
    taken = Question.objects.filter(group__part__exam=group.part.exam_id)
    return [max(taken.values_list("number_to", flat=True), default=0) + 1]
