"""British and American spellings of one word are one word: both are accepted in an answer.

Pure. The same mapping is laid over answer and key, so it may only join words that mean the same.
"""

from __future__ import annotations

import re

OUR = re.compile(
    r"^(arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|misdemean"
    r"|multicol|neighb|od|parl|ranc|rig|rum|sav|splend|succ|tum|val|vap|vig|watercol)our"
    r"(s|ed|ing|ings|er|ers|able|ful|less|ly|y|ite|ites|hood|hoods|ist|ists|al|ally)?$"
)
RE = re.compile(
    r"^((?:kilo|milli|centi|deci)?(?:met|lit)|amphitheat|theat|fib|calib|cent|somb|lust|spect"
    r"|meag|sab)re(s)?$"
)
DOUBLE_L = re.compile(
    r"^(cance|channe|chise|counse|due|equa|fue|funne|grave|initia|labe|leve|libe|marve|mode|pane"
    r"|peda|penci|quarre|refue|riva|shove|signa|spira|swive|tota|towe|trave|tunne)ll"
    r"(ed|ing|ings|er|ers|or|ors)$"
)
IZE = re.compile(r"^([a-z]{3,})(i|y)s(e|es|ed|er|ers|ing|ation|ations|able)$")
YZE = frozenset({"anal", "paral", "catal", "hydrol", "electrol", "dial"})
KEPT_IN_S = frozenset({
    "advertise", "advise", "anise", "appraise", "apprise", "braise", "bruise", "chastise",
    "chemise", "circumcise", "comprise", "compromise", "concise", "cruise", "demise", "despise",
    "devise", "disenfranchise", "disguise", "enterprise", "excise", "exercise", "expertise",
    "franchise", "improvise", "incise", "malaise", "mayonnaise", "merchandise", "moonrise",
    "paradise", "porpoise", "praise", "precise", "premise", "promise", "reprise", "revise",
    "sunrise", "supervise", "surmise", "surprise", "televise", "tortoise", "treatise",
    "turquoise", "uprise", "valise",
})  # fmt: skip
PAIRS = {
    "grey": "gray", "greys": "grays", "greyish": "grayish", "plough": "plow", "ploughs": "plows",
    "ploughed": "plowed", "ploughing": "plowing", "programme": "program", "programmes": "programs",
    "catalogue": "catalog", "catalogues": "catalogs", "dialogue": "dialog", "dialogues": "dialogs",
    "analogue": "analog", "tyre": "tire", "tyres": "tires", "aluminium": "aluminum",
    "sulphur": "sulfur", "sulphate": "sulfate", "mould": "mold", "moulds": "molds",
    "moulded": "molded", "moulding": "molding", "moustache": "mustache", "pyjamas": "pajamas",
    "jewellery": "jewelry", "defence": "defense", "defences": "defenses", "offence": "offense",
    "offences": "offenses", "licence": "license", "licences": "licenses", "practise": "practice",
    "practised": "practiced", "practising": "practicing", "pretence": "pretense", "kerb": "curb",
    "kerbs": "curbs", "cosy": "cozy", "sceptic": "skeptic", "sceptical": "skeptical",
    "artefact": "artifact", "artefacts": "artifacts", "ageing": "aging", "enrol": "enroll",
    "enrolment": "enrollment", "fulfil": "fulfill", "fulfilment": "fulfillment",
    "skilful": "skillful", "wilful": "willful", "paediatric": "pediatric", "anaemia": "anemia",
    "anaesthetic": "anesthetic", "archaeology": "archeology", "archaeologist": "archeologist",
    "archaeologists": "archeologists", "archaeological": "archeological",
    "encyclopaedia": "encyclopedia", "oestrogen": "estrogen", "manoeuvre": "maneuver",
    "manoeuvres": "maneuvers", "haemoglobin": "hemoglobin", "leukaemia": "leukemia",
    "diarrhoea": "diarrhea", "foetus": "fetus", "mediaeval": "medieval", "judgement": "judgment",
    "acknowledgement": "acknowledgment", "storey": "story", "storeys": "stories",
    "draught": "draft", "draughts": "drafts", "cheque": "check", "cheques": "checks",
    "woollen": "woolen", "marvellous": "marvelous", "carburettor": "carburetor",
    "instalment": "installment", "instalments": "installments", "doughnut": "donut",
    "doughnuts": "donuts", "yoghurt": "yogurt", "axe": "ax", "learnt": "learned",
    "burnt": "burned", "spelt": "spelled",
    "spoilt": "spoiled", "dreamt": "dreamed", "leapt": "leaped", "travelogue": "travelog",
    "centring": "centering", "centred": "centered",
    "fibreglass": "fiberglass", "centrepiece": "centerpiece", "neighbouring": "neighboring",
}  # fmt: skip


def american(word: str) -> str:
    """The American spelling of one lower-case word; any other word comes back as it is."""
    if word in PAIRS:
        return PAIRS[word]
    if match := OUR.match(word):
        return f"{match[1]}or{match[2] or ''}"
    if match := RE.match(word):
        return f"{match[1]}er{match[2] or ''}"
    if match := DOUBLE_L.match(word):
        return f"{match[1]}l{match[2]}"
    match = IZE.match(word)
    if match and _is_ize(match[1], match[2]):
        return f"{match[1]}{match[2]}z{match[3]}"
    return word


def _is_ize(stem: str, vowel: str) -> bool:
    if vowel == "y":
        return stem in YZE
    return f"{stem}ise" not in KEPT_IN_S and not stem.endswith("w")
