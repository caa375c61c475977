"""What people say in Spanish of what they do, or of what the listener does, as formal orders: "pelo las patatas",
"abres el menú", "las corto en rodajas"."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction, Subject, literals
from pipeline.speech.lexicon import pairs_of, phrase_of, words_of
from pipeline.speech.romance import RomanceWording
from pipeline.speech.spanish.verbs import (
    FOLLOWED,
    formal_imperative,
    imperative,
    is_deed,
    is_everyday,
    known_infinitive,
    we_do,
    with_clitics,
    with_readers_things,
)

_I = re.IGNORECASE
DEED_WEIGHT = 0.7
_OPENERS = phrase_of("spanish", "told_deeds.OPENERS")
_DOING_OFTEN = re.compile(
    r"^lo que (?:hago|haces|hacemos)(?: siempre| yo| normalmente| primero| luego)* es (?=\w+[aei]r)", _I
)
_JOINT = re.compile(r",? y (?:luego |después |entonces |ya )?(?=\w)|, (?:luego |después )?(?=\w)|; ")
_CLITICS = re.compile(r"(?P<clitics>(?:(?:me|te|se|lo|la|los|las|les?) ){1,2})(?P<verb>[a-záéíóúñ]+)\b", _I)
_IRREGULAR = pairs_of("spanish", "told_deeds.IRREGULAR")
_NO_VERBS = words_of("spanish", "told_deeds.NO_VERBS")
_BEHIND_PRONOUN = re.compile(r"(?:en|con|al?|por|hasta|durante|sobre|bien|dos|tres|un|una) ")
_BEHIND_VERB = re.compile(r"(?:en|con|de|por|sobre|que|más|solo) ")
_SAID_TO_YOU = re.compile(r"(?:(?:se|lo|la|los|las|les?) ){0,2}[a-zñáéíóú]{2,}s\b", _I)
_DONE = re.compile(r",? y (?:ya está|listo)$", _I)
_NO_ORDER_BEHIND = re.compile(r"\b(?:no|nunca|jamás|tampoco)\b", _I)
_LEAD = re.compile(
    r"^(?P<lead>(?:si|cuando|una vez que|antes de|después de|para|mientras)\b[^,;]{3,90}), (?:entonces )?", _I
)
_SHOWN_HOW = re.compile(
    r"\b(?:explic\w+|enseñ\w+|muestr\w+|mostr\w+|ver\w*|vemos|cuento|contar\w*)\b[^,.?]{0,40}? cómo (?P<what>.+)$", _I
)
_WE_WILL = re.compile(
    r"^(?:hoy )?(?:vamos a|voy a) (?P<what>(?!ver\b|explicar\b|mostrar\b|hablar\b)\w+[aei]r(?:l[aeo]s?)? .+)$", _I
)
_PURPOSE = re.compile(r"^para (?P<what>[a-záéíóúñ]+[aei]r [^,;?]{3,50}), ", _I)
_GREETING = re.compile(r"^(?:(?:hola|vale|bueno|bien|buenas|buenos días|a todos|hoy|pues|entonces)\b[\s,.:!]*)+", _I)


def told_orders(sentence: str, wording: RomanceWording, *, to_listener: bool = False) -> tuple[Instruction, ...]:
    """The deeds of a sentence in the first or second person, in order; with `to_listener`, only those of everyday verbs
    in the second. Empty if its first clause is none."""
    masked = literals.mask(sentence)
    text = " ".join(masked.text.split()).rstrip(" .!")
    if "?" in text:
        return ()
    text, lead = _OPENERS.sub("", text), ""
    if opened := _LEAD.match(text):
        lead, text = opened["lead"], text[opened.end() :]
        lead = re.sub(r"\bte\b", "le", with_readers_things(lead))
    orders: list[Instruction] = []
    begin = 0
    cuts = [j for j in _JOINT.finditer(text) if _deed(text[j.end() :]) is not None]
    for joint in (*cuts, None):
        part = text[begin : joint.start() if joint else None]
        begin = joint.end() if joint else begin
        deed = _deed(part)
        if deed is None or (
            to_listener and not (_SAID_TO_YOU.match(_OPENERS.sub("", part.strip())) and is_everyday(deed[1]))
        ):
            break
        order = wording.shortened(deed[0], deed[1], DEED_WEIGHT, masked, lead)
        if order is None:
            break
        orders.append(replace(order, evidence=DEED_WEIGHT))
    return tuple(orders)


def _deed(part: str) -> tuple[str, str] | None:
    """(a clause as a formal order, the infinitive of its verb); None if it tells no deed."""
    part = _OPENERS.sub("", part.strip())
    if _NO_ORDER_BEHIND.search(part.split(",")[0]):
        return None
    if often := _DOING_OFTEN.match(part):
        verb, _, rest = part[often.end() :].partition(" ")
        return f"{formal_imperative(verb.lower())} {rest}", verb.lower()
    clitics, before = "", _CLITICS.match(part)
    if before:
        clitics = "".join(before["clitics"].lower().split())
        word, rest = before["verb"].lower(), part[before.end() :].strip()
    else:
        first, _, rest = part.partition(" ")
        word = first.lower().strip(",")
    infinitive = _infinitive(word)
    if infinitive is None or not (is_deed(infinitive) or infinitive in ("dar", "decir")):
        return None
    if not before and not (FOLLOWED.match(rest) or rest[:1].isupper() or _BEHIND_VERB.match(rest)):
        return None
    if before and rest and not (is_everyday(infinitive) or word in _IRREGULAR or _BEHIND_PRONOUN.match(rest)):
        return None  # "las hojas son verdes"
    if infinitive == "dar" and clitics == "le" and rest.startswith("a "):
        return f"pulse {rest[2:]}", "pulsar"
    if infinitive == "ir" and (not rest.startswith(("a ", "al ", "hasta ")) or clitics.startswith("l")):
        return None
    rest = with_readers_things(rest)
    formal = formal_imperative(infinitive)
    if clitics:
        formal = f"{formal}{clitics}" if infinitive == "dar" else with_clitics(formal, re.sub("^[tm]e", "se", clitics))
    return _DONE.sub("", f"{formal.replace('déle', 'dele')} {rest}").strip(), infinitive


def _infinitive(word: str) -> str | None:
    """The infinitive of a verb in the form for "yo" or "tú"; None for other words."""
    if word in _NO_VERBS or len(word) < 3:
        return None
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if re.fullmatch(r"[a-zñü]{2,}o", word):
        return known_infinitive(word[:-1]) or f"{word[:-1]}ar"
    if several := re.fullmatch(r"([a-zñü]{2,})(á|é|í)s|([a-zñü]{2,})(ái|éi)s", word):
        stem, vowel = several[1] or several[3], (several[2] or several[4])[0]
        verb = f"{stem}{ {'á': 'a', 'é': 'e', 'í': 'i'}[vowel] }r"
        return verb if vowel == "á" or known_infinitive(stem) == verb else None
    if re.fullmatch(r"[a-zñü]{2,}as", word):
        return f"{word[:-2]}ar"
    if re.fullmatch(r"[a-zñü]{2,}es", word):
        return known_infinitive(word[:-2])
    return None


_LED_TO = phrase_of("spanish", "told_deeds.LED_TO", re.NOFLAG)
_BY_NOBODY = re.compile(r"\bse (?:l[aeo]s? )?(?P<verb>[a-zñáéíóú]+[ae]n?)\b")
_PARTS = re.compile(r"[,;:.]")
_NOT_TELLING = re.compile(
    r"^\s*(?:(?:y|pero|que) )?(?:si|cuando|como|donde)\b|\b(?:no|nunca(?! al revés)|jamás|tampoco|próxim[oa]|cómo se"
    r"|gente|muchos|algunos|a partir de|automáticamente|sol[oa]$)\b"
)
"""A condition, a negation, what comes another time, what others do, or what happens by itself."""
_PLACED = re.compile(
    r"^\s*(?:(?:y|luego|ahora) )*(?:encima|debajo|arriba|abajo|dentro|aquí|ahí|delante|detrás) van? (?:el|las?|los"
    r"|un[ao]s?|un|dos|tres)\b|\bse le (?:da|echa|pone|añade|quita)n? |\bse \w+an? (?:al?|con|en|hasta) "
    r"(?:unos? |unas? )?(?:\d|un[ao]s?\b|dos|tres|cuatro|cinco|seis|ocho|diez|veinte|cien)|\bnunca al revés\b"
)
"""What says where something goes, what it is given, or how much of it, with nobody who does it."""


def tells_deed(sentence: str) -> bool:
    """Whether a sentence says of "yo", "tú", "vosotros", "nosotros" or nobody what they do."""
    return any(_part_tells(part) for part in _PARTS.split(sentence.lower()) if not _NOT_TELLING.search(part))


_YOU_DO = re.compile(
    r"(?<!las )(?<!los )(?<!unas )(?<!unos )(?<!sus )(?<!tus )(?<!de )(?<!con )(?<!más )"
    r"\b(?P<verb>[a-zñáéíóú]{3,}[ae])s (?=(?:el|la|los|las|un|una|bien)\b)"
)
""" "Aprietas las tuercas": also verbs whose stem changes."""


def _part_tells(part: str) -> bool:
    if _PLACED.search(part):
        return True
    if any((one := imperative(found["verb"])) is not None and one.known for found in _YOU_DO.finditer(part)):
        return True
    if any(
        is_deed(re.sub(r"(?<=[aeií]r)(?:me|te|se|nos|l[aeo]s?|ía)$", "", found["verb"]))
        for found in _LED_TO.finditer(part)
    ):
        return True
    if any((one := imperative(found["verb"])) is not None and one.known for found in _BY_NOBODY.finditer(part)):
        return True
    if re.search(r"\ble (?:das|damos|doy|dais) (?:al?|en)\b", part):
        return True
    for word in re.findall(r"[a-zñáéíóú]{4,}", part):
        several = re.sub("(?:á|é)is$", lambda found: {"á": "a", "é": "e"}[found[0][0]] + "r", word)
        told = we_do(word) or (several if several != word else _infinitive(word) if word.endswith("s") else None)
        if told and told != word and is_everyday(told):
            return True
    return False


def infinitive_after_how(what: str) -> str:
    """What follows "cómo", in the infinitive where nobody or "we" do it.

    >>> infinitive_after_how("se hace el cierre de caja"), infinitive_after_how("cambiamos el filtro")
    ('hacer el cierre de caja', 'cambiar el filtro')
    """
    first, _, rest = what.strip().partition(" ")
    if first.lower() == "se" and rest:
        first, _, rest = rest.partition(" ")
        low = re.sub("(?<=[ae])n$", "", first.lower())
        one = imperative(low)
        infinitive = {"hace": "hacer", "pone": "poner"}.get(low) or (one.infinitive if one else None)
    else:
        infinitive = we_do(first)
    return f"{infinitive} {rest}" if infinitive and rest else what


def subject_of(sentence: str, *, first: bool) -> Subject | None:
    """What a sentence at the beginning announces, in the infinitive; None if it announces nothing."""
    text = _GREETING.sub("", sentence.strip()).rstrip(" .:!")
    if found := _SHOWN_HOW.search(text) or _WE_WILL.match(text):
        return Subject(infinitive_after_how(found["what"]))
    if first and (found := _PURPOSE.match(text)):
        return Subject(found["what"], alone=False)
    return None
