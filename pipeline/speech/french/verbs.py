"""French verbs as people instruct with them: what a word is a form of, and its imperative with "vous".

The forms in -ez are an open class: at the beginning of a clause, where a statement would have its subject, hardly
anything else ends so. Verbs in -er are open too; irregular ones of the others are listed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.speech.lexicon import pairs_of, phrase_of, words_of

_VOUS = pairs_of("french", "verbs.VOUS")
"""Infinitives and their imperatives with "vous", if the rules don't give them."""
_VOUS_ENDINGS = pairs_of("french", "verbs.VOUS_ENDINGS")
"""The same for all verbs that end so, the longest ending first: "remettre", "permettre"."""
_TU = pairs_of("french", "verbs.TU")
"""Imperatives with "tu" that no rule gives, and their infinitives."""
_WITH_E = words_of("french", "verbs.WITH_E")
"""Verbs whose "è" comes from an "e": "enlève", "enlevez". In others it comes from an "é": "règle", "réglez"."""
_TALK = words_of("french", "verbs.TALK")
"""What presenters do with their listeners, and what happens to one."""
_NO_VERB = words_of("french", "verbs.NO_VERB")
"""Words in -e or -ez at the beginning of a clause that are no imperatives."""
_FORM = re.compile(
    r"(?P<verb>[a-zàâäçéèêëîïôöûùüœ]{2,30})(?P<pronouns>(?:-(?:vous|toi|le|la|les|y|en|nous|moi|lui|leur))*)"
)
FOLLOWED = phrase_of("french", "verbs.FOLLOWED")
"""How a clause goes on behind an imperative with "tu"."""


@lru_cache(maxsize=4096)
def imperative(word: str) -> tuple[str, bool] | None:
    """(the imperative with "vous" for a word in the place of an imperative, whether it can be nothing else); None if it
    can't be one. It may have pronouns at its end: "connectez-vous", "ouvre-le"."""
    found = _FORM.fullmatch(word.lower().replace("’", "'"))
    if found is None or found["verb"] in _NO_VERB:
        return None
    verb, pronouns = found["verb"], found["pronouns"].replace("-toi", "-vous")
    if verb.endswith("ez") or verb in ("faites", "dites", "défaites", "refaites"):
        return (verb + pronouns, True) if is_deed_form(verb) else None
    infinitive = _infinitive_of_tu(verb)
    if infinitive is None or infinitive in _TALK:
        return None
    return vous_of(infinitive) + pronouns, bool(pronouns)


def is_deed_form(vous: str) -> bool:
    """Whether an imperative with "vous" tells the listener to do something that a guide is about."""
    return vous not in _TALK_FORMS


def is_deed(infinitive: str) -> bool:
    """The same of an infinitive."""
    return infinitive not in _TALK


def vous_of(infinitive: str) -> str:
    """The imperative with "vous" of any verb, by the rules if it isn't listed as irregular."""
    if infinitive in _VOUS:
        return _VOUS[infinitive]
    if ending := next((ending for ending in _VOUS_ENDINGS if infinitive.endswith(ending)), None):
        return infinitive.removesuffix(ending) + _VOUS_ENDINGS[ending]
    if infinitive.endswith("er"):
        return infinitive[:-1] + "z"
    if infinitive.endswith("ir"):
        return infinitive[:-1] + "ssez"
    return infinitive[:-2] + "ez"


_TALK_FORMS = {vous_of(verb) for verb in _TALK} | {"pouvez", "devez", "voulez", "savez", "avez", "êtes", "connaissez"}


def from_nous(word: str) -> str | None:
    """The imperative with "vous" for a verb in the first person plural: "cliquons", "nous ouvrons". None for others."""
    low = word.lower()
    if not low.endswith("ons") or len(low) < 5 or low in ("allons", "avons", "sommes", "devons", "pouvons", "voulons"):
        return None
    vous = re.sub(r"(?:(?<=g)e)?ons$", "ez", low).replace("çez", "cez")
    vous = {"faisez": "faites", "disez": "dites"}.get(vous, vous)
    return vous if is_deed_form(vous) else None


def from_vous(word: str) -> str | None:
    """The imperative for a verb behind "vous" that isn't a question or a state: "vous cliquez"."""
    found = imperative(word) if word.lower().endswith("ez") or word.lower() in ("faites", "dites") else None
    return found[0] if found else None


def from_tu(word: str) -> str | None:
    """The same for a verb behind "tu": "tu cliques", "tu mets"."""
    low = word.lower()
    infinitive = _infinitive_of_tu(low if low in _TU else low.removesuffix("s"))
    return vous_of(infinitive) if infinitive and infinitive not in _TALK and low not in ("as", "vas") else None


def from_on(word: str) -> str | None:
    """The imperative with "vous" for a verb behind "on": "on clique", "on met". None if the verb isn't known so."""
    low = word.lower()
    tu = {"met": "mets", "remet": "remets", "fait": "fais", "prend": "prends", "attend": "attends", "rend": "rends"}
    tu |= {"descend": "descends", "tient": "tiens", "revient": "reviens", "sort": "sors", "suit": "suis"}
    base = tu.get(low) or (low[:-1] + "s" if low.endswith("it") and low[:-1] + "s" in _TU else low)
    infinitive = _infinitive_of_tu(base)
    return vous_of(infinitive) if infinitive and infinitive not in _TALK and low not in ("a", "va") else None


def _infinitive_of_tu(verb: str) -> str | None:
    """The infinitive of an imperative with "tu"; None if it isn't one."""
    if verb in _TU:
        return _TU[verb]
    if verb in _VOUS or verb.endswith(tuple(_VOUS_ENDINGS)):  # "remettre le cache" is an infinitive
        return None
    if verb in ("ouvre", "rouvre", "couvre", "recouvre", "offre"):
        return verb[:-1] + "ir"
    if not verb.endswith("e") or len(verb) < 4:
        return None
    stem = verb[:-1]
    stem = re.sub(r"(?<=[aou])i$", "y", stem)
    stem = re.sub(r"(?:(?<=pp)|(?<=j))e(ll|tt)$", lambda m: "e" + m[1][0], stem)
    if grave := re.search(r"è(?=[^aeiouy]{1,3}$)", stem):
        plain = f"{stem[: grave.start()]}e{stem[grave.end() :]}er"
        return plain if plain in _WITH_E else f"{stem[: grave.start()]}é{stem[grave.end() :]}er"
    return stem + "er"
