"""Reads a German sentence: what it instructs, warns of, needs, announces, or says will appear."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, Reading, Subject, literals
from pipeline.speech.corrections import correct
from pipeline.speech.german.clause_splitting import SUBORDINATE
from pipeline.speech.german.orders import orders_of, sure_orders
from pipeline.speech.german.phrases import Phrase, phrases
from pipeline.speech.german.prohibitions import forbids
from pipeline.speech.german.subjects import comes_next, infinitive_after_how, subject_of, topic_named
from pipeline.speech.german.verbs import infinitive_of
from pipeline.speech.german.vocabulary import (
    ACTION_VERBS,
    GOAL_VERBS,
    HANDLING_VERBS,
    PREPOSITIONS,
    SEPARABLE_PREFIXES,
    SIE_FORMS,
    STATE_VERBS,
)
from pipeline.speech.german.wording import OPENERS, WORDING, tidied, to_sie, without_possessives
from pipeline.speech.lexicon import phrase_of, word_set
from pipeline.speech.tags import without_tag
from pipeline.speech.urged import urged_and_done
from pipeline.speech.wording import MOST_INSTRUCTION_WORDS, MOST_TITLE_WORDS, WordedRules

_I = re.IGNORECASE
_NEGATED = re.compile(r"\b(?:nicht|kein|keine|keinen|keinem|keiner|nie|niemals|ohne)\b", _I)
_WARNING = phrase_of("german", "german.WARNING")
_LIMIT = re.compile(r", (?:(?:aber|und) )?(?:(?:ja |bloß )?nicht|nie|niemals|auf keinen Fall) [^,;]+$", _I)
"""The end of an instruction that says what it doesn't mean."""
_BUT_NEVER = phrase_of("german", "german.BUT_NEVER")
"""What to do, and behind it what never to do: "klickt auf Speichern, aber bloß nicht auf Löschen"."""
_NOTE = phrase_of("german", "german.NOTE")
_SUBJECT_SECOND = re.compile(r"^(?P<verb>[a-zäöüß]+(?:e|en|t)) (?P<who>ich|wir|ihr|sie|man)\b", _I)
_CONDITION_ALONE = re.compile(
    r"^(?:(?:und|aber|also|so|dann),? )*(?:wenn|falls|sobald|nachdem|bevor)\b[^,;:?]{8,120}\.$", _I
)
_CORRECTION = phrase_of("german", "german.CORRECTION")
_TIP = phrase_of("german", "german.TIP")
_EXPECTED = phrase_of("german", "german.EXPECTED")
_TRIAL = phrase_of("german", "german.TRIAL")
"""A sentence that says what a presenter does and what then appears."""
_PREREQUISITE = phrase_of("german", "german.PREREQUISITE")
_REMINDER = phrase_of("german", "german.REMINDER")
"""What isn't to be forgotten. It keeps its negation: "vergesst nicht, das Ventil zu schließen"."""
_TOPIC = phrase_of("german", "german.TOPIC")
_CHATTER = phrase_of("german", "german.CHATTER")


PLACED_WEIGHT, MEASURE_WEIGHT, REMINDER_WEIGHT = 0.55, 0.6, 0.8
"""How surely a sentence that says where something goes, how much of it, or what not to forget is an instruction."""
_ASKED = re.compile(
    r"^(?:könnt?en|könntet|könntest|würden|würdet|würdest) (?:Sie|ihr|du) (?P<before>[^?]*?)\bbitte "
    r"(?P<what>[^?]+(?:en|ern|eln))\?$",
    _I,
)
"""An order that is asked politely: "Könnten Sie den Hahn bitte schließen?"."""
_MEASURE = phrase_of("german", "german.MEASURE", re.NOFLAG)
"""An amount alone, as cooks name it while they add it."""
_PLACED = phrase_of("german", "german.PLACED", re.NOFLAG)
"""Where something goes: "das Formular kommt dann in die blaue Mappe"."""
_ADDED = re.compile(
    r"(?:(?:dann|jetzt|danach|noch|nun|anschließend|zuletzt|zum Schluss|als Nächstes) )*komm(?:t|en) "
    r"(?>(?:(?:dann|jetzt|noch|nun|ungefähr|etwa) )*)(?P<what>[^,]+) "
    r"(?P<way>dazu|hinzu|rein|hinein|drauf)(?P<tail>, [^?]+)?\.?$",
    _I,
)
"""An amount that is added: "dann kommen 350 Milliliter Wasser dazu"."""
_PRONOUN = re.compile(r"(?:es|sie|ihn|das|die|den|diese[nms]?|alles)(?: [a-zäöüß]+){1,3}$", _I)
""" "Es speichern": an instruction that only completes the one before it."""


class German(WordedRules):
    """The rules of German."""

    language = "de"
    wording = WORDING
    correction = re.compile(
        r"^(?:(?:nein|nee),? (?:warte[nt]?(?: sie)?|moment|halt|stopp)\b|moment,? nein"
        r"|quatsch|ich meine|entschuldigung|korrektur|sorry)\b",
        _I,
    )
    condition_alone = _CONDITION_ALONE
    run_command = "Diesen Befehl ausführen."

    def read(self, sentence: str) -> Reading:
        return _reading_of(without_tag(sentence, "de"))

    def title(self, phrase: str) -> str:
        return _title(phrase)

    def orders(self, sentence: str) -> tuple[Instruction, ...]:
        return orders_of(_with_correction(sentence))

    def tells_deed(self, sentence: str) -> bool:
        return _IN_TURN.match(sentence) is not None or any(
            _part_tells(part.strip(" .!")) for part in re.split(r"[,;:]", sentence)
        )

    def subject(self, sentence: str, *, first: bool) -> Subject | None:
        return subject_of(sentence)

    def topic_named(self, sentence: str) -> str | None:
        return topic_named(sentence)


@lru_cache(maxsize=2048)
def _reading_of(sentence: str) -> Reading:
    masked = literals.mask(sentence)
    text = _SHORT_ICH.sub(_in_full, _with_correction(" ".join(masked.text.split())))
    if asked := _ASKED.match(text):
        text = f"{asked['before']}{asked['what']}".strip()
        text = f"{text[:1].upper()}{text[1:]}."
    codes = masked.codes(text)
    opens = WORDING.opening_strength(text)
    if text.endswith("?") or len(text.split()) < 2 or _CHATTER.search(text) or comes_next(text):
        return Reading(question=text.endswith("?"), opens=opens, codes=codes)
    topic = _TOPIC.search(text.rstrip(" .!"))
    if topic:
        return Reading(topic=masked.restore(infinitive_after_how(topic.group("what"))), opens=opens)
    bare = OPENERS.sub("", text) or text
    if (urged := urged_and_done(masked.restore(bare), "de")) and (done := _reading_of(urged[1])).instructions:
        return replace(done, aside=done.aside or _reading_of(urged[0]).aside)
    if _PREREQUISITE.match(bare) and len(bare.split()) >= 4 and not bare.endswith("..") and not _NEGATED.search(bare):
        return Reading(prerequisite=masked.restore(WORDING.sentence_case(bare)), opens=opens, codes=codes)
    if reminder := _REMINDER.match(bare.rstrip(" .!")):
        told_of = _reminder(reminder, masked)
        return Reading(instructions=(told_of,), opens=opens, codes=codes)
    aside = _aside(text, bare)
    if aside:
        told = [_instruction(phrase, masked) for phrase in phrases(bare)] if _BUT_NEVER.match(bare) else []
        told_before = tuple(one for one in told if one is not None)
        return Reading(told_before, aside=Aside(aside.kind, masked.restore(aside.text)), opens=opens, codes=codes)
    if tried := _trial_and_result(bare):
        instruction = _instruction(tried[0], masked)
        if instruction is not None:
            return Reading(instructions=(instruction,), expected=masked.restore(tried[1]), opens=opens, codes=codes)
    if _EXPECTED.match(bare):
        return Reading(expected=masked.restore(_result_for_reader(bare)), opens=opens, codes=codes)
    instructions = [
        instruction for phrase in phrases(bare) if (instruction := _instruction(phrase, masked)) is not None
    ]
    if not instructions and _MEASURE.match(bare):
        instructions = [WORDING.instruction(bare, bare, "geben", MEASURE_WEIGHT, masked)]
    if not instructions and (added := _ADDED.match(bare)) and _MEASURE.match(added["what"]):
        said = f"{added['what']} {added['way']}geben"
        instructions = [
            WORDING.instruction(f"{said}{added['tail'] or ''}".rstrip(" ."), said, "geben", MEASURE_WEIGHT, masked)
        ]
    if not instructions and (placed := _PLACED.match(bare)):
        said = f"{placed['what']} kommt {placed['where']}".rstrip(" .")
        instructions = [WORDING.instruction(said, said, "legen", PLACED_WEIGHT, masked)]
    if not instructions and not _NEGATED.search(bare):
        instructions = list(sure_orders(sentence))
    if not instructions and _ALONE.fullmatch(bare.strip(" .!")) and bare != text:
        instructions = [WORDING.instruction(bare, bare, bare.strip(" .!").lower(), ALONE_WEIGHT, masked)]
    if forbids(bare):
        warning = Aside(CautionKind.WARNING, masked.restore(_without_openers(text, bare)))
        return Reading(instructions=tuple(instructions), aside=warning, opens=opens, codes=codes)
    if not instructions and _TIP.search(text):
        return Reading(
            aside=Aside(CautionKind.TIP, masked.restore(_without_openers(text, bare))), opens=opens, codes=codes
        )
    return Reading(instructions=tuple(instructions), opens=opens, codes=codes)


_ALONE = re.compile(
    r"(?:ab|zwischen)?speichern|bestätigen|ab(?:schicken|senden)|(?:neu |weiter)?(?:starten|klicken)|aktualisieren"
    r"|(?:an|ab)melden|(?:ein|aus)loggen|ausschalten|einschalten|abdrücken|umrühren|abschmecken|schließen",
    _I,
)
"""What needs no object where a word of order stands before it: "danach speichern"."""
ALONE_WEIGHT = 0.8
_SHORT_ICH = re.compile(
    r"\b(?P<before>[Ii]ch )(?P<verb>[a-zäöüß]{2,14}[^e\Wn])(?= )"
    r"|\b(?P<first>[a-zäöüßA-ZÄÖÜ][a-zäöüß]{1,14}[^e\Wn])(?= ich\b)"
)
_SHORT = word_set("geh nehm mach tu hol leg fahr schau stell zieh such lad kopier")


def _in_full(found: re.Match[str]) -> str:
    """A form for "ich" with the "e" that people leave out: "ich klick", "dann drück ich"."""
    verb = found["verb"] or found["first"]
    short = verb.lower() in _SHORT or f"{verb.lower()}en" in ACTION_VERBS
    return f"{found[0]}e" if short else found[0]


def _reminder(found: re.Match[str], masked: literals.Masked) -> Instruction:
    """The instruction of a reminder: "nicht vergessen, den Hahn zuzudrehen"."""
    if found["mind"]:
        said = f"{found['at']} denken{found['to']}"
    elif found["sure"]:
        said = f"sicherstellen{found['that']}"
    else:
        said = f"{found['what'].strip()} nicht vergessen{found['rest']}".strip()
    said = to_sie(without_possessives(said))
    return WORDING.instruction(said, said, "vergessen", REMINDER_WEIGHT, masked)


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
        return WORDING.sentence_case(bare)
    return WORDING.sentence_case(re.sub(r"^(?:(?:und|so|also|ja|aber)[\s,.]+)+", "", text, flags=_I))


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

    def turned(found: re.Match[str]) -> str:
        verb, who = found["verb"].lower(), found["who"].lower()
        if who in ("ich", "wir"):
            return f"Sie {SIE_FORMS.get(verb) or infinitive_of(verb) or verb}"
        return f"{found['who']} {verb}"

    return WORDING.sentence_case(_SUBJECT_SECOND.sub(turned, result))


def _instruction(phrase: Phrase, masked: literals.Masked) -> Instruction | None:
    """The instruction of a phrase; None if it is too long to be one."""
    lead, said = phrase.lead, phrase.text
    worded = to_sie(tidied(lead)) if lead else ""
    lead = worded if len(worded.split()) > 1 else lead  # "wenn ja"
    whole = f"{lead}, {said}" if lead else said
    if len(whole.split()) > MOST_INSTRUCTION_WORDS:
        cut = SUBORDINATE.search(whole, len(lead) + 1 if lead else 0)
        if cut is None or len(whole[: cut.start()].split()) > MOST_INSTRUCTION_WORDS + 5:
            return None
        whole = whole[: cut.start()]
    verb = (said.split(",")[0].split() or [""])[-1].lower()
    instruction = WORDING.instruction(whole, said, verb, phrase.weight, masked, lead)
    return replace(
        instruction,
        weight=round(phrase.weight, 3),
        announces_goal=phrase.weight != 0.6
        and verb in GOAL_VERBS
        and not masked.codes(whole)
        and not lead
        and not re.search(r"\d|['\"“„]", said),
        handling=verb in HANDLING_VERBS,
        closing=_PRONOUN.match(said) is not None,
    )


_THING_MOVED = phrase_of("german", "german.THING_MOVED", re.NOFLAG)
""" "Deckel wieder drauf": a thing and where it goes, without a verb."""
_IN_TURN = re.compile(
    r"^(?:zu)?erst (?:[^\s,]+ ){0,5}[^\s,]+, dann (?:noch )?(?:den|die|das|eine?n?|ins?|auf|mit)\b", _I
)
""" "Erst das Wasser, dann die Säure"."""
_PLACES = phrase_of("german", "german.PLACES", re.NOFLAG)
"""What says, with no one who does it, where something goes or what must come off: "obendrauf kommt eine Schicht"."""
_DONE_TO = phrase_of("german", "german.DONE_TO")
"""What is done to something: "die Lager werden alle 50 Stunden abgeschmiert"."""
_PARTICIPLE = re.compile(
    r"(?:[a-zäöüß]{0,12}ge[a-zäöüß]+|(?:be|ver|ent|zer|er|über|unter)[a-zäöüß]+|[a-zäöüß]+ier)(?:t|en)"
)
_FINITE = re.compile(
    r"\b(?:bin|ist|sind|war|waren|wäre|hat|hatte|hätte|haben|wird|werden|worden|kann|können|muss|müssen|soll|will|wollen"
    r"|darf|würde|kommt|geht|gibt|gab|gehören)\b"
)


def _part_tells(part: str) -> bool:
    """Whether a clause tells a deed: of the listeners, in the passive, or without a finite verb, as "Tank ausspülen",
    "Deckel drauf"."""
    if _NEGATED.search(part) or re.match(r"(?:wenn|falls|weil|dass|um|damit|ob)\b", part, _I):
        return False
    if _PLACES.search(part) or sure_orders(part):
        return True
    if passive := _DONE_TO.search(part):
        return _PARTICIPLE.fullmatch(passive["done"]) is not None
    words = part.split()
    if _FINITE.search(part) or len(words) < 2:
        return False
    last = words[-1]
    prefixed = last.startswith((*SEPARABLE_PREFIXES, "unter")) and infinitive_of(last) == last and len(last) > 6
    return last in ACTION_VERBS or prefixed or bool(_THING_MOVED.match(part))


_OF_ONE_VERB = re.compile(
    rf"(?i:zuerst |zunächst )?(?P<first>.{{3,90}}? (?:{'|'.join(sorted(ACTION_VERBS))})) und \S+ "
    r"|(?P<open>[^,]{0,60}\b[A-ZÄÖÜ][\wäöüß-]+ (?:[a-zäöüß]+ ){0,3}?[a-zäöüß]{3,}en) und (?![a-zäöüß]+en\b)\S+ "
)
"""The first of two deeds that "und" joins, with its verb: "das Formular ausfüllen und den Betrag eingeben"."""


def _title(phrase: str) -> str:
    """A title of at most eight words: without its condition and its subordinate clauses. If it is still too long, words
    from a preposition on are left out; the verb at the end stays."""
    phrase = phrase.strip().rstrip(".!?")
    if re.match(r"^(?:wenn|falls|sobald|bevor|nachdem|um|damit)\b", phrase, _I) and "," in phrase:
        phrase = phrase.split(",", 1)[1].strip()
    main = SUBORDINATE.split(_LIMIT.sub("", phrase), maxsplit=1)[0]
    if len(main.split()) > MOST_TITLE_WORDS and (several := _OF_ONE_VERB.match(main)):
        main = several["first"] or several["open"]
    listed = re.split(r",(?!\d)", main)  # unlike 1.250,50
    words = listed[0].split()
    ends = bool(words) and words[-1][0].islower() and words[-1].endswith("n")
    if words and len(listed) > 1 and not ends and main.split()[-1] != words[-1]:
        words.append(main.split()[-1])  # the verb comes after the list
    if len(words) > MOST_TITLE_WORDS:
        verb, head = words[-1], words[:-1]
        cuts = [i for i, w in enumerate(head) if i >= 2 and w.lower() in PREPOSITIONS and i < MOST_TITLE_WORDS]
        words = [*head[: cuts[0] if cuts else MOST_TITLE_WORDS - 1], verb]
    title = re.sub(
        r"^(?:(?:dazu|damit|dort|darauf|daraus|dafür|danach|dann|anschließend|jetzt|nun|zuerst|zuletzt) )+(?=\S+ \S)",
        "",
        " ".join(words),
        flags=_I,
    )
    return title[:1].upper() + title[1:]
