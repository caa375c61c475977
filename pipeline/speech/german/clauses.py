"""Splits German sentences into the condition or purpose in front and one infinitive phrase for each instruction."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.speech.german.verbs import infinitive_of, infinitive_of_participle, ordered, without_zu
from pipeline.speech.german.vocabulary import (
    ACTION_VERBS,
    AUXILIARIES,
    FUNCTION_WORDS,
    MODALS,
    PREPOSITIONS,
    SEPARABLE_PREFIXES,
    SIE_FORMS,
    STATE_VERBS,
    SUBJECTS,
)

_I = re.IGNORECASE

_FILLERS = re.compile(
    r"\b(?:mal eben|erst einmal|erst mal|erstmal|schon mal|einfach mal|jetzt|mal|halt|eben|einfach|ja|also"
    r"|eigentlich|natürlich|tatsächlich|nur noch|dafür|praktisch|quasi|sozusagen|ähm?|äh|hm|nun|schon|direkt schon"
    r"|gerade|allerdings|für eine [Ss]ekunde|so ein bisschen|dann|noch mal einmal|gerne|auch schon|ebenfalls|auch|aber"
    r"|hier drin(?:ne)?|(?<!von )hier|(?<!von )da)\b,?\s*"
)
OPENERS = re.compile(
    r"^(?:(?:so|und|dann|danach|jetzt|nun|also|ja|okay|ok|gut|als (?:nächstes|erstes|letztes)"
    r"|als nächsten schritt|zuerst|zunächst|anschließend|schließlich|zum schluss|deswegen|deshalb|daher|dafür|hier|da"
    r"|außerdem|in der zwischenzeit|apropos [\wäöüß ]+|das heißt|aber|denn|natürlich|genau|sehr (?:gut|schön)"
    r"|alles klar|sorry|\.\.+)(?:\b|(?<=\.))[\s,.:;]*)+",
    _I,
)
"""Words that only lead to what is said next."""
_NEGATED = re.compile(r"\b(?:nicht(?! zu [a-zäöüß]+e[nmrs]?\b)|kein|keine|keinen|keinem|keiner|nie|niemals|ohne)\b", _I)
SUBORDINATE = re.compile(
    r"(?<!\s)\s+(?=und zwar\b)|,\s*(?=(?:so\s*dass|sodass|weil|damit|dass|bis|wenn|falls|bevor|nachdem|der|die|das"
    r"|den|dem|deren|dessen|welche[rsnm]?|diese[rsnm]?|wo|um|denn|indem|was|da|während|und zwar"
    r"|so [a-zäöüß]+t)\b)|(?<!\s)\s+(?=(?:weil|sodass|damit (?:wir|sie|ich|es|die|der|das))\b)",
    _I,
)
"""Where a main clause ends and a subordinate clause begins."""
_OURS = re.compile(r"\b(?:mein|unser|euer|eur)(?P<ending>e|en|em|er|es)?\b(?= (?:[a-zäöüß-]+ ){0,3}[A-ZÄÖÜ])", _I)
_THE = {"e": "die", "en": "den", "em": "dem", "er": "der", "es": "des", None: "das"}
"""The article that replaces "unser". A guide needn't say whose things they are."""
_LEAD = re.compile(
    r"^((?:wenn|falls|sobald|bevor|nachdem|um)\b[^,]+),\s*|^(um [^,]{3,60}? zu [a-zäöüß]+en) (?=[a-zäöüß]+en? (?:ich"
    r"|wir|Sie)\b)",
    _I,
)
_JOINT = re.compile(
    r";\s+|,\s+(?:und|dann|aber|also)\s+|(?<!\s)\s+und\s+(?:dann\s+)?|(?<!\s)\s+also\s+(?=[a-zäöüß]+en? (?:wir|ich)\b)"
    r"|,\s+(?=(?:dann|jetzt)\s)|,\s+(?=(?:die|das|den|dem) [a-zäöüß]+e?n? (?:wir|ich)\b)|,\s+(?=[a-zäöüß]{3,}\s)",
    _I,
)
_RUN_ON = re.compile(
    r"\s(?=(?:ich|wir|es|das|die) (?:habe|haben|bin|ist|sind|wird|war|heißt)\b(?! (?:wir|ich)\b))|(?<!\s)\s+\.\.+\s"
    r"|(?<=[a-zäöüß]) (?=(?-i:Ich|Wir) [a-zäöüß]+en?\b)",
    _I,
)
"""In captions: where the next sentence begins, though there is no full stop."""
_AIMED = re.compile(
    r"^(?:das (?:erste|nächste|einfachste|letzte|beste|wichtigste)|der (?:nächste|erste|letzte|zweite) schritt"
    r"|was (?:ich|wir|sie|ihr)(?: [\wäöü]+){0,2} (?:machen|tun))\b[^,]*?(?:,\s*was [^,]+?)?,? (?:ist|wäre)(?: es)?,? "
    r"(?P<what>.*\b(?:zu [a-zäöüß]+(?:en|ern|eln)|[a-zäöüß]{1,30}zu[a-zäöüß]{1,30}en)\b.*)$",
    _I,
)
_TRYING = re.compile(
    r"^(?:versuchen|versuche|probieren) (?:wir|ich),? (?P<what>[^,]*\b(?:zu [a-zäöüß]+(?:en|ern|eln)"
    r"|[a-zäöüß]{1,30}zu[a-zäöüß]{1,30}en)\b[^,]*)$",
    _I,
)
_BY_DOING = re.compile(r"\bindem (?:ich|wir|man|sie|ihr) (?P<what>[^,]{4,80})", _I)
_GOES_ON = re.compile(
    r"^(?:(?:ich|wir|es|sie|er|das|die|der|man) (?:[a-zäöüß]+(?:e|en|t|st)|kann|muss|will|soll)"
    r"|[a-zäöüß]+(?:e|en|t) (?:ich|wir|es|ihr|man)|wenn|falls|rein (?:in|ins|auf)|(?:gucke|schaue|sehe|bekomme|sage"
    r"|probiere|packe) )\b|^[A-ZÄÖÜ][\wäöüß-]+ [a-zäöüß]{3,}t\b",
)
"""The beginning of a new clause after "und"."""
_STARTING = re.compile(r"^(?P<verb>[a-zäöüß]+en) tun (?:wir|ich)\b(?P<rest>.+)$", _I)
_PASSIVE = re.compile(
    r"^(?P<what>(?:der|die|das|den|ein|eine|alle|jede[rs]?|ihre?|unsere?)\b[^,]{2,60}?) "
    r"(?P<modal>muss|müssen|sollte|sollten|soll|sollen|kann|können|möchte) (?P<rest>(?:[\wäöüß]+ ){0,6}?)"
    r"(?P<done>[a-zäöüß]+) werden\b",
    _I,
)
_BACK_TO = re.compile(r"^(zurück) ((?:zu|zum|zur|in|ins|nach|auf)\b)(.*) gehen$", _I)
_PURPOSE = re.compile(
    r"^(?:(?:dann|so) )?(?:kann|können|könnt) (?:ich|wir|ihr|man|sie) .*\b(?:besser|leichter|schneller|einfacher)\b", _I
)
"""What an instruction is good for. It is no instruction itself."""
_NOT_DONE = re.compile(r"\bkönnten?\b.{0,300}\baber\b", _I)
"""What one could do, but doesn't."""
_WAITING = re.compile(r"^(?:wir|ich) (?:warten|warte)(?: noch)?(?: drauf| darauf)?, (?:dass|bis) (?P<what>[^,]+)", _I)
_AND_THEN = re.compile(r"(?<!\s)\s+und (?:dann )?[a-zäöüß]+en? (?:wir|ich)\b.*", _I)
_BARE = re.compile(
    r"^(?P<what>(?:(?:den|die|das|einen|eine|ein) )?(?!Wir\b|Ich\b|Sie\b|Das\b|Es\b|Da\b|Die\b|Der\b|wir\b|ich\b"
    r"|das\b|es\b)[\wäöüß]+) (?P<way>drauf|dazu|drüber|rein)(?=$|[,.]| und\b)"
    r"|^(?P<into>rein) (?P<place>(?:in|ins|auf) .+?)(?=$| und\b)",
    _I,
)
"""A command without a verb: "Deckel drauf", "rein in den Backofen"."""
_WAYS = {"drauf": "drauflegen", "dazu": "dazugeben", "drüber": "drübergeben", "rein": "reingeben"}
_BACK = re.compile(r"^(?:zurück|weiter) (?:zu|zum|zur|in|ins|nach)\b(?! [a-zäöüß]+en\b)[^,]{2,60}$", _I)


def _of_the_thing(text: str) -> str:
    return _OURS.sub(lambda found: _THE[found["ending"] and found["ending"].lower()], text)


def to_sie(clause: str) -> str:
    """A subordinate clause with the reader as its subject: "wenn ich die Datei öffne" becomes "wenn Sie … öffnen"."""
    found = re.search(r"\b(?:ich|wir)\b", clause)
    words = clause.split()
    verb = words[-1] if words else ""
    form = SIE_FORMS.get(verb.lower()) or infinitive_of(verb.lower())
    if not found or form is None or len(re.findall(r"\b(?:ich|wir)\b", clause)) > 1:
        return clause
    return re.sub(r"\b(?:ich|wir)\b", "Sie", " ".join([*words[:-1], form]))


class Phrase(NamedTuple):
    """One instruction of a German sentence."""

    lead: str
    """The condition or purpose in front of it, or an empty string."""
    text: str
    """The infinitive phrase, with its subordinate clauses."""
    weight: float
    """How surely it was meant as an instruction, from 0 to 1."""


def phrases(text: str) -> list[Phrase]:
    """The instructions in a sentence; the sentence comes without its openers."""
    text = text.rstrip(" .")
    if _NOT_DONE.search(text):
        return []
    if aimed := _AIMED.match(text) or _TRYING.match(text):
        return [Phrase("", tidied(without_zu(_verb_ends(aimed["what"]))), 0.8)]
    if waited := _WAITING.match(text):
        return [Phrase("", f"warten, bis {to_sie(_AND_THEN.sub('', waited['what']))}", 0.7)]
    if _BACK.match(text):
        return [Phrase("", tidied(f"{text} gehen"), 0.6)]
    found: list[Phrase] = []
    lead = ""
    if opened := _LEAD.match(text):
        lead, text = opened.group(1) or opened.group(2), text[opened.end() :]
    weight = 0.0
    heard = ""
    for part in _parts(text):
        phrase = _infinitive(OPENERS.sub("", part), weight)
        if phrase is not None:
            weight = phrase[1]
            found += [
                Phrase(lead, _resolved(one, [heard, *(p.text for p in found)]), weight) for one in _parted(phrase[0])
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


def _resolved(phrase: str, before: list[str]) -> str:
    """A phrase in which the pronoun at the beginning is replaced by the last thing named before that fits its gender
    and number."""
    words = phrase.split()
    articles = _STANDS_FOR.get(words[0].lower(), ()) if len(words) > 1 and not words[1][0].isupper() else ()
    for earlier in reversed(before) if articles else ():
        for named in reversed(list(_NAMED.finditer(earlier))):
            if named["article"].lower() in articles:
                definite = articles[0]
                return " ".join([definite, named["noun"], *words[1:]])
    return phrase


def _parted(phrase: str) -> list[str]:
    """Splits two instructions that share a modal verb: "die Datei öffnen und den Namen eingeben"."""
    joint = re.search(r"(?<=[a-zäöüß]) und (?=\S+ )", phrase)
    if joint is None or "," in phrase:
        return [phrase]
    left, right = phrase[: joint.start()], phrase[joint.end() :]
    if left.split()[-1] in ACTION_VERBS and right.split()[-1] in ACTION_VERBS and len(left.split()) > 1:
        return [left, *_parted(right)]
    return [phrase]


def _verb_ends(phrase: str) -> str:
    """An infinitive phrase with its verb at the end: "es anzuzeigen auf der Seite" becomes "es auf der Seite
    anzuzeigen"."""
    words = phrase.split()
    at = next((i for i, word in enumerate(words) if re.fullmatch(r"[a-zäöüß]{1,30}zu[a-zäöüß]{1,30}en", word)), None)
    if at is None or at == len(words) - 1 or words[at + 1].lower() not in PREPOSITIONS - {"und", "oder"}:
        return phrase
    return " ".join([*words[:at], *words[at + 1 :], words[at]])


def _parts(text: str) -> list[str]:
    """The clauses of a text, each of which may be an instruction."""
    for run_on in _RUN_ON.finditer(text, 12):
        before = re.sub(r"(?<![\s,])[\s,]+(?:und|oder|aber)$", "", text[: run_on.start()], flags=_I)
        sentence = run_on.group().strip() == "" and text[run_on.end() :][:4] in ("Ich ", "Wir ")
        if sentence or not re.search(r"\b(?:dass|weil|wenn|ob|wie|ich|wir|was|die|der|das|wo)$", before, _I):
            return [*_parts(before), *_parts(OPENERS.sub("", text[run_on.end() :]))]
    parts: list[str] = []
    begin = 0
    for joint in _JOINT.finditer(text):
        right = OPENERS.sub("", text[joint.end() :])
        bare_comma = joint.group().strip() == ","
        left = text[begin : joint.start()].split()
        instructs = bool(parts or _finite(left) or (left and ordered(left)))
        if bare_comma and re.match(r"(?:die|das|den|dem) [a-zäöüß]+e?n? (?:wir|ich)\b", right):
            begins = _finite(right.split()) is not None
        elif bare_comma:
            begins = _starts_with_verb(right) and instructs
        else:
            begins = (
                _GOES_ON.match(right) is not None
                or _finite(right.split()) is not None
                or (instructs and _starts_with_verb(right))
            )
        if begins:
            parts.append(text[begin : joint.start()])
            begin = joint.end()
    parts.append(text[begin:])
    return parts


def _starts_with_verb(text: str) -> bool:
    words = text.split()
    return len(words) >= 2 and words[0][0].islower() and (infinitive_of(words[0].lower()) or "") in ACTION_VERBS


def _finite(words: list[str]) -> tuple[int, int] | None:
    """(index of the finite verb, index of its subject) in a main clause. None if the clause has no verb that can
    instruct."""
    for i, word in enumerate(words[:9]):
        low = word.lower().strip(",.")
        if low not in SUBJECTS or word == "sie":  # with a small s it means "them" or "her"
            continue
        if i and _is_verb(words[i - 1]) and not words[i - 1].endswith(","):
            return i - 1, i
        if i == 0 and len(words) > 1 and _is_verb(words[1]):
            return 1, 0
        return None
    return None


def _is_verb(word: str) -> bool:
    low = word.lower().strip(",.")
    if low in MODALS or low in ("machen", "mache"):
        return True
    return low not in STATE_VERBS and infinitive_of(low) is not None and (word[0].islower() or low in ACTION_VERBS)


def _infinitive(clause: str, before: float) -> tuple[str, float] | None:
    """(the clause as an infinitive phrase, how surely it instructs from 0 to 1), or None. `before` is that weight for
    the clause before."""
    clause = clause.strip(" ,.;:!")
    cut = SUBORDINATE.search(clause)
    main, tail = (clause[: cut.start()], clause[cut.start() :]) if cut else (clause, "")
    words = main.split()
    if not words or _NEGATED.search(main) or _PURPOSE.match(clause):
        return None
    found_phrase = _verb_last_phrase(main, words, before)
    if found_phrase is None:
        return None
    phrase, weight = found_phrase
    text = tidied(" ".join(phrase))
    verb = text.split()[-1].lower() if text else ""
    content = content_words(text) - {verb}
    points = bool(re.match(r"(?:es|sie|ihn|das|die|den|alles) ", text, _I)) and verb in ACTION_VERBS | {"rausnehmen"}
    if len(text.split()) < 2 or (not content and not points):
        return None
    if verb in ("machen", "tun", "zaubern", "versuchen", "lassen") and len(content) < 2:
        return None
    if re.search(
        r"\.\.|\bund [a-zäöüß]+e (?![A-ZÄÖÜ])|\b(?:ich|wir|es (?:ist|wird)|bekomme|mache|starte|gehe|gucke|sende)\b"
        r"|(?<!^)\böffne\b"
        r"|\b(?:ist|sind|war|waren) (?!und\b)",
        text,
    ):
        return None
    if re.search(r"\b(?:auf|in|an|mit|für|zu) (?:das|die|der|den|dem|ein|eine) [a-zäöüß]+en$", text):
        return None  # the noun is missing
    tail = (
        ""
        if re.search(r"\b(?:ich|wir)\b.*\b(?:ich|wir|mache)\b", tail, _I)
        or re.match(r",?\s*(?:diese|so |weil|denn)", tail, _I)
        else tail.rstrip(" .")
    )
    return f"{text}{to_sie(_of_the_thing(tail))}", weight if content else weight * 0.8


def _verb_last_phrase(main: str, words: list[str], before: float) -> tuple[list[str], float] | None:
    """(the words of the phrase with the verb last, the weight from 0 to 1), or None where the clause doesn't
    instruct."""
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
    if starting := _STARTING.match(main):
        return [*starting["rest"].split(), starting["verb"].lower()], 0.7
    place = _finite(words)
    if place is not None:
        return _with_subject(words, *place)
    if words[0].lower() in ("lass", "lasst", "lassen") and len(words) > 2 and words[1].lower() in ("uns", "sie"):
        rest = words[3:] if words[2].lower() == "uns" else words[2:]
        return (rest, 0.7) if rest and rest[-1].lower() in ACTION_VERBS else None
    order = ordered(words)
    if order is not None:
        return _joined(words[1:], order), 1.0
    if before and _starts_with_verb(main):
        return _joined(words[1:], infinitive_of(words[0].lower()) or words[0].lower()), before
    if words[-1].lower() in ACTION_VERBS and words[-1][0].islower() and 2 <= len(words) <= 14:
        return None if any(word.lower() in AUXILIARIES for word in words) else (words, 0.9)
    return None


def _with_subject(words: list[str], verb_at: int, subject_at: int) -> tuple[list[str], float] | None:
    front = words[: min(verb_at, subject_at)]
    rest = words[max(verb_at, subject_at) + 1 :]
    verb, subject = words[verb_at].lower().strip(","), words[subject_at].lower()
    if verb in MODALS:
        weight = MODALS[verb] * (0.9 if subject == "ich" else 1.0)
        rest = _verb_last(rest)
        if not rest or rest[-1].lower().strip(".,") in STATE_VERBS - {"warten", "lassen", "verwenden"}:
            return None
        return [*front, *rest], weight
    infinitive = infinitive_of(verb)
    if infinitive is None or infinitive in STATE_VERBS or verb in STATE_VERBS:
        return None
    weight = {"sie": 1.0 if verb_at < subject_at and not front else 0.7, "ich": 0.6}.get(subject, 0.7)
    if infinitive not in ACTION_VERBS:
        weight *= 0.8
    if any(w.islower() and w.endswith("e") and infinitive_of(w) in ACTION_VERBS for w in (*front, *rest)):
        return None  # two clauses with nothing between them
    return _joined([*front, *rest], infinitive), weight


def _verb_last(rest: list[str]) -> list[str]:
    """The words after a modal verb, with the infinitive last: "sie definieren in der Datei" becomes "sie in der Datei
    definieren". Empty if there is no infinitive."""
    places = [i for i, w in enumerate(rest) if re.fullmatch(r"[a-zäöüß]+(?:en|ern|eln)", w.strip(".,"))]
    if not places:
        return []
    if places[-1] == len(rest) - 1:
        return rest
    known = [i for i in places if rest[i].strip(".,") in ACTION_VERBS]
    if not known or rest[known[-1] + 1].lower() not in PREPOSITIONS - {"und", "oder"}:
        return []
    at = known[-1]
    return [*rest[:at], *rest[at + 1 :], rest[at]]


def _joined(words: list[str], infinitive: str) -> list[str]:
    """The phrase with its verb last, and the verb's prefix joined to it: "löschen … ab" becomes "ablöschen"."""
    if words and words[-1].lower().strip(".,") in SEPARABLE_PREFIXES - {"neu"} and len(words) > 1:
        return [*words[:-1], words[-1].lower().strip(".,") + infinitive]
    for at in range(1, len(words) - 1):  # "füllen das Ganze auf mit Wasser"
        low = words[at].lower()
        if low in SEPARABLE_PREFIXES - {"neu", "mit", "zu", "nach"} and words[at + 1].lower() in (
            "mit",
            "in",
            "ins",
            "auf",
            "zu",
            "aus",
        ):
            return [*words[:at], *words[at + 1 :], low + infinitive]
    return [*words, infinitive]


def content_words(text: str) -> frozenset[str]:
    """The content words of a text, in lower case."""
    return frozenset(w for w in re.findall(r"[\wäöüß-]{3,}", text.lower()) if w not in FUNCTION_WORDS)


def tidied(text: str) -> str:
    """A phrase without the words that only speech needs, addressed to the reader."""
    text = _FILLERS.sub(" ", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\b(?:mir|uns|euch)\b ?", "", text, flags=_I)
    text = _of_the_thing(text)
    text = re.sub(r"\bmich\b", "sich", text)
    text = re.sub(r"\b(\w{2,}) \1\b", r"\1", text)
    text = re.sub(r"\bso (?=(?:ein|eine|einen|einem|einer|grobe|kleine|dünne|dicke)\b)", "", text)
    text = re.sub(r"\b(dazu|zurück|weiter|hinzu|heraus|hinein|sicher) (?=[a-zäöüß]+(?:en|ern|eln)$)", r"\1", text)
    text = re.sub(r", so (?=[a-zäöüß]+(?:en|ern|eln)$)", " ", text)
    text = _BACK_TO.sub(r"\2\3 zurückgehen", text)
    text = re.sub(r"^(?:noch(?! (?:ein)?mal\b)|direkt|allerdings) ", "", text, flags=_I)
    return re.sub(r" ([,.;])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;")
