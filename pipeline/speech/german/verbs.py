"""German verb forms -> infinitives, as far as that is possible without a dictionary."""

from __future__ import annotations

import re

from pipeline.speech.german.vocabulary import (
    ACTION_VERBS,
    AFTER_IMPERATIVE,
    ARTICLES,
    PREPOSITIONS,
    SEPARABLE_PREFIXES,
    STATE_VERBS,
)
from pipeline.speech.lexicon import pairs_of

INFINITIVE = re.compile(r"[a-zäöüß]{2,}(?:en|ern|eln)")
FORM_IN_T = re.compile(r"[a-zäöüß]{3,}t")
"""A verb behind "er" or "ihr", by its form alone."""
_STRONG_ORDERS = pairs_of("german", "verbs.STRONG_ORDERS")
_WITH_DU = {"gibst": "geben", "nimmst": "nehmen", "liest": "lesen", "wirfst": "werfen", "lädst": "laden"}
_STRONG_PARTICIPLES = pairs_of("german", "verbs.STRONG_PARTICIPLES")


def _participles() -> dict[str, str]:
    """Past participles and their infinitives."""
    found = dict(_STRONG_PARTICIPLES)
    for verb in ACTION_VERBS:
        root = verb[:-2] if verb.endswith("en") else verb[:-1]
        ending = "et" if root.endswith(("t", "d", "n")) and not root.endswith(("nn", "hn")) else "t"
        prefix = next(
            (
                p
                for p in sorted(SEPARABLE_PREFIXES, key=len, reverse=True)
                if verb.startswith(p) and len(verb) > len(p) + 3
            ),
            "",
        )
        plain = root.startswith(("be", "er", "ver", "ent", "zer", "über")) or verb.endswith("ieren")
        found.setdefault(f"{root}{ending}" if plain else f"{prefix}ge{root[len(prefix) :]}{ending}", verb)
    return found


_PARTICIPLES = _participles()


def infinitive_of(low: str) -> str | None:
    """The infinitive of a verb form for "ich", "wir", "Sie" or "du", in lower case; None if it can't be derived.

    >>> infinitive_of("speichere"), infinitive_of("klicken"), infinitive_of("klicke"), infinitive_of("klickt")
    ('speichern', 'klicken', 'klicken', None)
    >>> infinitive_of("klickst"), infinitive_of("öffnest"), infinitive_of("gibst"), infinitive_of("zuerst")
    ('klicken', 'öffnen', 'geben', None)
    """
    if low in ACTION_VERBS or INFINITIVE.fullmatch(low):
        return low
    if low + "n" in ACTION_VERBS:
        return low + "n"
    if low.endswith("ere") and not low.endswith("iere"):
        return low[:-1] + "n"
    if low.endswith("e") and len(low) > 3:
        return low + "n"
    if low.endswith("st"):
        return _WITH_DU.get(low) or next(
            (verb for verb in (f"{low[:-2]}en", f"{low[:-2]}n") if verb in ACTION_VERBS), None
        )
    return None


_SEPARATED = {
    (prefix, verb.removeprefix(prefix))
    for verb in ACTION_VERBS
    for prefix in SEPARABLE_PREFIXES
    if verb.startswith(prefix) and len(verb) > len(prefix) + 3
}
"""(prefix, verb without it) of the verbs that can instruct."""


def is_separated(prefix: str, infinitive: str) -> bool:
    """Whether a prefix and a verb, which stand apart in a main clause, make a verb that can instruct."""
    return (prefix, infinitive) in _SEPARATED


def infinitive_told_to_several(words: list[str]) -> str | None:
    """The infinitive of the form for several listeners at the beginning of a clause's words, without its prefix; None
    if the verb isn't known. A verb that is known only with a prefix must have it in the clause.

    >>> infinitive_told_to_several(["öffnet", "den", "Chat"]), infinitive_told_to_several(["wechselt", "das", "Blatt"])
    ('öffnen', 'wechseln')
    >>> infinitive_told_to_several(["fügt", "ihn", "hinzu"]), infinitive_told_to_several(["fügt", "ihn"])
    ('fügen', None)
    """
    low = words[0].lower().strip(",.") if words else ""
    if not low.endswith("t") or len(low) < 4:
        return None
    if low in _STRONG_ORDERS:
        return _STRONG_ORDERS[low]
    roots = [low[:-1] + "en", *([low[:-2] + "en"] if low.endswith("et") else [])]
    roots += [low[:-1] + "n"] if low.endswith(("ert", "elt")) else []
    for verb in roots:
        if verb in ACTION_VERBS or any(is_separated(word.lower().strip(",."), verb) for word in words[2:]):
            return verb
    return None


def infinitive_with_prefix(words: list[str]) -> str | None:
    """The infinitive, without its prefix, of any verb at the beginning of a clause's words whose subject is "ihr" or
    "du", where its prefix ends the clause and it acts on something; None for another clause.

    >>> infinitive_with_prefix("spült ihr die Leitung aus".split()), infinitive_with_prefix("spült ihr ab".split())
    ('spülen', None)
    """
    end = next((n for n, word in enumerate(words) if word.endswith(",")), len(words) - 1)
    low, rest = words[0].lower(), words[2 : end + 1]
    if not FORM_IN_T.fullmatch(low) or low in _NO_DEEDS or len(rest) < 2:
        return None
    if rest[-1].strip(",.") not in SEPARABLE_PREFIXES - PREPOSITIONS | _ENDING_PREFIXES:
        return None
    if rest[0].lower() not in ARTICLES | _ACTED_ON:
        return None
    infinitive = infinitive_of_present(low)
    return None if infinitive in STATE_VERBS else infinitive


_ACTED_ON_FIRST = frozenset({"den", "einen", "ihn", "diesen", "jeden", "euren", "eure", "euch"})
"""Words after a verb that begin what it acts on, and never who does it."""
_NO_SUBJECT = PREPOSITIONS | {"dort", "hier", "beim", "oben", "unten", "links", "rechts", "jetzt", "dann", "nun"}
_ENDING_PREFIXES = frozenset({"ab", "an", "auf", "aus", "durch", "um"})
"""Those of the prefixes that are prepositions too, where they stand at the end."""
_ACTED_ON = frozenset({"ihn", "sie", "es", "beide", "beides", "jeden", "jede", "jedes", "zwei", "drei"})
_NO_DEEDS = frozenset({"habt", "seid", "wart", "wollt", "könnt", "kommt", "kennt", "fangt", "hört", "fallt", "fällst"})
"""Verbs that tell what listeners come across with many prefixes: "fallt ihr den Leuten auf"."""


def infinitive_of_imperative(words: list[str]) -> str | None:
    """The infinitive of the imperative at the beginning of the words, for one or for several listeners: "Öffne die
    Datei", "nehmt den Topf". None if there is none."""
    if len(words) < 2:
        return None
    low, following = words[0].lower(), words[1].lower().strip(",.")
    if low in _STRONG_ORDERS and following not in ("man", "er"):
        return _STRONG_ORDERS[low]
    named = words[1].startswith("Qz") or words[1].lstrip("'‚‘›‹")[:1].isupper()
    if following not in AFTER_IMPERATIVE and not named:
        return None
    if low in ACTION_VERBS:
        return None
    known = next((verb for verb in (low + "n", low + "en") if verb in ACTION_VERBS), None)
    return known or infinitive_told_to_several(words) or _unknown_told_to_several(words)


def _unknown_told_to_several(words: list[str]) -> str | None:
    """The infinitive, without its prefix, of any verb in the form for several listeners that begins a sentence and
    can't be of anybody else, since what it acts on comes first, or a prefix ends the clause and no subject follows.

    >>> [_unknown_told_to_several(said.split()) for said in ("Reicht den Beleg ein", "Ruft beim Amt an", "Ruft ihr an")]
    ['reichen', 'rufen', None]
    """
    low, following, last = words[0].lower(), words[1].lower().strip(",."), words[-1].strip(",.")
    if not words[0][0].isupper() or low.startswith("ge") or not FORM_IN_T.fullmatch(low) or low in _NO_DEEDS:
        return None
    infinitive = infinitive_of_present(low)
    prefixed = last in SEPARABLE_PREFIXES - PREPOSITIONS | _ENDING_PREFIXES | {"ein"} and len(words) > 3
    first = following in _ACTED_ON_FIRST or (prefixed and following in _NO_SUBJECT)
    strong = low in _STRONG_PRESENT and infinitive != f"{low[:-1]}en"  # "gibt", "nimmt": never said to several
    return None if infinitive in STATE_VERBS or strong or not first else infinitive


_STRONG_PRESENT = pairs_of("german", "verbs.STRONG_PRESENT")


def infinitive_of_present(low: str) -> str:
    """The infinitive of a verb form for "man" or "ihr" at the end of a clause, with its prefix; other words stay.

    >>> [infinitive_of_present(word) for word in ("erstellt", "einrichtet", "öffnet", "ändert", "eingibt", "leert")]
    ['erstellen', 'einrichten', 'öffnen', 'ändern', 'eingeben', 'leeren']
    """
    if not FORM_IN_T.fullmatch(low):
        return low
    if low.endswith("st") and (told := infinitive_of(low) or _STRONG_PRESENT.get(f"{low[:-2]}t")):
        return told
    strong = next((form for form in _STRONG_PRESENT if low == form or _is_prefixed(low, form)), None)
    if strong:
        return low.removesuffix(strong) + _STRONG_PRESENT[strong]
    if re.search(r"[^aeiouäöüsßxz]st$", low):
        return _from_stem(low[:-2])
    if re.search(r"(?:[td]|[^aeiouäöülrhmn][mn])et$", low):
        return low[:-2] + "en"
    return low[:-1] + (
        "n" if low.endswith(("ert", "elt")) and not low.endswith(("eert", "iert", "ehrt", "ehlt")) else "en"
    )


_MORE_ORDERS = pairs_of("german", "verbs.MORE_ORDERS")


def _from_stem(stem: str) -> str:
    return stem + ("n" if len(stem) > 4 and stem.endswith(("el", "er")) else "en")


def ich_infinitive(low: str) -> str | None:
    """The infinitive of any verb in the form for "ich", without its prefix; None for other words.

    >>> [ich_infinitive(word) for word in ("lasse", "hebele", "sammle", "fülle", "gehst")]
    ['lassen', 'hebeln', 'sammeln', 'füllen', None]
    """
    if not re.fullmatch(r"[a-zäöüß]{2,}e", low):
        return None
    if low.endswith(("ele", "ere")) and not low.endswith("iere"):
        return low[:-1] + "n"
    return re.sub(r"(?<=[^aeiouäöülrh])le$", "el", low) + "n"


def du_infinitive(low: str) -> str | None:
    """The same for "du".

    >>> [du_infinitive(word) for word in ("tippst", "wechselst", "schneidest", "gibst", "klickt")]
    ['tippen', 'wechseln', 'schneiden', 'geben', None]
    """
    if not low.endswith("t") or len(low) < 4:
        return None
    third = next((form for form in _STRONG_PRESENT if low in (form, form[:-1] + "st", form + "st")), None)
    if third:
        return _STRONG_PRESENT[third]
    if not low.endswith("st"):
        return f"{low[:-1]}en" if low.endswith(("zt", "ßt")) else None
    stem = low[:-2]
    if stem.endswith("e"):
        return f"{stem}n"
    return (
        f"{low[:-1]}en"
        if re.search(r"[s]$|[aeiouäöü]$", stem) and not stem.endswith(("u", "eh", "ie"))
        else _from_stem(stem)
    )


def imperative_infinitive(low: str) -> str | None:
    """The infinitive of any verb in the imperative for one listener, without its prefix.

    >>> [imperative_infinitive(word) for word in ("häng", "nimm", "schütte", "wechsel", "wartet", "klicken")]
    ['hängen', 'nehmen', 'schütten', 'wechseln', 'warten', None]
    """
    if strong := _STRONG_ORDERS.get(low) or _MORE_ORDERS.get(low):
        return strong
    if not re.fullmatch(r"[a-zäöüß]{3,}", low) or low.endswith(("en", "st", "ig", "lich", "heit", "ung")):
        return None
    if low.endswith("t") and f"{low}en" not in ACTION_VERBS:
        return infinitive_of_present(low)  # "wartet", for several listeners
    return ich_infinitive(low) or _from_stem(low)


_NAMING = frozenset({"nennen", "benennen", "rufen", "tragen"})
"""Verbs by which "man" says what people call or have, and not what is done."""


def infinitive_told_of_man(words: list[str]) -> str | None:
    """The infinitive of the verb at the beginning of a clause's words whose subject is "man", without its prefix; None
    if it isn't known, or no instruction.

    >>> infinitive_told_of_man(["klickt", "man", "auf", "OK"]), infinitive_told_of_man(["nennt", "man", "das", "Kern"])
    ('klicken', None)
    """
    low = words[0].lower().strip(",.") if words else ""
    verb = infinitive_of_present(low)
    if verb == low or verb in _NAMING:
        return None
    known = {verb} | {word.lower() + verb for word in words[1:] if is_separated(word.lower().strip(",."), verb)}
    return verb if known & ACTION_VERBS else None


def _is_prefixed(low: str, form: str) -> bool:
    """Whether a word is a verb form with a separable prefix or one of the others before it."""
    prefix = low.removesuffix(form)
    return prefix != low and prefix in SEPARABLE_PREFIXES | {"ver", "be", "er", "ent", "zer", "über"}


def infinitive_of_participle(low: str) -> str | None:
    """The infinitive of a past participle; None if the verb isn't known.

    >>> infinitive_of_participle("gespeichert"), infinitive_of_participle("angeschwitzt")
    ('speichern', 'anschwitzen')
    """
    return _PARTICIPLES.get(low)


_ZU_INSIDE = re.compile(
    rf"\b({'|'.join(sorted(SEPARABLE_PREFIXES, key=len, reverse=True))})zu([a-zäöüß]+(?:en|ern|eln))\b"
)


def without_zu(phrase: str) -> str:
    """An infinitive phrase without its "zu".

    >>> without_zu("diese Daten zu kopieren und einzufügen")
    'diese Daten kopieren und einfügen'
    """
    return _ZU_INSIDE.sub(r"\1\2", re.sub(r"\bzu (?=[a-zäöüß]+(?:en|ern|eln)\b)", "", phrase))
