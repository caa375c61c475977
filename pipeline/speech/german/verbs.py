"""German verb forms -> infinitives, as far as that is possible without a dictionary."""

from __future__ import annotations

import re

from pipeline.speech.german.vocabulary import ACTION_VERBS, AFTER_IMPERATIVE, SEPARABLE_PREFIXES

_STRONG_ORDERS = {
    "nimm": "nehmen", "gib": "geben", "lies": "lesen", "wirf": "werfen", "geh": "gehen", "mach": "machen",
    "nehmt": "nehmen", "gebt": "geben", "lest": "lesen", "geht": "gehen", "macht": "machen", "mache": "machen",
}  # fmt: skip
_WITH_DU = {"gibst": "geben", "nimmst": "nehmen", "liest": "lesen", "wirfst": "werfen", "lädst": "laden"}
_STRONG_PARTICIPLES = {
    "geschrieben": "schreiben", "gegeben": "geben", "eingegeben": "eingeben", "genommen": "nehmen", "gezogen": "ziehen",
    "geschnitten": "schneiden", "gegossen": "gießen", "geschlossen": "schließen", "gelesen": "lesen",
    "gerufen": "rufen", "aufgerufen": "aufrufen", "geladen": "laden", "hochgeladen": "hochladen",
    "heruntergeladen": "herunterladen", "getragen": "tragen", "eingetragen": "eintragen", "gebraten": "braten",
    "angebraten": "anbraten", "verschoben": "verschieben", "gebunden": "binden", "verbunden": "verbinden",
    "gemessen": "messen", "gewaschen": "waschen", "gebacken": "backen", "angegeben": "angeben",
}  # fmt: skip


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
    if low in ACTION_VERBS or re.fullmatch(r"[a-zäöüß]{2,}(?:en|ern|eln)", low):
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


def infinitive_of_imperative(words: list[str]) -> str | None:
    """The infinitive of the imperative at the beginning of the words, for one or for several listeners: "Öffne die
    Datei", "nehmt den Topf". None if there is none."""
    if len(words) < 2:
        return None
    low, following = words[0].lower(), words[1].lower().strip(",.")
    if low in _STRONG_ORDERS:
        return _STRONG_ORDERS[low]
    if following not in AFTER_IMPERATIVE and not words[1].startswith("Qz") and not words[1][0].isupper():
        return None
    if low in ACTION_VERBS:
        return None
    roots = [
        low + "n",
        low + "en",
        low[:-1] + "en" if low.endswith("t") else "",
        low[:-2] + "en" if low.endswith("et") else "",
    ]
    return next((verb for verb in roots if verb in ACTION_VERBS), None)


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
