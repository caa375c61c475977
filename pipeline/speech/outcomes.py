"""Keeps what is said behind an instruction of how things should be then, of the sign that it is done, and of whom to
call if it isn't: "it should be warm", "if it sounds hollow, it's done", "if it still leaks, call me"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import count_words

MOST_WORDS = 24
"""A longer sentence tells more than that."""
CALLED_WEIGHT = 0.9
"""How surely a call for the speaker is an instruction, from 0 to 1."""
_TO_VIEWERS = re.compile(
    r"\b(?:comments?|videos?|channel|subscribe|questions?|feedback|kommentar\w*|fragen|kanal|comentarios?|preguntas?"
    r"|dudas?|commentaires?)\b",
    re.IGNORECASE,
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(f"^{text}", re.IGNORECASE)


@dataclass(frozen=True)
class _Said:
    """How one language says it."""

    state: re.Pattern[str]
    """How something should be, or `must` be; a `thing` has to be one that was named."""
    sign: re.Pattern[str]
    call: re.Pattern[str]
    """A condition, and to call the speaker then. No reader knows who "me" is."""


_IT = r"(?:it|they|that|this|these|those|everything|nothing|there|(?:the|your|its|one|both|all)(?: [\w-]+){1,3}?)"
_SAID = {
    "en": _Said(
        state=_pattern(
            r"(?:(?:and|so|then|now),? )*(?:it|they|that|these|those|everything|(?:the|your|its) "
            r"(?P<thing>[\w-]{2,20}(?: (?!(?:you|we|i|they) )[\w-]{1,20}){0,4}?))(?: now)?"
            r" (?:should|(?P<must>must|ha(?:s|ve) to|needs? to)|ought to"
            r"|(?:is|are) supposed to)(?: (?:now|then|still|only|always|just|all|not))* (?!know\b|help\b"
            r"|do (?:it|the|that)\b|get you|make sense|have (?:been|\w+ed)\b|be (?:able|possible|obvious|easy|enough"
            r"|fine|noted|said|familiar|quick|straightforward|pretty|\w{3,20}ed|done|cut|put|set|kept|made|written|sent"
            r"|taken)\b)[a-z]+\b"
        ),
        sign=_pattern(
            rf"(?:(?:and|so|but|then|now),? )*(?:if|when|once|as soon as) (?:{_IT}|you (?:see|hear|feel|smell))"
            r"\b[^,;?]{3,70}, (?:then )?(?:it|they|that|this|you|everything|all|the [\w-]+(?: [\w-]+)?)"
            r"(?:'s|'re| is| are) (?!time|up to|because|why|how|what|going|supposed|not (?:our|my))[\w -]{2,40}"
        ),
        call=_pattern(
            rf"(?:(?:and|so|but|then),? )*(?:if|when) {_IT}\b[^,;?]{{3,80}}, (?:(?:then|please|just|do) )*(?:call|ring"
            r"|phone|text|message|ask|tell|e-?mail|page|fetch|contact|alert|warn|get|wake|shout for"
            r"|come (?:and |to )?(?:get|find|see|to)|let) (?:me|us)\b"
        ),
    ),
    "de": _Said(
        state=_pattern(
            r"(?:(?:und|dann|danach|jetzt) )*(?:er|es|das|sie(?= (?:sollte|muss|soll|darf) )|(?:der|die|das) "
            r"(?P<thing>[\w-]{3,40})) (?:sollte|sollten|soll|(?P<must>muss|müssen|darf|dürfen)) (?!man|ich|wir|ihr|du"
            r"|reichen|genügen|klappen|gehen)\w"
        ),
        sign=_pattern(
            r"(?:(?:und|aber|dann) )*(?:wenn|sobald|falls) (?!(?:ihr|du|wir|ich|man)\b)[^,;?]{3,70}, (?:dann )?"
            r"(?:ist|sind|bist|seid) (?:es|er|sie|das|der|die|alles|du|ihr)\b(?! zeit)[^,;?]{2,40}"
        ),
        call=_pattern(
            r"(?:(?:und|aber) )*(?:wenn|falls|sobald) (?!(?:ihr|du|wir|ich|man)\b)[^,;?]{3,80}, (?:(?:dann|bitte) )*"
            r"(?:ruf|sag|frag|schreib|gib|geb|hol|meld|weck|kontaktier)(?:t|en|e|et)?\b[^,;?]{0,30}?\b(?:mich|mir|uns)\b"
        ),
    ),
    "es": _Said(
        state=_pattern(
            r"(?:(?:y|entonces|ahora) )*(?:(?:eso|esto|todo|(?:el|la|los|las) (?P<thing>\w{3,40})) )?(?:no )?"
            r"(?:deberían?|(?P<must>deben?|tienen? que)) (?!tener (?:cuidado|paciencia)|(?:ser|estar) (?:segur|atent"
            r"|pacient))(?:estar|ser|quedar|verse|oírse|marcar|indicar|haber|sonar|notarse|tener|pesar|medir|parecer"
            r"|encajar|salir|moverse|girar|leerse|aparecer)\b"
        ),
        sign=_pattern(
            r"(?:y )?(?:si|cuando|en cuanto) (?!(?:usted|tú|quiere|tiene|necesita|prefiere)\b)[^,;?]{3,70}, "
            r"(?:(?:entonces|ya) )*(?:está|están|es|son|queda|quedan|ha terminado|has terminado)\b(?! (?:hora|mejor))"
            r"[^,;?]{0,40}"
        ),
        call=_pattern(
            r"(?:(?:y|pero) )*(?:si|cuando) [^,;?]{3,80}, (?:por favor,? )?"
            r"(?:(?:llám|avís|pregúnt|escríb|contáct|búsc|búsqu)[ae]n?(?:me|nos)|dime|dinos|díga(?:me|nos))\b"
        ),
    ),
    "fr": _Said(
        state=_pattern(
            r"(?:(?:et|puis|alors) )*(?:il|elle|ils|elles|ça|cela|tout|(?:le |la |les |l')(?P<thing>\w{3,40})) (?:ne )?"
            r"(?:devrait|devraient|(?P<must>doit|doivent)) (?!vous|suffire|aller|marcher)\w"
        ),
        sign=_pattern(
            r"(?:et )?(?:si|quand|lorsque|dès que|une fois que) (?!(?:vous|tu|on|nous|je)\b)[^,;?]{3,70}, (?:alors )?"
            r"(?:c'est|il est|elle est|ils sont|elles sont|tout est|(?:vous avez|tu as) (?:fini|terminé))\b"
            r"(?! (?:que|parce|à|le moment|l'heure|mieux))[^,;?]{0,40}"
        ),
        call=_pattern(
            r"(?:(?:et|mais) )*si [^,;?]{3,80}, (?:alors )?(?:appel(?:le|ez)|prév(?:iens|enez)|di(?:s|tes)|demandez?"
            r"|contactez?|écri(?:s|vez)|alertez?|avert(?:is|issez))-(?:moi|nous)\b"
        ),
    ),
}


def with_outcomes(sentences: Sequence[ReadSentence], rules: LanguageRules, language: str | None) -> list[ReadSentence]:
    """The sentences. Behind an instruction of the same speaker, a sentence that no rule has read is what is to be seen,
    a note, or quoted as an instruction."""
    said = _SAID.get((language or "en").split("-")[0].lower())
    kept = list(sentences)
    behind: ReadSentence | None = None
    """The last sentence with an instruction, as long as only outcomes have been said since."""
    for at, one in enumerate(sentences):
        if said and behind and behind.sentence.speaker == one.sentence.speaker:
            kept[at] = _with_outcome(one, behind, said, rules)
        if kept[at].instructions:
            behind = kept[at]
        elif kept[at] is one and not (one.reading.expected or one.reading.aside):
            behind = None
    return kept


def _with_outcome(one: ReadSentence, behind: ReadSentence, said: _Said, rules: LanguageRules) -> ReadSentence:
    told, text = one.reading, rules.without_fillers(one.sentence.text).replace("’", "'").rstrip(" .!")
    if one.in_answer or one.from_listener or told.question or count_words(text) > MOST_WORDS:
        return one
    if said.call.match(text) and not _TO_VIEWERS.search(text):
        words = rules.content_words(text)
        quoted = Instruction(one.sentence.said.strip(), "", CALLED_WEIGHT, words, evidence=0.0, as_said=True)
        return one.with_instructions((quoted,))
    sure = re.match(r"Sie (?:sollte|muss|soll|darf)\b", text) is not None  # in the singular it isn't the polite "Sie"
    if (one.instructions or told.instructions) and not sure:
        return one
    if told.aside or told.expected or told.prerequisite or told.topic or told.goal or _TO_VIEWERS.search(text):
        return one
    state = said.state.match(text)
    if state and (thing := state["thing"]) and thing.split()[-1].lower() not in behind.sentence.text.lower():
        return one
    shown = f"{text[:1].upper()}{text[1:]}."
    if state and not state["must"]:
        return replace(one, instructions=(), reading=replace(told, instructions=(), expected=shown))
    if state or said.sign.fullmatch(text):
        note = replace(told, instructions=(), aside=Aside(CautionKind.NOTE, shown))
        return replace(one, instructions=(), reading=note)
    return one
