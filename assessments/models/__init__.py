"""The tables of assessments: one core, and seven kinds as proxies on it (a line a kind)."""

from __future__ import annotations

from assessments.kinds.grammar.models import Grammar, GrammarAnalyse, GrammarPart
from assessments.kinds.listening.models import Listening, ListeningAnalyse, ListeningPart
from assessments.kinds.pronunciation.models import (
    Pronunciation,
    PronunciationAnalyse,
    PronunciationPart,
)
from assessments.kinds.reading.models import Reading, ReadingAnalyse, ReadingPart
from assessments.kinds.speaking.models import Speaking, SpeakingAnalyse, SpeakingPart
from assessments.kinds.vocabulary.models import Vocabulary, VocabularyAnalyse, VocabularyPart
from assessments.kinds.writing.models import Writing, WritingAnalyse, WritingPart
from assessments.models.attempts import (
    Attempt,
    AttemptEvent,
    Highlight,
    Mode,
    QuestionFlag,
    Response,
    ResponseEvent,
    StartKey,
    State,
)
from assessments.models.exams import (
    Exam,
    ExamVersion,
    Family,
    Media,
    Part,
    Question,
    QuestionGroup,
    ReleasePolicy,
    Status,
)
from assessments.models.marks import Analyse, Mark, Source

__all__ = [
    "Analyse",
    "Attempt",
    "AttemptEvent",
    "Exam",
    "ExamVersion",
    "Family",
    "Grammar",
    "GrammarAnalyse",
    "GrammarPart",
    "Highlight",
    "Listening",
    "ListeningAnalyse",
    "ListeningPart",
    "Mark",
    "Media",
    "Mode",
    "Part",
    "Pronunciation",
    "PronunciationAnalyse",
    "PronunciationPart",
    "Question",
    "QuestionFlag",
    "QuestionGroup",
    "Reading",
    "ReadingAnalyse",
    "ReadingPart",
    "ReleasePolicy",
    "Response",
    "ResponseEvent",
    "Source",
    "Speaking",
    "SpeakingAnalyse",
    "SpeakingPart",
    "StartKey",
    "State",
    "Status",
    "Vocabulary",
    "VocabularyAnalyse",
    "VocabularyPart",
    "Writing",
    "WritingAnalyse",
    "WritingPart",
]
