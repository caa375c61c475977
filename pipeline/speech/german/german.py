"""Reads a German sentence: what it instructs, warns of, needs, announces, or says will appear."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, LanguageRules, Neighbour, Reading, literals
from pipeline.speech.corrections import correct
from pipeline.speech.german.clause_splitting import SUBORDINATE
from pipeline.speech.german.phrases import Phrase, phrases
from pipeline.speech.german.prohibitions import forbids
from pipeline.speech.german.verbs import infinitive_of
from pipeline.speech.german.vocabulary import (
    ACTION_VERBS,
    GOAL_VERBS,
    HANDLING_VERBS,
    PREPOSITIONS,
    SIE_FORMS,
    STATE_VERBS,
    TANGIBLE_THINGS,
)
from pipeline.speech.german.wording import OPENERS, content_words, tidied, to_sie

_I = re.IGNORECASE
MOST_INSTRUCTION_WORDS = 25
"""A longer instruction is cut before its subordinate clause, and left out if it is still over five words longer."""
MOST_TITLE_WORDS = 8

_OPENS = (
    (re.compile(r"^(?:und |so |jetzt )*(?:als nächst|der nächste schritt|im nächsten schritt|zum schluss"
                r"|als letzt|schließlich)", _I), 2.5),
    (re.compile(r"^(?:zuerst|zunächst|als erstes|starten tun|wir (?:beginnen|starten))\b", _I), 2.0),
    (re.compile(r"^(?:so,|jetzt|nun|danach|anschließend|in der zwischenzeit)\b", _I), 1.2),
    (re.compile(r"^(?:dann|und dann)\b", _I), 0.4),
)  # fmt: skip
"""Phrases that begin something new, and how strongly they do (0 to 3)."""
_NEGATED = re.compile(r"\b(?:nicht|kein|keine|keinen|keinem|keiner|nie|niemals|ohne)\b", _I)
_WARNING = re.compile(
    r"\b(?:achtung|vorsicht|aufpassen|niemals|auf keinen fall|bloß nicht|unbedingt darauf achten)\b"
    r"|^[a-zäöüß]+en sie (?:[\wäöüß]+ ){0,6}(?:nicht|nie|niemals|keine?n?)\b",
    _I,
)
_NOTE = re.compile(
    r"^(?:(?:und|so|was|ganz|aber),?\s+)*(?:wichtig|beachten sie|bitte beachten|denken sie daran"
    r"|hinweis|merken)\b|\bwichtig ist\b|\b(?:das reicht|ist (?:das )?(?:vollkommen )?ausreichend)\b",
    _I,
)
_SUBJECT_SECOND = re.compile(r"^(?P<verb>[a-zäöüß]+(?:e|en|t)) (?P<who>ich|wir|ihr|sie|man)\b", _I)
_CONDITION_ALONE = re.compile(
    r"^(?:(?:und|aber|also|so|dann),? )*(?:wenn|falls|sobald|nachdem|bevor)\b[^,;:?]{8,120}\.$", _I
)
_CORRECTION = re.compile(
    r",?(?:(?<!\s)\s+)?\b(?:nein,? (?:warte|moment)|moment,? nein|quatsch|ich meine|entschuldigung|korrektur|sorry)"
    r"\b[,.:;\s–-]*",
    _I,
)
_TIP = re.compile(
    r"\b(?:vergesst nicht|vergessen sie nicht|nicht vergessen|tipp|empfiehlt es sich|am besten|ich empfehle"
    r"|wir empfehlen|alternativ|wer [\wäöüß ]{1,120} möchte)\b",
    _I,
)
_EXPECTED = re.compile(
    r"^(?:(?:und|dann|jetzt|hier|nun)\s+)*(?:(?:sie|ihr|wir|du)\s+(?:sehen|seht|siehst|bekommen|erhalten"
    r"|werdet sehen|werden sehen)|(?:es|das|dies|er|sie)\s+(?:erscheint|öffnet sich|wird|zeigt)\b|[\wäöüß]+\s+(?:wir"
    r"|sie|ihr)\s+(?:sehen|seht)\b|(?:sehen|seht|sieht) (?:wir|sie|ihr|man)\b)",
    _I,
)
_TRIAL = re.compile(
    r"^wenn (?P<who>ich|wir|man|ihr|du|sie) (?P<does>[^,]{4,90}?)(?:,\s*(?:dann\s+)?|\s+dann\s+)"
    r"(?P<seen>(?:sehe|sehen|seht|sieht|bekomme|bekommen|bekommt|haben|hat|erscheint|zeigt|öffnet"
    r"|können (?:wir|sie) .*\bsehen)\b.{6,})$",
    _I,
)
"""A sentence that says what a presenter does and what then appears."""
_PREREQUISITE = re.compile(
    r"^(?:(?:dafür|dazu|hier|natürlich|zuerst) )?(?:sie|wir|ihr|ich|du|man) (?:brauchen|benötigen|brauche|benötige"
    r"|braucht|benötigt)\s|^(?:was wir brauchen|voraussetzung)\b",
    _I,
)
_TOPIC = re.compile(
    r"\b(?:in diesem (?:video|tutorial|film|kurs|clip)|heute)\b.{0,200}?\b(?:wie (?:man|ich|wir|sie|ihr|du)"
    r"|wie)\s+(?P<what>[^,.]{1,200})$",
    _I,
)
_CHATTER = re.compile(
    r"\b(?:abonnier\w+|däumchen|daumen hoch|link (?:ist|findet ihr) (?:unter|in)|in der (?:video)?beschreibung"
    r"|dieses mal werde|willkommen|tschüss|angucken könn\w+|guten appetit|die soße mal anschauen)\b",
    _I,
)


class German(LanguageRules):
    """The rules of German."""

    def read(self, sentence: str) -> Reading:
        return _reading_of(sentence)

    def without_fillers(self, sentence: str) -> str:
        masked = literals.mask(sentence)
        return masked.restore(_sentence_case(OPENERS.sub("", masked.text)))

    def title(self, phrase: str) -> str:
        return _title(phrase)

    def content_words(self, text: str) -> frozenset[str]:
        return content_words(text)

    def is_correction(self, sentence: str) -> bool:
        return bool(
            re.match(
                r"^(?:nein,? (?:warte|moment)|moment,? nein|quatsch|ich meine|entschuldigung|korrektur|sorry)\b",
                sentence,
                _I,
            )
        )

    def neighbour_of(self, sentence: str) -> Neighbour | None:
        return Neighbour.NEXT if _CONDITION_ALONE.match(sentence) else None

    def instruction_to_run(self, code: str) -> str:
        return "Diesen Befehl ausführen."


@lru_cache(maxsize=2048)
def _reading_of(sentence: str) -> Reading:
    masked = literals.mask(sentence)
    text = _with_correction(re.sub(r"\s+", " ", masked.text).strip())
    codes = masked.codes(text)
    opens = max((strength for pattern, strength in _OPENS if pattern.match(text)), default=0.0)
    if text.endswith("?") or len(text.split()) < 2 or _CHATTER.search(text):
        return Reading(question=text.endswith("?"), opens=opens, codes=codes)
    topic = _TOPIC.search(text.rstrip(" .!"))
    if topic:
        return Reading(topic=masked.restore(_infinitive_after_how(topic.group("what"))), opens=opens)
    bare = OPENERS.sub("", text) or text
    if _PREREQUISITE.match(bare) and len(bare.split()) >= 4 and not bare.endswith("..") and not _NEGATED.search(bare):
        return Reading(prerequisite=masked.restore(_sentence_case(bare)), opens=opens, codes=codes)
    aside = _aside(text, bare)
    if aside:
        return Reading(aside=Aside(aside.kind, masked.restore(aside.text)), opens=opens, codes=codes)
    if tried := _trial_and_result(bare):
        instruction = _instruction(tried[0], masked)
        if instruction is not None:
            return Reading(instructions=(instruction,), expected=masked.restore(tried[1]), opens=opens, codes=codes)
    if _EXPECTED.match(bare) and not re.search(r"\b(?:ich|wir) (?:möchten?|will|wollen|definieren?)\b", bare, _I):
        return Reading(expected=masked.restore(_result_for_reader(bare)), opens=opens, codes=codes)
    instructions = [
        instruction for phrase in phrases(bare) if (instruction := _instruction(phrase, masked)) is not None
    ]
    if forbids(bare):
        warning = Aside(CautionKind.WARNING, masked.restore(_without_openers(text, bare)))
        return Reading(instructions=tuple(instructions), aside=warning, opens=opens, codes=codes)
    if not instructions and _TIP.search(text):
        return Reading(
            aside=Aside(CautionKind.TIP, masked.restore(_without_openers(text, bare))), opens=opens, codes=codes
        )
    return Reading(instructions=tuple(instructions), opens=opens, codes=codes)


def _with_correction(text: str) -> str:
    """The sentence with the speaker's correction put in place of what it corrects."""
    parts = _CORRECTION.split(text, maxsplit=1)
    if len(parts) < 2 or not parts[0].strip() or not parts[1].strip(" ."):
        return text
    return correct(parts[0].rstrip(" ,;:.–-"), _with_correction(parts[1].lstrip(" ,")))


def _aside(text: str, bare: str) -> Aside | None:
    """The warning or note that a sentence is, or None. `bare` is the sentence without its openers."""
    if _WARNING.search(text) and len(text.split()) >= 3:
        return Aside(
            CautionKind.WARNING, _without_openers(text, re.sub(r"^(?:achtung|vorsicht)[,!:]? ", "", bare, flags=_I))
        )
    if _NOTE.search(text) and len(text.split()) >= 4:
        return Aside(CautionKind.NOTE, _without_openers(text, bare))
    return None


def _without_openers(text: str, bare: str) -> str:
    """A sentence without its openers, unless it would then begin with its verb: "da muss man aufpassen" keeps "da"."""
    if not re.match(r"(?:muss|müssen|empfiehlt|ist|sind|hat|haben|kann|können|soll|sollte|gibt|geht)\b", bare, _I):
        return _sentence_case(bare)
    return _sentence_case(re.sub(r"^(?:(?:und|so|also|ja|aber)[\s,.]+)+", "", text, flags=_I))


def _trial_and_result(bare: str) -> tuple[Phrase, str] | None:
    """(the instruction, its result) of a sentence such as "wenn ich die Seite neu lade, sehe ich den Eintrag"; None for
    any other sentence."""
    found = _TRIAL.match(bare.rstrip(" ."))
    if not found or _NEGATED.search(found["does"]):
        return None
    words = tidied(found["does"]).split()
    verb = infinitive_of(words[-1].lower()) if words else None
    if verb is None or verb in STATE_VERBS or len(words) < 2:
        return None
    weight = 0.65 if verb in ACTION_VERBS else 0.5
    return Phrase("", " ".join([*words[:-1], verb]), weight), _result_for_reader(found["seen"])


def _result_for_reader(result: str) -> str:
    """A result with its subject first: "sehen wir den Eintrag" becomes "Sie sehen den Eintrag."."""

    result = re.sub(r"^(?:ihr|sie|wir|du) (?:werdet|werden|wirst) sehen,? (?:dass )?", "", result, flags=_I)

    def turned(found: re.Match[str]) -> str:
        verb, who = found["verb"].lower(), found["who"].lower()
        if who in ("ich", "wir"):
            return f"Sie {SIE_FORMS.get(verb) or infinitive_of(verb) or verb}"
        return f"{found['who']} {verb}"

    return _sentence_case(_SUBJECT_SECOND.sub(turned, result))


def _instruction(phrase: Phrase, masked: literals.Masked) -> Instruction | None:
    """The instruction of a phrase; None if it is too long to be one."""
    lead, said = phrase.lead, phrase.text
    lead = to_sie(tidied(lead)) if lead else ""
    whole = f"{lead}, {said}" if lead else said
    if len(whole.split()) > MOST_INSTRUCTION_WORDS:
        cut = SUBORDINATE.search(whole, len(lead) + 1 if lead else 0)
        if cut is None or len(whole[: cut.start()].split()) > MOST_INSTRUCTION_WORDS + 5:
            return None
        whole = whole[: cut.start()]
    text = masked.restore(_sentence_case(whole))
    verb = (said.split(",")[0].split() or [""])[-1].lower()
    words = content_words(masked.restore(said))
    pronoun = re.match(r"(?:es|sie|ihn|das|die|den|diese[nms]?|alles)(?: [a-zäöüß]+){1,3}$", said, _I) is not None
    codes = masked.codes(whole)
    tangible = bool(codes) or bool(TANGIBLE_THINGS.search(text))
    return Instruction(
        text=text,
        verb=verb,
        weight=round(phrase.weight, 3),
        words=words,
        announces_goal=phrase.weight != 0.6
        and verb in GOAL_VERBS
        and not codes
        and not lead
        and not re.search(r"\d|['\"“„]", said),
        handling=verb in HANDLING_VERBS,
        closing=pronoun,
        evidence=round(phrase.weight * (1.4 if tangible else 0.7), 3),
        code=codes[0] if len(codes) == 1 else None,
        lead=masked.restore(f"{_sentence_case(lead).rstrip('.')},") if lead else None,
    )


def _sentence_case(text: str) -> str:
    """The text with a capital letter at the start and a full stop at the end. Commands keep their first letter."""
    text = re.sub(r"\s+", " ", text).strip(" ,;")
    if not text:
        return text
    typed = text.startswith("Qz") or text.split()[0] in ("cmd", "config", "git", "npm", "pip")
    text = text if typed else text[0].upper() + text[1:]
    return text if text[-1] in ".!?:" else f"{text}."


def _infinitive_after_how(what: str) -> str:
    """What follows "wie man", in the infinitive: "einen Token erstellt" becomes "einen Token erstellen"."""
    words = what.strip(" .").split()
    if words and re.fullmatch(r"[a-zäöüß]+t", words[-1]):
        words[-1] = words[-1][:-1] + "en"
    if words and words[-1].lower() in ("kann", "können", "könnt", "kannst"):
        words = words[:-1]
    return " ".join(words)


def _title(phrase: str) -> str:
    """A title of at most eight words: without its condition and its subordinate clauses. If it is still too long, words
    from a preposition on are left out; the verb at the end stays."""
    phrase = phrase.strip().rstrip(".!?")
    if re.match(r"^(?:wenn|falls|sobald|bevor|nachdem|um|damit)\b", phrase, _I) and "," in phrase:
        phrase = phrase.split(",", 1)[1].strip()
    main = SUBORDINATE.split(phrase, maxsplit=1)[0]
    words = main.split(",")[0].split()
    if words and "," in main and main.split()[-1] != words[-1]:
        words.append(main.split()[-1])  # the verb comes after the list
    if len(words) > MOST_TITLE_WORDS:
        verb, head = words[-1], words[:-1]
        cuts = [i for i, w in enumerate(head) if i >= 2 and w.lower() in PREPOSITIONS and i < MOST_TITLE_WORDS]
        words = [*head[: cuts[0] if cuts else MOST_TITLE_WORDS - 1], verb]
    title = re.sub(r"^(?:dazu|damit|dort|darauf|daraus|dafür) (?=\S+ \S)", "", " ".join(words), flags=_I)
    return title[:1].upper() + title[1:]
