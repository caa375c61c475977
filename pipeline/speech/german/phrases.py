"""Splits a German sentence into infinitive phrases, one for each instruction, with the condition before them."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.speech.german.clause_splitting import possible_clauses, watched
from pipeline.speech.german.infinitives import infinitive_phrase, with_zu_infinitive_last
from pipeline.speech.german.verbs import infinitive_of, without_zu
from pipeline.speech.german.vocabulary import ACTION_VERBS, ARTICLES, PREPOSITIONS
from pipeline.speech.german.wording import OPENERS, tidied, to_sie, with_condition_spelled
from pipeline.speech.lexicon import phrase_of, word_set

_I = re.IGNORECASE

_LEAD = phrase_of("german", "phrases.LEAD")
_AIMED = phrase_of("german", "phrases.AIMED")
"""An announced instruction in the infinitive: "der nächste Schritt ist, die Datei zu öffnen"."""
_TRYING = phrase_of("german", "phrases.TRYING")
_BY_DOING = re.compile(r"\bindem (?:ich|wir|man|sie|ihr) (?P<what>[^,]{4,80})", _I)
_NOT_DONE = re.compile(r"\bkönnten?\b.{0,300}\baber\b", _I)
"""What could be done, but isn't: "man könnte …, aber"."""
_BUT_NOT = phrase_of("german", "phrases.BUT_NOT")
"""What is to be done, and how far or with what it isn't: "die Schrauben lösen, aber nicht ganz herausdrehen"."""
_WAITING = re.compile(
    r"^(?:(?:wir|ich) (?:warten|warte)|wartet|warte|warten Sie)(?: (?:noch|kurz|etwas|ab|bitte))?(?: drauf| darauf)?,"
    r" (?:dass|bis) (?P<what>[^,]+)",
    _I,
)
_BACK = re.compile(r"^(?:zurück|weiter) (?:zu|zum|zur|in|ins|nach)\b(?! [a-zäöüß]+en\b)[^,]{2,60}$", _I)
"""A movement without a verb: "zurück zum Menü"."""


WATCHED_WEIGHT = 0.6
"""How surely "… und wartet, bis …" instructs behind a clause that no rule words."""


class Phrase(NamedTuple):
    """One instruction of a German sentence."""

    lead: str
    """The condition or purpose before it, or an empty string."""
    text: str
    """The infinitive phrase, with its subordinate clauses."""
    weight: float
    """How surely it was meant as an instruction, from 0 to 1."""


def phrases(text: str) -> list[Phrase]:
    """The instructions in a sentence that has no openers, in order."""
    text = with_condition_spelled(text.rstrip(" ."))
    if limited := _BUT_NOT.match(text):
        told = phrases(limited["do"])
        last = told[-1] if told else None
        return [*told[:-1], last._replace(text=f"{last.text}, {limited['not']}")] if last else []
    if _NOT_DONE.search(text):
        return []
    if aimed := _AIMED.match(text) or _TRYING.match(text):
        return [Phrase("", tidied(without_zu(with_zu_infinitive_last(aimed["what"]))), 0.8)]
    if waited := _WAITING.match(text):
        return [Phrase("", f"warten, bis {to_sie(waited['what'])}", 0.7)]
    if _BACK.match(text):
        return [Phrase("", tidied(f"{text} gehen"), 0.6)]
    found: list[Phrase] = []
    lead = ""
    if opened := _LEAD.match(text):
        lead, text = opened.group(1) or opened.group(2), text[opened.end() :]
    weight = 0.0
    heard = ""
    for part in possible_clauses(text):
        waited_for = watched(OPENERS.sub("", part)) if heard else None
        if waited_for is not None:
            found.append(Phrase(lead, to_sie(waited_for), weight or WATCHED_WEIGHT))
            continue
        phrase = infinitive_phrase(OPENERS.sub("", part), weight)
        if phrase is not None:
            weight = phrase[1]
            found += [
                Phrase(lead, with_pronoun_resolved(one, [heard, *(p.text for p in found)]), weight)
                for one in _split_at_und(phrase[0])
            ]
            lead = lead if lead.lower().startswith(("wenn", "falls")) else ""
        heard += f" {part}"
    if not found and (means := _BY_DOING.search(text)):
        words = tidied(means["what"]).split()
        verb = infinitive_of(words[-1].lower()) if len(words) > 1 else None
        if verb in ACTION_VERBS:
            found = [Phrase("", " ".join([*words[:-1], verb]), 0.65)]
    return found


_NAMED = re.compile(r"\b(?P<article>[Dd]ie|[Dd]as|[Dd]en|[Ee]ine?n?) (?P<noun>(?:[a-zäöüß-]+ ){0,3}[A-ZÄÖÜ][\wäöüß-]+)")
_STANDS_FOR: dict[str, tuple[str, ...]] = {
    "sie": ("die", "eine"), "die": ("die", "eine"),
    "es": ("das", "ein"), "das": ("das", "ein"),
    "ihn": ("den", "einen"), "den": ("den", "einen"),
}  # fmt: skip
"""Pronouns, and the articles of what they can stand for; the first is the definite one."""


_NO_ADJECTIVES = word_set("""
    alle allesamt außen beiseite bitte daneben danke dazwischen draußen drinnen drüben eben gerade gerne heute hinten
    innen inzwischen jede lange leise lose mitten morgen oben offen ohne selten solange trocken unten vorne zuhause
    zusammen
""")
"""Adverbs and pronouns that end like an adjective after an article."""
_UNDECLINED = word_set("beige lila orange rosa türkis zwei drei vier fünf sechs sieben acht neun zehn elf zwölf")
"""Colours and numbers, which stand before a noun as they are."""
_DECLINED = {"das": ("e",), "den": ("en",), "die": ("e", "en")}
"""The endings of an adjective after an article."""


def with_pronoun_resolved(phrase: str, before: list[str]) -> str:
    """The phrase with the pronoun at its beginning replaced by the last thing named in `before` that agrees with it in
    gender and number. "Die neue" without a noun gets one if `before` names only one that it can mean; an article with
    its noun stays.

    >>> with_pronoun_resolved("die abwischen", ["die alte Platte lösen"])
    'die alte Platte abwischen'
    >>> with_pronoun_resolved("die neue einsetzen", ["die alte Platte lösen"])
    'die neue Platte einsetzen'
    >>> with_pronoun_resolved("die neue einsetzen", ["die alte Platte von der Wand lösen, die lange Leiste putzen"])
    'die neue einsetzen'
    """
    words = phrase.split()
    articles = _STANDS_FOR.get(words[0].lower(), ()) if len(words) > 1 and not words[1][0].isupper() else ()
    if not articles:
        return phrase
    if described := _described(words):
        at, named = described
        noun = None if named else _noun_left_out(words[at], articles, before)
        return " ".join([*words[: at + 1], noun, *words[at + 1 :]]) if noun else phrase
    for earlier in reversed(before):
        for found in reversed(list(_NAMED.finditer(earlier))):
            if found["article"].lower() in articles:
                return " ".join([articles[0], found["noun"], *words[1:]])
    return phrase


def _described(words: list[str]) -> tuple[int, bool] | None:
    """(the index of the last adjective, whether a noun follows) in a phrase that begins with an article and its
    adjectives: "die frisch gewaschene Scheibe", "die neue in". None if the first word is a pronoun."""
    endings = _DECLINED.get(words[0].lower())
    if endings is None:
        return None
    run = 0
    for at, word in enumerate(words[1:-1], 1):
        low = word.lower().strip(",")
        if word[0].isupper() or low in PREPOSITIONS or low in ARTICLES:
            break
        declined = low.endswith(endings) and low not in _NO_ADJECTIVES
        infinitive = low.endswith("en") and (low in ACTION_VERBS or words[at + 1].lower() in ("lassen", "gehen"))
        if low in _UNDECLINED or low.isdigit() or (declined and not infinitive):
            if words[at + 1][0].isupper():
                return at, True
            run = at if run == at - 1 else run
    return (run, False) if run else None


def _noun_left_out(adjective: str, articles: tuple[str, ...], before: list[str]) -> str | None:
    """The noun that an adjective without one means: the only one named before with an adjective that ends like it."""
    ending = "en" if adjective.endswith("en") else "e"
    nouns = {
        found["noun"].split()[-1]: found["noun"].split()[:-1]
        for earlier in before
        for found in _NAMED.finditer(earlier)
        if found["article"].lower() in articles
    }
    if len(nouns) != 1:
        return None
    noun, adjectives = next(iter(nouns.items()))
    told_apart = adjectives and adjectives[-1].endswith(ending) and adjectives[-1] != adjective
    return noun if told_apart else None


def _split_at_und(phrase: str) -> list[str]:
    """The instructions in a phrase that share a modal verb: "die Datei öffnen und den Namen eingeben" has two."""
    joint = re.search(r"(?<=[a-zäöüß]) und (?=\S+ )", phrase)
    if joint is None or re.search(r",(?!\d)", phrase):
        return [phrase]
    left, right = phrase[: joint.start()], phrase[joint.end() :]
    if left.split()[-1] in ACTION_VERBS and right.split()[-1] in ACTION_VERBS and len(left.split()) > 1:
        return [left, *_split_at_und(right)]
    return [phrase]
