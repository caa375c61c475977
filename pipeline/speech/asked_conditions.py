"""Gives what is done the condition under which somebody asked for it: "What if it's damaged?" – "Then I take two
photos." Without it, the exception would be a step for everybody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.speech.carried_conditions import condition_of, goes_on, under
from pipeline.speech.read_sentences import ReadSentence, said_together
from pipeline.speech.restrictions import has_condition
from pipeline.transcript import count_words

MOST_QUOTED_WORDS = 60
"""A longer question with its answer isn't quoted together, only the answer."""
FEWEST_CONDITION_WORDS = 3
"""A shorter condition says nothing by itself: "if not"."""
ANSWER_WITHIN = 3
"""An answer that tells what is done begins at most so many sentences after the question."""
MOST_DOUBTED = 2
"""So many sentences after the first of the answer may have its condition."""
_I = re.IGNORECASE
_OPENERS = {
    "en": r"(?:(?:okay|ok|and|so|but|right|well|all right|alright|now|then|yeah|yes|oh|hm+|great|good|sure|i see)\b"
    r"[,.!]? ?){0,4}",
    "de": r"(?:(?:okay|ok|und|also|aber|gut|ja|nun|hm+|ach so)\b[,.!]? ?){0,4}",
    "es": r"¿?(?:(?:vale|bueno|y|pero|entonces|bien|sí)\b[,.]? ?¿?){0,4}",
    "fr": r"(?:(?:d'accord|bon|et|mais|alors|ok|oui)\b[,.]? ?){0,4}",
}
_WORDS = {
    "en": r"(?:if|unless|in case|(?:when|once)(?! (?:do|does|did|is|are|was|were|will|would|should|can|could|has|have"
    r"|had|am|must|may|exactly|then|and|or)\b))",
    "de": r"(?:wenn|falls|sofern)",
    "es": r"(?:si|cuando|en caso de que)",
    "fr": r"(?:si|s'ils?|quand|lorsque|au cas où)",
}
_ALONE = {"en": r"(?:what about |how about |what )?", "de": r"(?:was,? )?", "es": "", "fr": ""}
_ASKED = {
    "en": r"(?:what (?:do|would|should|will|can|must) (?:you|we|i|they|people) (?:then )?do|what happens(?: then)?"
    r"|what(?:['’]s| is) (?:the (?:plan|procedure|process|rule)|next)"
    r"|how do (?:you|we|i|they) (?:handle|deal with) (?:it|that)),? ",
    "de": r"(?:was (?:ist|passiert|geschieht|macht (?:ihr|man)|machst du|machen (?:wir|sie)|mache ich|tun (?:sie|wir)"
    r"|tust du|tut (?:ihr|man))|wie ist (?:es|das)),? ",
    "es": r"¿?(?:qué (?:pasa|ocurre|sucede|haces?|hacen|hacemos|hago|se hace|hay que hacer)) ",
    "fr": r"(?:qu['’]est-ce (?:qui se passe|qu['’]on fait|que (?:vous faites|tu fais|nous faisons|je fais))"
    r"|que (?:faites-vous|se passe-t-il|fait-on|faire)|on fait quoi) ",
}
"""The two ways to ask for a condition, by ISO 639-1 code: with nothing else, or with a main clause before it."""
_QUESTION = {
    code: re.compile(
        rf"{_OPENERS[code]}(?:{_ALONE[code]}|(?P<clause>{_ASKED[code]}))"
        rf"(?P<condition>{word}\b[^,;:?]{{2,120}}?)\s?\?$",
        _I,
    )
    for code, word in _WORDS.items()
}
_TURNED = re.compile(
    rf"{_OPENERS['en']}(?:what )?(?P<condition>if\b[^,;:?]{{4,120}}), (?:then )?(?:what|how|do|does|should|would|can|is"
    r"|are|where|who)\b[^?]{2,120}\?$",
    _I,
)
"""A question that begins with its condition: "if it's red, what do you do?"."""
_LISTENERS = {
    "i": "you",
    "me": "you",
    "my": "your",
    "i'm": "you're",
    "i've": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
}
_PERSON = {
    "de": re.compile(r"\b(?:ich|mir|mich|meine?[nmrs]?|du|dir|dich|deine?[nmrs]?)\b", _I),
    "es": re.compile(r"\b(?:yo|me|mis?|te|tus?|tengo|estoy|quiero|puedo)\b", _I),
    "fr": re.compile(r"\b(?:je|moi|mes|mon|ma|tu|toi|tes|ton|ta)\b|\bj['’]", _I),
}
"""Whoever asks speaks of themselves, or to one person. A guide that took this over would speak of somebody else."""
_LEAVES = {
    "en": re.compile(
        r"(?:(?:and|so|but|okay|ok),? )?(?:at the end|in the end|finally|lastly|next|now|otherwise|anyway|normally"
        r"|usually|in any case|either way|apart from that|on \w+days|every|when|once|if|unless|in case)\b",
        _I,
    ),
    "de": re.compile(
        r"(?:(?:und|also|aber) )?(?:am ende|zum schluss|schließlich|als nächstes|jetzt|nun|sonst|ansonsten"
        r"|normalerweise|jedenfalls|auf jeden fall|wenn|falls|sobald|immer)\b",
        _I,
    ),
    "es": re.compile(
        r"(?:(?:y|pero) )?(?:al final|por último|finalmente|ahora|de lo contrario|normalmente|en cualquier caso|si"
        r"|cuando|en cuanto|siempre)\b",
        _I,
    ),
    "fr": re.compile(
        r"(?:(?:et|mais) )?(?:à la fin|enfin|finalement|maintenant|sinon|normalement|de toute façon|si|quand|dès que"
        r"|toujours)\b",
        _I,
    ),
}
"""The beginning of a sentence that leaves what was asked, by ISO 639-1 code."""
_NEVER = re.compile(r"\b(?:never|doesn['’]t|won['’]t|can['’]t|nie|niemals|nunca|jamais)\b", _I)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A condition that somebody asks for."""

    condition: str
    """As it leads an instruction: "If it's damaged"."""
    alone: bool
    """Whether nothing else is asked. "What happens when a parcel comes?" may ask for the whole procedure."""
    leads: bool
    """Whether the condition can lead an instruction."""


def with_asked_conditions(sentences: Sequence[ReadSentence], language: str | None) -> list[ReadSentence]:
    """The sentences. What the first sentence of an answer tells has the condition of the question; where that can't
    lead it, the question and the answer are quoted together. What may still be done under the condition is quoted as it
    was said. In other languages than English, German, Spanish and French nothing changes."""
    kept = list(sentences)
    code = (language or "en").split("-")[0].lower()
    if code not in _QUESTION:
        return kept
    told = False
    for at, one in enumerate(sentences):
        asked = _asked(one.sentence.text, code) if one.sentence.text.endswith("?") else None
        if asked and (told or asked.alone):
            _bind_answer(kept, at, asked, code)
        told = told or bool(one.instructions)
    return kept


def _asked(text: str, language: str) -> _Asked | None:
    found = _QUESTION[language].match(text) or (_TURNED.match(text) if language == "en" else None)
    if found is None:
        return None
    condition = found["condition"].strip()
    if language == "en":
        condition = re.sub(
            r"[\w'’]+", lambda word: _LISTENERS.get(word[0].lower().replace("’", "'"), word[0]), condition
        )
        condition = re.sub(r"\byou (?:am|was)\b", "you are", condition)
    person = _PERSON.get(language)
    leads = len(condition.split()) >= FEWEST_CONDITION_WORDS and not (person and person.search(condition))
    return _Asked(condition[0].upper() + condition[1:], not found.groupdict().get("clause"), leads)


def _bind_answer(sentences: list[ReadSentence], question: int, asked: _Asked, language: str) -> None:
    """Gives the answer to a question its condition."""
    first = _first_of_answer(sentences, question)
    if first is None:
        return
    answer = sentences[first]
    dialogue = answer.sentence.speaker != sentences[question].sentence.speaker
    # Who asks "what happens if …?" and goes on without "then" may only have made the listeners think.
    sure = dialogue or goes_on(answer.sentence.text, language)
    if not sure and (not asked.alone or _LEAVES[language].match(answer.sentence.text)):
        return
    sentences[first] = _bound(answer, sentences[question], asked, language)
    for n in range(first + 1, min(first + 1 + MOST_DOUBTED, len(sentences))):
        one = sentences[n]
        text = one.sentence.text
        ours = one.sentence.speaker == answer.sentence.speaker and (dialogue or goes_on(text, language))
        if not ours or text.endswith("?") or _leaves(text, language):
            return
        if one.instructions:
            quoted = one.instructions[0].quoting(one.sentence.said)
            sentences[n] = one.with_instructions((quoted,))


def _leaves(text: str, language: str) -> bool:
    return bool(_LEAVES[language].match(text)) or condition_of(language, text) is not None


def _first_of_answer(sentences: Sequence[ReadSentence], question: int) -> int | None:
    """The index of the sentence with which an answer begins to tell what is done; None if it doesn't."""
    for n in range(question + 1, min(question + 1 + ANSWER_WITHIN, len(sentences))):
        one = sentences[n]
        if one.reading.question or one.sentence.text.endswith("?"):
            return None
        if any(not told.as_said for told in one.instructions) or one.reading.aside:
            return n
        if _NEVER.search(one.sentence.text):
            return None
        if one.instructions:
            return n
    return None


def _bound(answer: ReadSentence, question: ReadSentence, asked: _Asked, language: str) -> ReadSentence:
    """The first sentence of an answer, with the condition of the question."""
    told, aside = answer.instructions, answer.reading.aside
    said = said_together((question, answer))
    if count_words(said) > MOST_QUOTED_WORDS:
        said = answer.sentence.said
    cites = tuple(dict.fromkeys((*answer.also_cites, *question.sentence.ids)))
    answer = replace(answer, sentence=replace(answer.sentence, joined=said))
    plain = condition_of(language, answer.sentence.text) is None and not any(
        one.as_said or has_condition(language, one.text) for one in told
    )
    if aside and not has_condition(language, aside.text) and asked.leads:
        text = under(asked.condition, aside.text, answer)
        answer = replace(answer, reading=replace(answer.reading, aside=replace(aside, text=text)), also_cites=cites)
    if not told:
        return answer
    if plain and asked.leads:
        bound = tuple(
            replace(
                one,
                text=under(asked.condition, one.text, answer),
                lead=under(asked.condition, one.lead or "", answer).rstrip(),
                closing=False,
            )
            for one in told
        )
        return replace(answer, instructions=bound, also_cites=cites)
    quoted = told[0].quoting(said)
    return replace(answer, instructions=(quoted,), also_cites=cites)
