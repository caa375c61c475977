"""A German clause that instructs -> an infinitive phrase: "wir öffnen die Datei" becomes "die Datei öffnen"."""

from __future__ import annotations

import re

from pipeline.speech.german.clause_splitting import (
    SUBORDINATE,
    infinitive_after_several,
    starts_with_verb,
    tells_several,
    verb_and_subject_at,
)
from pipeline.speech.german.verbs import (
    INFINITIVE,
    infinitive_of,
    infinitive_of_imperative,
    infinitive_of_participle,
    infinitive_told_of_man,
    infinitive_told_to_several,
    infinitive_with_prefix,
    is_separated,
)
from pipeline.speech.german.vocabulary import (
    ACTION_VERBS,
    AUXILIARIES,
    MODALS,
    PREPOSITIONS,
    SEPARABLE_PREFIXES,
    STATE_VERBS,
)
from pipeline.speech.german.wording import WORDING, tidied, to_sie, without_possessives
from pipeline.speech.lexicon import phrase_of

_I = re.IGNORECASE

_NEGATED = re.compile(r"\b(?:nicht(?! zu [a-zäöüß]+e[nmrs]?\b)|kein|keine|keinen|keinem|keiner|nie|niemals|ohne)\b", _I)
_PASSIVE = phrase_of("german", "infinitives.PASSIVE")
_PURPOSE = re.compile(
    r"^(?:(?:dann|so) )?(?:kann|können|könnt) (?:ich|wir|ihr|man|sie) .*\b(?:besser|leichter|schneller|einfacher)\b", _I
)
"""What an instruction makes easier or faster. It doesn't instruct."""
_BARE = phrase_of("german", "infinitives.BARE")
"""A command without a verb: "Deckel drauf", "rein in den Backofen"."""
_LET = frozenset({"lass", "lasse", "lasst", "lassen", "lässt"})
_PREFIXES = tuple(SEPARABLE_PREFIXES)
_PRONOUNS = frozenset({"ich", "du", "wir", "ihr", "sie", "man"})
_WAYS = {"drauf": "drauflegen", "dazu": "dazugeben", "drüber": "drübergeben", "rein": "reingeben"}


def infinitive_phrase(clause: str, before: float) -> tuple[str, float] | None:
    """(the clause as an infinitive phrase, how surely it instructs from 0 to 1); None if it doesn't instruct. `before`
    is the weight of the clause before, or 0. Only after an instruction can a clause that begins with a verb go on."""
    clause = clause.strip(" ,.;:!")
    cut = SUBORDINATE.search(clause)
    main, tail = (clause[: cut.start()], clause[cut.start() :]) if cut else (clause, "")
    words = main.split()
    if not words or _NEGATED.search(main) or _PURPOSE.match(clause):
        return None
    found_phrase = _phrase_and_weight(main, words, before)
    if found_phrase is None:
        return None
    phrase, weight = found_phrase
    text = tidied(" ".join(phrase))
    verb = text.split()[-1].lower() if text else ""
    content = WORDING.content_words(text) - {verb}
    known = verb in ACTION_VERBS | {"rausnehmen"} or (before and verb.startswith(_PREFIXES))  # "schaut sie euch an"
    points = known and re.match(r"(?:es|sie|ihn|das|die|den|alles) ", text, _I)
    names = re.search(r"\b[A-ZÄÖÜ][A-ZÄÖÜ0-9]\b", text)  # "auf OK klicken"
    if len(text.split()) < 2 or (not content and not points and not names):
        return None
    if verb in ("machen", "tun", "zaubern", "versuchen", "lassen") and len(content) < 2:
        return None
    if re.search(r"\.\.|\b(?:ich|wir|es (?:ist|wird)|mache|gehe)\b|\b(?:ist|sind|war|waren) (?!und\b)", text):
        return None
    if is_broken(phrase):
        return None
    if re.search(r"\b(?:auf|in|an|mit|für|zu) (?:das|die|der|den|dem|ein|eine) [a-zäöüß]+en$", text):
        return None  # the noun is missing
    tail = (
        ""
        if re.search(r"\b(?:ich|wir)\b.*\b(?:ich|wir|mache)\b", tail, _I)
        or re.match(r",?\s*(?:diese|so |weil|denn)", tail, _I)
        else tail.rstrip(" .")
    )
    return f"{text}{to_sie(without_possessives(tail))}", weight if content or names else weight * 0.8


def is_broken(phrase: list[str]) -> bool:
    """Whether another clause is left in a phrase: a finite verb that addresses listeners after a conjunction or comma,
    or a verb's prefix before one."""
    for n, word in enumerate(phrase[:-1]):
        low, following = word.lower().strip(","), phrase[n + 1].lower()
        joint = low in ("und", "oder") or word.endswith(",")
        rest = phrase[n + 1 :]
        if joint and len(rest) > 1 and rest[0][0].islower():
            if infinitive_after_several(rest) is not None:
                return True
            if not rest[0].endswith(("t", "en")) and infinitive_of_imperative(rest):
                return True
        ends = n and (following in ("und", "oder") or word.endswith(","))
        last = n + 2 == len(phrase) - 1  # "an und ausschalten"
        if ends and not last and low in SEPARABLE_PREFIXES - {"neu", "fest", "hoch", "mit"}:
            return True
    return False


_IN_TURN = frozenset({"zuerst", "zunächst", "danach", "anschließend"})
"""Words of order after an imperative, which a numbered line can do without."""
_REFLEXIVE = frozenset({"an", "ab", "ein", "aus"})
"""The prefixes with which a verb for signing in and out goes with "euch"."""


def _reflexive(words: list[str]) -> list[str]:
    """The words with "sich" for "euch" where listeners sign in or out: "meldet euch am Server an"."""
    if not words or words[0].lower() != "euch" or words[-1].lower() not in _REFLEXIVE or len(words) < 3:
        return words
    return ["sich", *words[1:]]


def _phrase_and_weight(main: str, words: list[str], before: float) -> tuple[list[str], float] | None:
    """(the words of the phrase with the verb last, the weight from 0 to 1); None if the clause doesn't instruct."""
    if passive := _PASSIVE.match(main):
        verb = infinitive_of_participle(passive["done"].lower())
        what = re.sub(
            r"^der\b", "den", passive["what"].lower() if passive["what"][:2].isupper() else passive["what"], flags=_I
        )
        return (
            ([*what.split(), *passive["rest"].split(), verb], MODALS.get(passive["modal"].lower(), 0.8))
            if verb
            else None
        )
    if bare := _BARE.match(main):
        if bare["into"]:
            return [*bare["place"].split(), "geben"], 0.7
        return [*bare["what"].split(), _WAYS[bare["way"].lower()]], 0.7
    if (left := _left_alone(words)) is not None:
        return [*left, "lassen"], 0.7 if words[1].lower() in _PRONOUNS or words[0].lower() in _PRONOUNS else 1.0
    place = verb_and_subject_at(words)
    if place is not None:
        return _phrase_without_subject(words, *place)
    if words[0].lower() in ("lass", "lasst", "lassen") and len(words) > 2 and words[1].lower() in ("uns", "sie"):
        rest = words[3:] if words[2].lower() == "uns" else words[2:]
        return (rest, 0.7) if rest and rest[-1].lower() in ACTION_VERBS else None
    order = infinitive_of_imperative(words)
    if order is not None:
        rest = _reflexive(words[1:]) if words[0].lower().endswith("t") else words[1:]
        while len(rest) > 1 and rest[0].lower() in _IN_TURN:
            rest = rest[1:]
        return with_prefix_joined(rest, order), 1.0
    if before and starts_with_verb(main):
        return with_prefix_joined(words[1:], infinitive_of(words[0].lower()) or words[0].lower()), before
    if before and tells_several(main):
        verb = infinitive_after_several(words) or ""
        weight = before if verb in ACTION_VERBS or infinitive_told_to_several(words) else before * 0.8
        return with_prefix_joined(_reflexive(words[1:]), verb), weight
    if words[-1].lower() in ACTION_VERBS and words[-1][0].islower() and 2 <= len(words) <= 14:
        return None if any(word.lower() in AUXILIARIES for word in words) else (words, 0.9)
    return None


def _left_alone(words: list[str]) -> list[str] | None:
    """The words of "lasst ihr den Teig ruhen" without its verb and its subject; None for another clause."""
    first = [word.lower() for word in words[:2]]
    told = first[0] in _LET or (len(first) > 1 and first[0] in _PRONOUNS and first[1] in _LET)
    rest = words[2 if _PRONOUNS.intersection(first) else 1 :]
    if not told or len(rest) < 2 or not INFINITIVE.fullmatch(rest[-1]) or rest[0].lower() == "uns":
        return None
    return rest


def _phrase_without_subject(words: list[str], verb_at: int, subject_at: int) -> tuple[list[str], float] | None:
    """The same for a main clause with a pronoun as its subject: "ich klicke auf OK" becomes "auf OK klicken"."""
    front = words[: min(verb_at, subject_at)]
    rest = words[max(verb_at, subject_at) + 1 :]
    verb, subject = words[verb_at].lower().strip(","), words[subject_at].lower()
    if verb in MODALS:
        weight = MODALS[verb] * (0.9 if subject == "ich" else 1.0)
        rest = _with_infinitive_last(rest)
        if not rest or rest[-1].lower().strip(".,") in STATE_VERBS - {"warten", "lassen", "verwenden"}:
            return None
        return [*front, *rest], weight
    if subject == "ihr":
        rest = _reflexive(rest)
        told = [verb, subject, *rest]
        infinitive = infinitive_told_to_several(told) or infinitive_with_prefix(told)
    elif subject == "man":
        infinitive = infinitive_told_of_man([verb, subject, *rest])
    else:
        infinitive = infinitive_of(verb)
        if infinitive is None and subject == "du":
            infinitive = infinitive_with_prefix([verb, subject, *rest])
    if infinitive is None or infinitive in STATE_VERBS or verb in STATE_VERBS:
        return None
    weight = 0.6 if subject == "ich" else 0.7
    if subject in ("sie", "ihr") and verb_at < subject_at and not front:
        weight = 1.0
    if infinitive not in ACTION_VERBS:
        weight *= 0.8
    if any(w.islower() and w.endswith("e") and infinitive_of(w) in ACTION_VERBS for w in (*front, *rest)):
        return None  # two clauses with nothing between them
    return with_prefix_joined([*front, *rest], infinitive), weight


def _with_infinitive_last(rest: list[str]) -> list[str]:
    """The words after a modal verb with the infinitive last: "sie definieren in der Datei" becomes "sie in der Datei
    definieren". Empty if there is no infinitive that can be moved."""
    places = [i for i, w in enumerate(rest) if INFINITIVE.fullmatch(w.strip(".,"))]
    if not places:
        return []
    if places[-1] == len(rest) - 1:
        return rest
    known = [i for i in places if rest[i].strip(".,") in ACTION_VERBS]
    if not known or rest[known[-1] + 1].lower() not in PREPOSITIONS - {"und", "oder"}:
        return []
    at = known[-1]
    return [*rest[:at], *rest[at + 1 :], rest[at]]


def with_prefix_joined(words: list[str], infinitive: str) -> list[str]:
    """The words with the infinitive last and its separated prefix joined to it: "das Fleisch ab" and "löschen" become
    "das Fleisch ablöschen"."""
    if len(words) > 3 and (both := _two_prefixes(words)):  # "den Drucker aus und wieder an"
        return [*words[:both], f"{words[both]}-", *words[both + 1 : -1], words[-1] + infinitive]
    if len(words) > 1 and words[-1].strip(".,") in SEPARABLE_PREFIXES - {"neu"}:  # "auf Weiter" is a button
        return [*words[:-1], words[-1].lower().strip(".,") + infinitive]
    for at in range(1, len(words) - 1):
        if words[at].endswith(":") and is_separated(words[at][:-1], infinitive):  # "den Namen ein: Meier"
            return [*words[:at], *words[at + 1 :], words[at][:-1] + infinitive]
    for at in range(1, len(words) - 1):  # "füllen das Ganze auf mit Wasser"
        low = words[at]
        following = words[at + 1].lower()
        if low in SEPARABLE_PREFIXES - PREPOSITIONS and following in PREPOSITIONS and is_separated(low, infinitive):
            return [*words[:at], *words[at + 1 :], low + infinitive]  # "gebt den Namen ein für das Konto"
        if low in SEPARABLE_PREFIXES - {"neu", "mit", "zu", "nach"} and following in _BEHIND_PREFIX:
            return [*words[:at], *words[at + 1 :], low + infinitive]
    return [*words, infinitive]


_BEHIND_PREFIX = ("mit", "in", "ins", "auf", "zu", "aus")


def _two_prefixes(words: list[str]) -> int | None:
    """The index of the first of two prefixes that a verb has at the end of a clause; None if it hasn't two."""
    at = len(words) - (4 if words[-2] in ("wieder", "dann") else 3)
    two = words[at + 1] == "und" and {words[at], words[-1]} <= SEPARABLE_PREFIXES - {"neu"}
    return at if at > 0 and two else None


def with_zu_infinitive_last(phrase: str) -> str:
    """An infinitive phrase with its verb at the end, if the verb has "zu" inside: "es anzuzeigen auf der Seite" becomes
    "es auf der Seite anzuzeigen"."""
    words = phrase.split()
    at = next((i for i, word in enumerate(words) if re.fullmatch(r"[a-zäöüß]{1,30}zu[a-zäöüß]{1,30}en", word)), None)
    if at is None or at == len(words) - 1 or words[at + 1].lower() not in PREPOSITIONS - {"und", "oder"}:
        return phrase
    return " ".join([*words[:at], *words[at + 1 :], words[at]])
