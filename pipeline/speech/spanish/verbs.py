"""Spanish verbs as people instruct with them: what a word is a form of, and its formal imperative.

Verbs in -ar are an open class: any word in the place of an imperative can be one. Those in -er and -ir are a closed one
and are listed, as are the forms that no rule gives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.speech.lexicon import pairs_of, word_set, words_of

_ER_IR = words_of("spanish", "verbs.ER_IR")
_STATIVE = words_of("spanish", "verbs.STATIVE")
"""What is or happens, and isn't done."""
_TALK = words_of("spanish", "verbs.TALK")
"""What presenters say that they are going to do with their listeners."""

_NO_DEED_OF_OURS = word_set("llegar necesitar desear trabajar pensar encontrar lograr estar pasar quedar hablar ganar")
"""Verbs in -ar that say in the first person plural how it went: "llegamos a un acuerdo"."""

_FORMAL = pairs_of("spanish", "verbs.FORMAL")
"""Infinitives and their formal imperatives, if the rules for regular verbs don't give them."""
_FORMAL_ENDINGS = pairs_of("spanish", "verbs.FORMAL_ENDINGS")
"""The same for all verbs that end so, the longest ending first: "devolver", "envolver"."""
_INFORMAL = pairs_of("spanish", "verbs.INFORMAL")
"""Informal imperatives of verbs in -er and -ir that the formal one doesn't tell."""
_DETERMINERS = (
    r"(?:el|la|los|las|un|una|unos|unas|tus?|sus?|est[aeo]s?|es[aeo]s?|aquel(?:la)?|cada|tod[oa]s?|otr[oa]s?"
    r"|amb[oa]s|dos|tres|cuatro|cinco|\d[\d.,]*|lo|mi|mis|nuestr[oa]s?|Qz\d+zQ|[\"“«])"
)
FOLLOWED = re.compile(rf"(?:{_DETERMINERS}|al?|bien|hasta que)(?:\s|$|[\"“«]|(?=\w))", re.IGNORECASE)
"""How a clause goes on behind a word that is an imperative, though no list has it: with what it acts on."""
_NO_IMPERATIVE = words_of("spanish", "verbs.NO_IMPERATIVE")
"""Words in -a and -e that begin a clause and are no imperatives: prepositions, adjectives, states."""
_CLITIC = re.compile(
    r"(?P<verb>[a-zñ]{0,20}[áéíóú][a-zñ]{0,12}?[aeén])(?P<clitics>(?:me|se|te|nos)?(?:l[ao]s?|les?)|se|te|me)"
)
"""An imperative with pronouns at its end: "ciérrela", "guárdalo"."""
_SHORT = re.compile(
    r"(?P<verb>[a-z]*(?:pon|ten|haz)|d[aei]|ven?(?=te$))(?P<clitics>(?=\w)(?:me|te|se|nos)?(?:l[aeo]s?)?)"
)
"""The same of one syllable, which takes no accent: "ponlo", "dale", "mantenla"."""
_SEVERAL = re.compile(r"(?P<verb>[a-zñ]{3,}(?:ad|ed|id)|[a-zñ]{1,12}[áéíóú][a-zñ]{0,12}[ae]n)(?P<clitics>l[aeo]s?)")
"""The forms for several listeners with a pronoun: "cubridlas", "péguenlo"."""
_LAST_SYLLABLE = re.compile(r"(?:[qg]u|(?<=[a-zñ])i(?=e))?[ae]n?$")
_VOWELS = re.compile(r"(?:(?<![qg])u|[aeio]|(?<=[qg])u(?![ei]))+")
_ACCENTED = dict(zip("aeiou", "áéíóú", strict=True))
_PLAIN = str.maketrans("áéíóú", "aeiou")


@dataclass(frozen=True)
class Imperative:
    """What an imperative is a form of, and how it is said formally."""

    infinitive: str
    formal: str
    known: bool
    """Whether the word can hardly be anything else. Otherwise it has to be followed by what it acts on."""
    formal_already: bool


def formal_imperative(infinitive: str) -> str:
    """The formal imperative of any verb, by the rules if it isn't listed as irregular."""
    if infinitive in _FORMAL:
        return _FORMAL[infinitive]
    if ending := next((ending for ending in _FORMAL_ENDINGS if infinitive.endswith(ending)), None):
        return infinitive.removesuffix(ending) + _FORMAL_ENDINGS[ending]
    stem = infinitive[:-2]
    if infinitive.endswith("ar"):
        return _with_e(stem)
    return stem[:-1] + "za" if stem.endswith("c") and stem[-2:-1] not in "aeiou" else stem + "a"


def _with_e(stem: str) -> str:
    """The stem of a verb in -ar with the ending -e, spelled so that it sounds the same."""
    for last, before_e in (("gu", "gü"), ("c", "qu"), ("g", "gu"), ("z", "c")):
        if stem.endswith(last):
            return stem[: -len(last)] + before_e + "e"
    return stem + "e"


def known_infinitive(stem: str) -> str | None:
    """The infinitive in -er or -ir that is listed and has this stem; None if there is none."""
    return next((verb for verb in (f"{stem}er", f"{stem}ir") if verb in _ER_IR or verb in _FORMAL), None)


def is_everyday(infinitive: str) -> bool:
    """Whether a verb is one of those that are listed, and names something that a reader can do."""
    return is_deed(infinitive) and (infinitive in EVERYDAY_IN_AR or infinitive in _ER_IR or infinitive in _FORMAL)


def is_deed(infinitive: str) -> bool:
    """Whether an infinitive names something that a reader can do."""
    return infinitive not in _STATIVE and infinitive not in _TALK


def is_necessary_deed(infinitive: str) -> bool:
    """The same behind "debe" or "hay que", where only what is or happens is no deed."""
    return infinitive not in _STATIVE


def _informal(infinitive: str) -> str:
    """The informal imperative of a verb in -er or -ir, with the vowels of the formal one and its own spelling."""
    stem = formal_imperative(infinitive)[:-1]
    if infinitive.endswith(("ger", "gir")):
        stem = stem.removesuffix("j") + "g"
    elif infinitive.endswith(("cer", "cir")):
        stem = re.sub("(?:zc|z)$", "c", stem)
    elif infinitive.endswith("guir"):
        stem += "u"
    elif infinitive.endswith("aer"):
        stem = stem.removesuffix("ig")
    return f"{stem}e"


_BY_FORMAL = {formal_imperative(verb): verb for verb in _ER_IR | set(_FORMAL)}
_BY_INFORMAL = {
    **{
        _informal(verb): verb
        for verb in _ER_IR | set(_FORMAL)
        if verb not in _INFORMAL.values() and not verb.endswith("ar")
    },
    **{form[:-1] + "a": verb for verb, form in _FORMAL.items() if verb.endswith("ar")},
    **_INFORMAL,
}
EVERYDAY_IN_AR = words_of("spanish", "verbs.EVERYDAY_IN_AR")
"""Verbs that are imperatives whatever follows: "espere a que", "pulse en"."""
for _verb in EVERYDAY_IN_AR:
    _BY_FORMAL.setdefault(formal_imperative(_verb), _verb)
    _BY_INFORMAL.setdefault(_verb[:-1], _verb)
_BY_FORMAL |= {"asegúrese": "asegurar", "diríjase": "ir", "conéctese": "conectar", "regístrese": "registrar"}


_IN_IAR = frozenset({"enviar", "reenviar", "vaciar", "ampliar", "enfriar", "desviar", "guiar"})
"""Verbs that stress the "i" before their ending: "envíe"."""


@lru_cache(maxsize=4096)
def imperative(word: str) -> Imperative | None:
    """What a word in the place of an imperative is; None if it can't be one. It may be in the plural ("abran", "abrid")
    and have pronouns at its end."""
    low = word.lower()
    if short := _short(low):  # "ponla" is no verb in -ar
        return short
    if found := _imperative(low):
        return found
    plural = _singular(low)
    certain = plural is not None and plural in _BY_FORMAL  # "entren" is none but a verb, as "entre" may be
    found = _imperative(plural, may_be_no_verb=not certain) if plural else None
    if found and (found.known or found.infinitive.endswith("ar")):
        return Imperative(found.infinitive, found.formal, found.known, formal_already=False)
    if (several := _SEVERAL.fullmatch(low)) and (formal := _singular(_unaccented(several["verb"]))):
        one = _imperative(formal)
        said = with_clitics(formal, several["clitics"])
        return one and Imperative(one.infinitive, said, one.known, formal_already=False)
    return _with_clitics(low)


def _unaccented(verb: str) -> str:
    """A verb without the accent that the pronouns at its end make necessary; "envíe" has its own."""
    return verb if re.search("í[ae]n?$", verb) else verb.translate(_PLAIN)


def _imperative(low: str, *, may_be_no_verb: bool = True) -> Imperative | None:
    if may_be_no_verb and low in _NO_IMPERATIVE:
        return None
    if low in _BY_FORMAL:
        return Imperative(_BY_FORMAL[low], low, known=True, formal_already=True)
    if low in _BY_INFORMAL:
        verb = _BY_INFORMAL[low]
        return Imperative(verb, formal_imperative(verb), known=True, formal_already=False)
    if low.endswith(("íe", "ía")) and (verb := f"{low[:-2]}iar") in EVERYDAY_IN_AR | _IN_IAR:
        return Imperative(verb, f"{low[:-1]}e", known=True, formal_already=low.endswith("e"))
    if not re.fullmatch(r"[a-zñü]{2,}[ae]", low):
        return None
    if low.endswith("a"):
        return Imperative(low + "r", _with_e(low[:-1]), known=False, formal_already=False)
    return Imperative(_in_ar(low), low, known=False, formal_already=True)


def _singular(low: str) -> str | None:
    if low.endswith(("ad", "ed", "id")) and len(low) > 4:
        verb = low[:-1] + "r"
        return formal_imperative(verb) if verb in _ER_IR or low.endswith("ad") else None
    return low[:-1] if low.endswith(("en", "an")) and len(low) > 4 else None


def _in_ar(formal: str) -> str:
    """The infinitive of a formal imperative in -e."""
    for before_e, last in (("que", "c"), ("gue", "g"), ("ce", "z")):
        if formal.endswith(before_e):
            return formal[: -len(before_e)] + last + "ar"
    return formal[:-1] + "ar"


def _with_clitics(low: str) -> Imperative | None:
    """An imperative with pronouns at its end. Its accent says that it is one: "válvula" and "título" end otherwise."""
    found = _CLITIC.fullmatch(low)
    one = _imperative(_unaccented(found["verb"]), may_be_no_verb=False) if found else None
    if found is None or one is None:
        return None
    formal = with_clitics(one.formal, re.sub("^te", "se", found["clitics"]))
    return Imperative(one.infinitive, formal, known=True, formal_already=one.formal_already)


def _short(low: str) -> Imperative | None:
    found = _SHORT.fullmatch(low.translate(_PLAIN))  # "pónmela"
    if found is None:
        return None
    verb, clitics = found["verb"], re.sub("^te", "se", found["clitics"])
    alone = f"{verb[:-2]}{_ACCENTED[verb[-2]]}n" if verb.endswith("n") else verb  # "mantén"
    infinitive = "dar" if verb in ("da", "de") else _INFORMAL.get(verb) or _INFORMAL.get(alone)
    if infinitive is None:
        infinitive = f"{verb[:-3]}hacer" if verb.endswith("haz") else f"{verb}er"
        if known_infinitive(infinitive[:-2]) is None:
            return None
    formal = "de" if infinitive == "dar" else formal_imperative(infinitive)
    said = formal + clitics if len(formal) == 2 else with_clitics(formal, clitics)
    return Imperative(infinitive, said, known=True, formal_already=verb == "de")


def with_clitics(formal: str, clitics: str) -> str:
    """A formal imperative with pronouns at its end, which takes an accent then: "apriete" and "lo" make "apriételo"."""
    stem = _LAST_SYLLABLE.sub("", formal)
    vowels = list(_VOWELS.finditer(stem))
    if not clitics or not vowels or formal.translate(_PLAIN) != formal:
        return formal + clitics
    group = vowels[-1]
    strong = next((n for n, char in enumerate(group[0]) if char in "aeo"), len(group[0]) - 1)
    at = group.start() + strong
    return stem[:at] + _ACCENTED[stem[at]] + formal[at + 1 :] + clitics


@lru_cache(maxsize=4096)
def is_prohibited(word: str) -> bool:
    """Whether a word behind "no" forbids ("no cierre", "no abras", "no usen") and doesn't say what isn't so ("no
    funciona")."""
    low = word.lower()
    base = low[:-1] if low.endswith(("es", "as", "en", "an")) and len(low) > 3 else low
    base = re.sub("(?:éi|ái)$", lambda m: {"éi": "e", "ái": "a"}[m[0]], base)
    if base in _NO_IMPERATIVE or not base.endswith(("e", "a")):
        return False
    if base in _BY_FORMAL:
        return True
    return base.endswith("e") and base not in _BY_INFORMAL and not base.endswith(("ece", "uce", "uye"))


_POSSESSIVE = re.compile(r"\b(?:mi|tu|nuestr[oa])(s?)\b")


def with_readers_things(text: str) -> str:
    """The text with "su" and "sus" for whatever is the speaker's or the listener's: "mi", "tus", "nuestra"."""
    return _POSSESSIVE.sub(r"su\1", text)


def we_do(word: str) -> str | None:
    """The infinitive of a verb in the first person plural: "abrimos", "hacemos", "guardamos". None for other words, and
    for what is no deed."""
    low = word.lower()
    if low in ("vamos", "somos", "estamos", "hemos", "habíamos", "tenemos"):
        return None
    verb = re.sub(r"(a|e|i)mos$", r"\1r", low)
    if verb == low or len(verb) < 4 or not is_deed(verb):
        return None
    return verb if is_everyday(verb) or (low.endswith("amos") and verb not in _NO_DEED_OF_OURS) else None
