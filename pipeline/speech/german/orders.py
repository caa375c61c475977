"""A German sentence that begins as an order does, or tells what "ich" or "du" do, whatever its verb: "Häng die Uhr
auf", "wischen Sie sie ab", "dann lasse ich die Luft ab"."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction, literals
from pipeline.speech.german.infinitives import is_broken, with_prefix_joined
from pipeline.speech.german.phrases import with_pronoun_resolved
from pipeline.speech.german.verbs import (
    INFINITIVE,
    du_infinitive,
    ich_infinitive,
    imperative_infinitive,
    infinitive_of_present,
)
from pipeline.speech.german.vocabulary import (
    ACTION_VERBS,
    AUXILIARIES,
    MODALS,
    PREPOSITIONS,
    SEPARABLE_PREFIXES,
    STATE_VERBS,
    SUBJECTS,
)
from pipeline.speech.german.wording import OPENERS, WORDING, tidied, to_sie, with_condition_spelled
from pipeline.speech.lexicon import word_set, words_of

_I = re.IGNORECASE
ORDER_WEIGHT, DEED_WEIGHT = 0.8, 0.7
"""How surely an order, and what somebody says they do, is an instruction where the recording consists of such."""
_LEAD = re.compile(r"^(?P<lead>(?:wenn|falls|sobald|bevor|nachdem|solange|um)\b[^,]+),\s*(?:dann )?", _I)
_NEGATED = re.compile(r"\b(?:nicht|kein\w*|nie|niemals)\b", _I)
_JOINT = re.compile(r",? und (?:dann )?(?=[a-zäöüß]+ )|, (?:dann )?(?=[a-zäöüß]+ )|; ")
_NO_VERBS = words_of("german", "orders.NO_VERBS")
"""Words before an article that are no verbs."""
_NO_DEEDS = words_of("german", "orders.NO_DEEDS")
_OBJECT = words_of("german", "orders.OBJECT")
"""Words behind a verb that begin what it acts on, or say how or when."""
_NO_FINITE = words_of("german", "orders.NO_FINITE")
_LATE_PREFIXES = ("unter", "rauf", "rüber", "dran", "bei", "über")
_AS_FOLLOWS = re.compile(r"^[^:,]{2,40}\bso: ", _I)
""" "Ich mache das immer so: …"."""
_NO_PRESENT = re.compile(
    "soll|könn|kann|müss|dürf|darf|woll|will|möcht|mög|hab|hat|hätt|wär|w[uüei]rd|brauch|ge|zer(?!leg|kleiner|teil|reib|drück|pflück|stoß)"
)
"""The beginning of a participle, and of what befalls a thing."""
_POINTING = re.compile(r"(?:sie|ihn|es|sich|ihnen|ihm)\b", _I)
_REFLEXIVE = re.compile(r"^(?:dich|dir|mich|mir|euch|uns)\b")


def orders_of(sentence: str) -> tuple[Instruction, ...]:
    """The deeds of a sentence as infinitive phrases, in order. Empty if its first clause is none."""
    masked = literals.mask(sentence)
    text = " ".join(masked.text.split())
    if text.endswith("?"):
        return ()
    whole = _AS_FOLLOWS.sub("", text.rstrip(" .!"))
    text = with_condition_spelled(OPENERS.sub("", whole))
    if text != whole and text[:1].isupper() and not text.startswith("Sie "):
        return ()  # "So, Brühgruppe wieder rein": a noun
    lead = ""
    if opened := _LEAD.match(text):
        lead, text = to_sie(tidied(opened["lead"])), text[opened.end() :]
        lead = lead if len(lead.split()) > 1 else opened["lead"]
    orders: list[Instruction] = []
    person = ""
    for part in _parts(text):
        found = _infinitive_phrase(part, person)
        if found is None:
            break
        said, verb, person = found
        said = with_pronoun_resolved(said, [_first_thing(one.text) for one in orders if _names_one_thing(one.text)])
        if orders and _POINTING.match(said):  # in a line of its own, nobody knew what it is about
            last = orders[-1]
            text = masked.restore(f"{last.text.rstrip('.')} und {said[:1].lower()}{said[1:]}.")
            orders[-1] = replace(last, text=text, words=last.words | WORDING.content_words(said))
            continue
        weight = ORDER_WEIGHT if person in ("!", "Sie!") else DEED_WEIGHT
        whole = f"{lead}, {said}" if lead else said
        order = WORDING.instruction(whole, said, verb, weight, masked, lead)
        orders.append(replace(order, evidence=weight, handling=weight == ORDER_WEIGHT))
    return tuple(orders)


_ADDRESSED = frozenset({"ihr", "du", "man"})
_SURE_OBJECT = word_set("""
    den die das dem einen eine ein ihn sie es euch eure euren eurem dich dir deine deinen deinem alle alles beide jeden
    jede jedes erst zuerst jetzt noch bitte immer""")
"""Words behind a verb in the form for several listeners that can't follow a noun at the beginning of a sentence."""


def sure_orders(sentence: str) -> tuple[Instruction, ...]:
    """The same of a sentence that can be nothing else: "Fahren Sie das Bett hoch", "scannt die Palette", "das bucht ihr
    auf Material", "man hängt den Rahmen ein". Empty if it could be a statement."""
    text = with_condition_spelled(OPENERS.sub("", re.sub(r"\s+", " ", sentence).strip()))
    if opened := _LEAD.match(text):
        text = text[opened.end() :]
    main = re.split(r", | und ", text.rstrip(" .!"), maxsplit=1)[0]
    words = main.split()
    if len(words) < 3 or _LIVED.search(sentence):
        return ()
    person, first = _person(main), words[0].lower()
    asks = person in _ADDRESSED and words[1].lower() == person and sentence.lstrip().startswith(words[0])
    if asks or (person == "!" and (words[1] == "sich" or _OF_ANOTHER.match(text))):
        return ()
    if person == "!":
        told = first.endswith("t") and not first.startswith("ge") and words[1].lower() in _SURE_OBJECT
        known = imperative_infinitive(first) in ACTION_VERBS | _COMMANDED and words[1].lower() in _OBJECT
        sure = told or known
    else:
        objects = {word.lower().strip(",") for word in words} & _SURE_OBJECT - {"es", "immer", "jetzt", "noch"}
        sure = person == "Sie!" or (person in _ADDRESSED and (bool(objects) or words[-1] in SEPARABLE_PREFIXES))
    return tuple(order for order in orders_of(sentence) if order.words - {order.verb}) if sure else ()


_OF_ANOTHER = re.compile(r"(?:\w+ (?!den\b|einen\b|ihn\b)[^,]+)?, [a-zäöüß]+t\b(?! nicht\b)", _I)
"""A comma and a verb, behind what can be the subject of a condition: "fällt die Pumpe aus, leuchtet die Anzeige"."""
_COMMANDED = word_set("machen halten wischen schlagen rufen holen hängen füllen packen heben")
"""More verbs that are hardly a noun at the beginning of a sentence."""
_LIVED = re.compile(
    r"\b(?:sonst|ansonsten|andernfalls|früher|damals|ich|mir|mich|meistens|oft|manchmal|vielleicht|eventuell|könnte\w*"
    r"|würde\w*|hätte\w*|wäre\w*|Leute|viele|manche|Fehler|man (?:sich )?(?:leicht|schnell|gern|ja|schon)|aus Versehen"
    r"|versehentlich|zu (?:viel|wenig|fest|früh|spät|lange|schnell|stark|weit|hoch))\b",
    _I,
)
"""A sentence with one of these may tell what happens, happened or could happen."""


def _names_one_thing(text: str) -> bool:
    """Whether a pronoun in the next clause can mean only one thing: "die Schraube an der Abdeckung" names two."""
    return len(re.findall(r"(?<!^)\b[A-ZÄÖÜ][\wäöüß-]+", text)) == 1


def _first_thing(text: str) -> str:
    """The text up to its first preposition: what a deed acts on, and not where."""
    return re.split(rf" (?:{'|'.join(sorted(PREPOSITIONS))}) ", text, maxsplit=1)[0]


def _parts(text: str) -> list[str]:
    """The clauses of a sentence, cut before each further deed. What isn't one stays with the clause before it."""
    parts: list[str] = []
    begin, person = 0, _person(text)
    for joint in _JOINT.finditer(text):
        right = text[joint.end() :]
        if joint.start() > begin and _begins_deed(right, person):
            parts.append(text[begin : joint.start()])
            begin = joint.end()
    return [*parts, text[begin:]]


def _begins_deed(text: str, person: str) -> bool:
    words = text.split(",")[0].split()
    if len(words) < 2 or words[0] in _NO_VERBS | PREPOSITIONS or not words[0][:1].islower():
        return False
    if person == "Sie!":
        return len(words) > 2 and words[1] == "Sie"
    if _verb(words[0].lower(), person) is None:
        return False
    return words[1].lower() in _OBJECT | PREPOSITIONS or words[-1] in SEPARABLE_PREFIXES


def _person(text: str) -> str:
    """Who does it: "!" for an order, "Sie!" for one with "Sie", else the pronoun; "" if it isn't said."""
    words = [word.strip(",") for word in text.split()[:9]]
    if len(words) > 1 and words[1] == "Sie" and words[0].endswith("n"):
        return "Sie!"
    for n, word in enumerate(words):
        if word.lower() in SUBJECTS and word != "sie":
            return word.lower() if n else ("Sie" if word == "Sie" else word.lower())
    return "!" if words else ""


def _verb(low: str, person: str) -> str | None:
    """The infinitive of a verb in the form for a person; None if it isn't one."""
    if low in AUXILIARIES or low in MODALS:
        return None
    if person == "!":
        return imperative_infinitive(low)
    if person == "ich":
        return ich_infinitive(low)
    if person == "du":
        return du_infinitive(low)
    if person in ("ihr", "man"):
        present = infinitive_of_present(low)
        return present if present != low and not _NO_PRESENT.match(low) else None
    return low if person in ("wir", "sie", "Sie", "Sie!") and re.fullmatch(r"[a-zäöüß]{3,}n", low) else None


def _infinitive_phrase(part: str, before: str) -> tuple[str, str, str] | None:
    """(the clause with its verb in the infinitive at the end, the verb, who does it); None if it tells no deed.
    `before` is who does what the clause before tells, which goes on without a subject."""
    main, _, tail = part.partition(",")
    words = main.split()
    if len(words) < 2 or _NEGATED.search(main):
        return None
    person = _person(main) if not before or _person(main) != "!" else before
    if person == "!":
        verb_at, rest = 0, words[1:]
        if not _is_order(words):
            return None
    elif person == "Sie!":
        verb_at, rest = 0, [word for n, word in enumerate(words) if n > 1]
    elif before and words[0][:1].islower() and words[0].lower() not in SUBJECTS:
        verb_at, rest = 0, words[1:]
    else:
        subject_at = next(n for n, word in enumerate(words) if word.lower().strip(",") in SUBJECTS and word != "sie")
        verb_at = 1 if subject_at == 0 else subject_at - 1
        if verb_at >= len(words) or (subject_at and verb_at < 0):
            return None
        rest = [word for n, word in enumerate(words) if n not in (subject_at, verb_at)]
    infinitive = _verb(words[verb_at].lower(), person)
    if infinitive is None or infinitive in _NO_DEEDS or not rest:
        return None
    if person in _ADDRESSED - {"du"} and infinitive in STATE_VERBS - {"lassen", "warten", "verwenden"}:
        return None
    if infinitive == "lassen" and INFINITIVE.fullmatch(rest[-1]):
        phrase = [*rest, infinitive]
    elif len(rest) == 1 and rest[0] in SEPARABLE_PREFIXES:
        phrase = [rest[0] + infinitive]
    elif rest[-1] in _LATE_PREFIXES:
        phrase = [*rest[:-1], rest[-1] + infinitive]
    else:
        phrase = with_prefix_joined(rest, infinitive)
    if person == "!" and words[0][:1].isupper() and not {phrase[-1], infinitive} & ACTION_VERBS and _moves(rest):
        return None  # "Deckel wieder drauf": a noun
    if is_broken(phrase) or (phrase[-1] in STATE_VERBS and infinitive not in ("lassen", "warten")):
        return None
    said = _REFLEXIVE.sub("sich", " ".join(phrase)) if len(phrase) > 2 else " ".join(phrase)
    to_speaker = "mich" in rest and person != "ich"
    said = re.sub(r"\b[Bb]itte ", "", tidied(said))
    said = re.sub(r"\bsich\b", "mich", said, count=1) if to_speaker else said
    if not said or (len(said.split()) < 2 and not tail):
        return None
    return f"{said},{to_sie(tail)}" if tail.strip() else said, said.split()[-1].lower(), person


def _moves(rest: list[str]) -> bool:
    """Whether nothing but adverbs and a direction follow a word, so that it acts on nothing."""
    return rest[-1] in {*SEPARABLE_PREFIXES, *_LATE_PREFIXES} and all(word in _ADVERBS for word in rest[:-1])


_ADVERBS = word_set("wieder mal noch dann jetzt ganz einfach schnell gut fest kurz erst")


def _is_order(words: list[str]) -> bool:
    """Whether a clause can begin with an imperative: nothing else in it is a finite verb."""
    first, second = words[0].lower(), words[1].strip(",")
    if first in _NO_VERBS or first in PREPOSITIONS or first in SUBJECTS:
        return False
    if len(words) > 2 and words[-1] in SEPARABLE_PREFIXES:
        return True
    if second.lower() not in _OBJECT | PREPOSITIONS and not second[:1].isupper() and not second.startswith("Qz"):
        return False
    behind = [word for word in words[1:] if word.islower()]
    return not any(
        word in AUXILIARIES or (re.fullmatch(r"(?!ge)[a-zäöüß]{3,}t", word) and word not in _NO_FINITE)
        for word in behind[:4]
    )
