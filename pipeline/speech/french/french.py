"""Reads a French sentence: what it instructs, warns of, needs, announces, or says will appear."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, Reading, literals
from pipeline.speech.french.verbs import FOLLOWED, from_nous, from_on, from_tu, from_vous, imperative, is_deed, vous_of
from pipeline.speech.lexicon import phrase_of, word_set, words_of
from pipeline.speech.romance import Joint, RomanceWording, Then
from pipeline.speech.tags import without_tag
from pipeline.speech.urged import urged_and_done
from pipeline.speech.wording import WordedRules

_I = re.IGNORECASE
MUST_WEIGHT, TU_WEIGHT, INFINITIVE_WEIGHT, WILL_WEIGHT, CAN_WEIGHT = 1.0, 0.9, 0.8, 0.7, 0.6
"""How surely a sentence instructs, from 0 to 1: "cliquez" or "il faut", "clique", "cliquer", "on va", "vous pouvez"."""
_JOINT = re.compile(r"(?P<strong>;\s+)|(?:,\s+|,?(?<!\s)\s+)(?:et|puis)\s+|,\s+")
"""A place where another instruction can begin."""
_THEN = re.compile(r"(?:(?:puis|ensuite|après|enfin|alors|maintenant|donc)\b,?\s+)+", _I)
_GOES_ON = re.compile(r"^(\w+) (?:(?:tout )?d'abord|ensuite|puis|maintenant|enfin|alors)\s", _I)
"""An order with a word behind its verb that only tells its place among others: "cliquez ensuite sur"."""
_OPENERS = phrase_of("french", "french.OPENERS")
_OPENS = (
    (re.compile(r"^(?:l'étape suivante|la (?:première|deuxième|troisième|dernière|prochaine) étape|pour finir"
                r"|enfin|finalement)\b", _I), 2.3),
    (re.compile(r"^(?:tout d'abord|d'abord|premièrement|pour commencer|une fois|après (?:avoir|que))\b", _I), 1.5),
    (re.compile(r"^(?:maintenant|ensuite|puis|après)\b", _I), 1.0),
)  # fmt: skip
"""Phrases that begin something new, and how strongly they do (0 to 3)."""
_LEAD = phrase_of("french", "french.LEAD")
"""A condition, a purpose or a place before the instruction."""
_MUST = phrase_of("french", "french.MUST")
_WITH_PRONOUN = phrase_of("french", "french.WITH_PRONOUN")
"""The same with a pronoun before the verb. It stays as it was said, since "l'" doesn't tell its gender."""
_STEP_IS = phrase_of("french", "french.STEP_IS")
_INFINITIVE = re.compile(r"^(?P<verb>[a-zàâçéèêëîïôûùüœ]{2,}(?:er|ir|re))\b(?P<rest>\s.+)$", _I)
_SPOKEN = re.compile(
    r"(?:(?P<thing>(?:l[ae]s? |l')[^,]{2,40}), )?(?P<who>on|tu|vous|nous) "
    r"(?P<pronoun>(?:l[ae]s?|lui|leur|me|te|se|vous|nous) |l')?(?P<verb>[^\W\d_]+)(?: (?P<rest>.+))?$",
    _I,
)
"""What somebody does, with a pronoun before the verb: "les carottes, vous les épluchez"."""
_IT_MUST_BE_THAT = re.compile(r"(?:il )?(?:faut|faudra) que (?P<who>vous \S+)iez (?P<rest>\S.+)$", _I)
_SECOND = re.compile(
    r"\b(?P<joint>et|puis|ou) (?P<verb>[a-zàâçéèêëîïôûùüœ]+(?:er|ir|re))(?= (?:le|la|les|un|une|des) |$)"
)
"""A second infinitive: "poncer la surface puis dépoussiérer"."""
_ELIDED = re.compile(r"^((?:on|tu|vous|nous) )l'", _I)
_NAMED = re.compile(r"\b(le|la|un|une) [^\W\d_]", _I)
_WITH_IT = re.compile(r"(?P<pronoun>l[ae]s?) (?P<verb>[a-zàâçéèêëîïôûùüœ]+(?:er|ir|re))\b(?P<rest>\s.+)?$", _I)
_CAN = re.compile(r"peu[xt]|pouv|pourr|possible", _I)
_WILL = re.compile(r"\b(?:allez|vas|va|allons|vais|ven(?:ir|ez)|vien[st]|c'est)$", _I)
_NEGATED = re.compile(r"\b(?:pas|jamais|rien|aucune?|ni|sans)\b|\bn'|\bne\b", _I)
_PROHIBITION = phrase_of("french", "french.PROHIBITION")
""" "Ne fermez pas": at the beginning of a clause, where a statement would have its subject."""
_WARNING = re.compile(r"^(?:attention|prudence|danger)\b|\b(?:faites|fais) (?:bien )?attention\b|\bprenez garde\b", _I)
_NOTE = phrase_of("french", "french.NOTE")
_FORGET = re.compile(r"^n'oublie[zs]? (?:surtout )?pas\b", _I)
_CONDITION_ALONE = re.compile(
    r"^(?:(?:et|mais|donc|alors),? )*(?:si|s'il|quand|lorsque|une fois que|après que)\b[^,;:?]{8,120}\.$", _I
)
_TIP = re.compile(r"\b(?:je (?:vous |te )?(?:conseille|recommande)|nous recommandons|il est conseillé|astuce)\b", _I)
_EXPECTED = phrase_of("french", "french.EXPECTED")
_PREREQUISITE = phrase_of("french", "french.PREREQUISITE")
_TOPIC = phrase_of("french", "french.TOPIC")
_CHATTER = phrase_of("french", "french.CHATTER")
_SPOKEN_OF = {"on": from_on, "nous": from_nous, "vous": from_vous, "tu": from_tu}
"""How a verb behind a subject is told to the reader."""
_FUNCTION_WORDS = words_of("french", "french.FUNCTION_WORDS")
_TANGIBLE_THINGS = phrase_of("french", "french.TANGIBLE_THINGS")
_WORDING = RomanceWording(
    openers=_OPENERS,
    opens=_OPENS,
    tangible_things=_TANGIBLE_THINGS,
    word=re.compile(r"[^\W_]{3,}"),
    function_words=_FUNCTION_WORDS,
    lead=_LEAD,
    joint=_JOINT,
    then=_THEN,
    reason=re.compile(r",\s|\s(?:parce que|puisque|car|afin|pour que|où)\s"),
    clause=re.compile(r",\s|\s(?:que|qui|parce|où|si|quand|lorsque)\s"),
    stops=word_set("de du des dans à au aux pour par avec sur et ou en"),
    loose_end=re.compile(r"(?<!\s)\s+(?:de|du|des|dans|à|au|aux|pour|avec|le|la|les|un|une|et|ou|sur|en|votre|vos)$"),
)


_JOINT_LEFT = re.compile(r"(?:[,\s]{1,3}(?:et|mais|puis|surtout|s'il (?:vous|te) plaît)\b){1,3}[\s,]{0,3}$", _I)
"""What joined a prohibition to the clause before it."""


class French(WordedRules):
    """The rules of French."""

    language = "fr"
    wording = _WORDING
    condition_alone = _CONDITION_ALONE
    run_command = "Exécutez cette commande."

    def plain(self, sentence: str) -> str:
        return _plain(sentence)

    def read(self, sentence: str) -> Reading:
        return _reading_of(without_tag(sentence, "fr"))

    def tells_deed(self, sentence: str) -> bool:
        return any(_part_tells(part) for part in re.split(r"[,;:.]", _plain(sentence).lower()))

    def title(self, phrase: str) -> str:
        return _WORDING.title(_GOES_ON.sub(r"\1 ", _plain(phrase)))


def _plain(text: str) -> str:
    """The text with one kind of apostrophe."""
    return text.replace("’", "'")


@lru_cache(maxsize=2048)
def _reading_of(sentence: str) -> Reading:
    masked = literals.mask(_plain(sentence))
    text = " ".join(masked.text.split())
    codes = masked.codes(text)
    opens = _WORDING.opening_strength(text)
    if "?" in text or len(text.split()) < 2:
        return Reading(question="?" in text, opens=opens, codes=codes)
    if topic := _TOPIC.search(text.rstrip(" .")):
        return Reading(topic=masked.restore(topic["what"]), opens=opens)
    bare = _OPENERS.sub("", text) or text
    if (urged := urged_and_done(masked.restore(bare), "fr")) and (done := _reading_of(urged[1])).instructions:
        return replace(done, aside=done.aside or _reading_of(urged[0]).aside)
    if _CHATTER.search(text):
        return Reading(opens=opens, codes=codes)

    def aside(kind: CautionKind) -> Aside:
        return Aside(kind, masked.restore(_WORDING.sentence_case(bare)))

    if _FORGET.match(bare):
        return Reading(aside=aside(CautionKind.NOTE), opens=opens, codes=codes)
    if (forbidden := _PROHIBITION.search(bare)) or _WARNING.search(bare):
        told = _instructions(_JOINT_LEFT.sub("", bare[: forbidden.start()]), masked) if forbidden else ()
        return Reading(instructions=told, aside=aside(CautionKind.WARNING), opens=opens, codes=codes)
    if _PREREQUISITE.match(bare) and not _NEGATED.search(bare):
        return Reading(prerequisite=masked.restore(_WORDING.sentence_case(bare)), opens=opens, codes=codes)
    if _NOTE.search(bare) and len(bare.split()) >= 4:
        return Reading(aside=aside(CautionKind.NOTE), opens=opens, codes=codes)
    if instructions := _instructions(bare, masked):
        return Reading(instructions=instructions, opens=opens, codes=codes)
    if _EXPECTED.search(bare) and not _NEGATED.search(bare):
        return Reading(expected=masked.restore(_WORDING.sentence_case(bare)), opens=opens, codes=codes)
    if _TIP.search(bare):
        return Reading(aside=aside(CautionKind.TIP), opens=opens, codes=codes)
    return Reading(opens=opens, codes=codes)


def _instructions(text: str, masked: literals.Masked) -> tuple[Instruction, ...]:
    """The instructions in a sentence without its openers, in order."""
    text = text.rstrip(" .;!,")
    lead, weight, before = "", 0.0, ""
    instructions: list[Instruction] = []
    clauses = _clauses(text)
    for at, clause in enumerate(clauses):
        part = _OPENERS.sub("", clause.strip())
        if opened := _LEAD.match(part):
            lead, part = opened[1], _OPENERS.sub("", part[opened.end() :])
        genders = {found[1].lower() in ("la", "une") for found in _NAMED.finditer(" ".join(clauses[:at]))}
        if instructions and weight and len(genders) > 1 and _ELIDED.match(part):
            instructions.append(instructions[-1].quoting(masked.restore(part)))  # which of them it is, nobody said
            continue
        if instructions and weight and (named := _NAMED.search(before)):  # "tu prends le chiffon et tu l'humidifies"
            part = _ELIDED.sub(rf"\1{'la' if named[1].lower() in ('la', 'une') else 'le'} ", part)
        before = part
        told = _imperative_clause(part, weight)
        # "Le moteur démarre et lève la porte": an imperative with "tu" looks like the third person.
        if told and told[1] == TU_WEIGHT and not weight and part != _OPENERS.sub("", clauses[0].strip()) and not opened:
            told = None
        weight = told[1] if told else 0.0
        if told is None:
            continue
        said, weight = told
        if instruction := _WORDING.shortened(said, said.split()[0].lower(), weight, masked, _to_vous(lead)):
            instructions.append(instruction)
        lead = ""
    return tuple(instructions)


def _clauses(text: str) -> list[str]:
    main = text[_WORDING.end_of_lead(text, 0) :]
    modal = bool(_MUST.match(main) or _ordered_by_infinitive(main))
    spoken = _SPOKEN.match(main)
    fronted = len(text) - len(main) + spoken.end("thing") if spoken and spoken["thing"] else -1

    def begins(joint: Joint, then: Then) -> bool:
        rest = text[then.end() if then else joint.end() :]
        goes_on = modal and (_INFINITIVE.match(rest) or _WITH_IT.match(rest)) is not None
        return joint.start() != fronted and (goes_on or _begins_instruction(rest))

    return _WORDING.clauses(text, begins)


def _begins_instruction(rest: str) -> bool:
    return _LEAD.match(rest) is None and _imperative_clause(_ELIDED.sub(r"\1le ", rest), 0.0) is not None


_MOVES_ON = re.compile(r"(?:passons|(?:on va|nous allons|je vais) passer)(?: \w+)? (?:à|au|aux)\b", re.IGNORECASE)
"""What announces the next subject."""


def _imperative_clause(part: str, before: float) -> tuple[str, float] | None:
    """(a clause as an imperative with "vous", how surely it instructs); None if it doesn't. An infinitive goes on where
    the clause before, of the weight `before`, had a modal verb."""
    words = part.split()
    if not words or _NEGATED.match(part) or _MOVES_ON.match(part):
        return None
    first, more = words[0].strip(",."), " ".join(words[1:])
    if found := _MUST.match(part) or _STEP_IS.match(part):
        mood = found.groupdict().get("mood") or ""
        weight = CAN_WEIGHT if _CAN.search(mood) else WILL_WEIGHT if _WILL.search(mood) else MUST_WEIGHT
        if not is_deed(found["verb"].lower()) or not found["rest"].strip():
            return None
        rest = _of_listener(found["rest"]) if mood.lower().startswith("je") else found["rest"]
        return f"{vous_of(found['verb'].lower())}{_to_vous(_with_second(rest))}", weight
    if that := _IT_MUST_BE_THAT.match(part):
        return _imperative_clause(f"{that['who']}ez {that['rest']}", before)
    if _WITH_PRONOUN.match(part):
        return part, MUST_WEIGHT
    if before and (found := _INFINITIVE.match(part)) and is_deed(found["verb"].lower()):
        return f"{vous_of(found['verb'].lower())}{found['rest']}", before
    if before and (found := _WITH_IT.match(part)) and is_deed(found["verb"].lower()):
        return f"{vous_of(found['verb'].lower())}-{found['pronoun']}{found['rest'] or ''}", before
    if found := _ordered_by_infinitive(part):
        return f"{vous_of(found['verb'].lower())}{_with_second(found['rest'])}", INFINITIVE_WEIGHT
    if spoken := _SPOKEN.match(part):
        return _told_to_reader(spoken)
    if (said := from_nous(first)) and more:
        return f"{said} {more}", TU_WEIGHT
    one = imperative(first)
    if one is None:
        return None
    vous, sure = one
    if sure and vous == first.lower():
        return (part, MUST_WEIGHT) if more or "-" in first else None
    left = first.lower() in ("laisse", "fais") and _INFINITIVE.match(more)
    if not (sure or FOLLOWED.match(more) or left):
        return None
    return f"{vous} {_to_vous(more)}".strip(), TU_WEIGHT


def _ordered_by_infinitive(part: str) -> re.Match[str] | None:
    """An infinitive that begins a sentence as an order, as recipes have it: "couper les tiges en biais"."""
    found = _INFINITIVE.match(part)
    if found is None or not is_deed(found["verb"].lower()) or _STATED.search(part) or imperative(found["verb"]):
        return None
    rest = found["rest"].strip()
    return (
        found
        if found["verb"][0].isupper() and (FOLLOWED.match(rest) or found["verb"] in ("Laisser", "Faire"))
        else None
    )


def _with_second(rest: str) -> str:
    """The rest of a clause with its second infinitive as an imperative."""
    return _SECOND.sub(
        lambda found: f"{found['joint']} {vous_of(found['verb'])}" if is_deed(found["verb"]) else found[0], rest
    )


def _told_to_reader(spoken: re.Match[str]) -> tuple[str, float] | None:
    """What "on", "tu", "vous" or "nous" do, as an imperative; None if it is none, or if its pronoun can't be told."""
    said, rest = _SPOKEN_OF[spoken["who"].lower()](spoken["verb"]), spoken["rest"] or ""
    pronoun, thing = (spoken["pronoun"] or "").strip().lower(), spoken["thing"]
    if said is None:
        return None
    goes_on = bool(FOLLOWED.match(rest)) or rest[:1].isupper()
    left = said in ("faites", "laissez") and _INFINITIVE.match(f"{rest} ") is not None
    if not pronoun:
        return (f"{said} {_to_vous(rest)}", WILL_WEIGHT) if not thing and (goes_on or left) else None
    if pronoun.startswith("l") and thing:
        agrees = pronoun == "l'" or thing.lower().startswith((f"{pronoun} ", "l'"))
        return (f"{said} {thing[:1].lower()}{thing[1:]} {_to_vous(rest)}".strip(), WILL_WEIGHT) if agrees else None
    if thing or (rest and not goes_on):
        return None
    if pronoun in ("le", "la", "les", "lui", "leur"):
        return f"{said}-{pronoun} {_to_vous(rest)}".strip(), WILL_WEIGHT
    if not re.match(r"l[ae]s? |l'", rest):
        return None
    if pronoun == "me" and spoken["who"].lower() in ("tu", "vous"):
        return f"{said} {_to_vous(rest)}", WILL_WEIGHT  # "vous me tournez le patient"
    own = (spoken["who"].lower(), pronoun) in (("on", "se"), ("tu", "te"), ("vous", "vous"), ("nous", "nous"))
    return (f"{said}-vous {_to_vous(rest)}", WILL_WEIGHT) if own else None


_TOLD = re.compile(
    r"\b(?P<who>on|tu|vous|nous|je)\s(?:(?:l[ae]s?|y|en|lui|leur|me|te|se|vous|nous)\s|[lmtsyn]')*(?P<verb>[a-zàâçéèêëîïôûùüœ]+)"
    r"(?P<rest>\s\S+)?"
)
_LED_TO = phrase_of("french", "french.LED_TO", re.NOFLAG)
_ON_THE_WAY = re.compile(r"\b(?:on va|je vais|tu vas|vous allez|nous allons) (?:\w+ )?(?:dans|sur|à|au|aux) ")


_PLACED = phrase_of("french", "french.PLACED")
"""What says, with nobody who does it, where something goes or what is done to it."""
_STATED = re.compile(r"\b(?:est|sont|a|ont|permet|prend|demande|peut|va|serait|coûte|suffit|c'est)\b")
_BEING = re.compile(r"\bje suis (?!l[aes]{1,2} |l')")


def _part_tells(part: str) -> bool:
    """Whether a clause says of "je", "tu", "on", "nous" or "vous" what they do."""
    if (
        _NEGATED.search(part)
        or _MOVES_ON.search(part)
        or re.match(r"\s*(?:(?:et|mais) )?(?:si|s'il|quand|comme|lorsque|où)\b", part)
    ):
        return False
    if _ON_THE_WAY.search(part) or any(is_deed(one["verb"] or one["then"]) for one in _LED_TO.finditer(part)):
        return True
    if _PLACED.search(part) or ((found := _INFINITIVE.match(part.strip())) and not _STATED.search(found["rest"])):
        return True
    told = ((_SPOKEN_OF.get(one["who"], from_on)(one["verb"]), one["rest"]) for one in _TOLD.finditer(part))
    return any(said and (rest or "l'" in part) for said, rest in told) and not _BEING.search(part)


_YOU_VERBS = {"as": "avez", "es": "êtes", "veux": "voulez", "peux": "pouvez", "vois": "voyez", "dois": "devez"}


def _of_listener(text: str) -> str:
    """What is the speaker's as the listener's: "je vais taper mon nom"."""
    return re.sub(r"\bmes\b", "vos", re.sub(r"\b(?:mon|ma)\b", "votre", text))


def _to_vous(text: str) -> str:
    """The text with "vous" in the place of "tu", as far as its verbs are known."""
    text = re.sub(rf"\btu ({'|'.join(_YOU_VERBS)})\b", lambda found: f"vous {_YOU_VERBS[found[1]]}", text)
    return re.sub(r"\b(?:ton|ta)\b", "votre", re.sub(r"\btes\b", "vos", text))
