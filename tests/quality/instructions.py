"""Which utterances instruct and which are chatter, told by surface cues alone, and overruled by a person's labels."""

from __future__ import annotations

import re

from tests.quality.verbs import GERMAN, SPANISH, action_verb_stems, action_verbs, plain_action_verbs
from tests.quality.words import content, listed, sentences, tokens

JUDGED = ("en", "de", "es")
"""Languages for which there are cues. Others are not judged."""

OPENERS = listed("""
    so okay ok now then and but well alright right next first firstly second secondly third also just please um uh er
    erm basically again here finally simply afterwards optionally lastly yeah yes roger great good cool perfect once
    maybe actually always go""")
_NOT_AFTER_IMPERATIVE = listed("is are was were has had will would can could did does")
_ADVERB = (
    r"(?:(?:just|simply|then|now|also|first|probably|only|really|always|again|all|both|guys|actually|basically) )*"
)
_SUBJECT = r"(?P<who>you|we|i|y'all)"
_MUST = (
    r"(?:'ll|'re|'d| will| are|'m| am| do)? ?"
    + _ADVERB
    + r"(?:need to|needs to|have to|has to|should|must|gotta|got to|ought to|have got to)"
)
_WANT = r"(?:'ll|'d| will| would| may| might|'re gonna)? ?" + _ADVERB + r"(?:want to|wanna|like to)"
_MAY = (
    r"(?:(?:'re| are|'m| am) " + _ADVERB + r"(?:gonna|going to)|(?:'ll|'d| will|'ve)? ?" + _ADVERB + r"(?:can|gonna)?)"
)
_MUST_DO = re.compile(rf"\b{_SUBJECT}{_MUST} {_ADVERB}(?:go ahead and |go and |go |come and )?(?P<verb>[a-z-]+)\b")
_WANT_DO = re.compile(rf"\b(?P<who>you|we){_WANT} {_ADVERB}(?:go ahead and |go and )?(?P<verb>[a-z-]+)\b")
_MAY_DO = re.compile(rf"\b{_SUBJECT}{_MAY} {_ADVERB}(?:go ahead and |go and |come and )?(?P<verb>[a-z-]+)\b")
_IS_TO = re.compile(
    r"\b(?:(?:is|be) to|(?:do|thing|step|now|next|here)(?: \w+)? is)(?: to)? (?:go ahead and )?(?P<verb>[a-z-]+)\b"
)
_ASKED_TO = re.compile(
    r"\b(?:want|like|need|suggest|encourage|recommend|ask) (?:that )?(?:you|we) (?:to )?(?:all |just |first |then )?"
    r"(?:go ahead and )?(?P<verb>[a-z-]+)\b"
)
_START_BY = re.compile(r"\b(?:start|begin|do this|do that|do so)(?: off| out)? by (?P<verb>[a-z-]+ing)\b")
_LETS = re.compile(rf"\blet(?:'s| us) {_ADVERB}(?:go ahead and )?(?P<verb>[a-z-]+)\b")
_PASSIVE = re.compile(r"\b(?:must|should|needs? to|has to|have to) be (?P<verb>[a-z-]+(?:ed|en))\b")
_SURE = re.compile(r"\b(?:make sure|be sure|ensure|remember to|don't forget|recommend (?:you|that you)|be careful)\b")
_GOES = re.compile(
    rf"\b{_SUBJECT}{_MAY} {_ADVERB}(?:go|come|head) (?:ahead and )?(?:(?:back|up|down|over|out|on) )*(?:to|into)\b"
)
_STARTS = listed("""
    so and then now here okay but or first next just also yeah well guess think again finally there right that
""")
"""What may stand before the subject of a clause; after other words it is one that hangs on them."""
_PROMOTES = re.compile(
    r"\b(?:subscribe|discord|patreon|donations?|newsletter|link (?:below|in the)|(?:leave|give) (?:a|us a) like)\b"
)
_RADIO = re.compile(r"\W*(?:\w+\W+){0,2}(?:copy(?: that)?|stand by|go ahead|say again)\W*")
_LOOSE = listed("""
    see look talk start stay stop work move find get give keep leave bring show report return review reach remember mark
    match visit watch read play plan think go come allow follow change feed wait help refer request sum spend cover
""")
"""Actions that presenters announce without meaning that anybody should do them: "let's see", "we'll talk"."""
_SUBORDINATE = listed(
    "if when as that which what how where why because whether things once after before hope thought until whatever"
)
_CLAUSE = re.compile(r"[,;:–—-]\s+(?:and )?(?:then )?|\band then\b\s*")
_LEADS = listed("if when once after before to in on from under at for with where while until next as now first")
_OBJECTS = listed("""
    the a an your this that these those it on to in into up down out off from any all each one two
""")

_GERMAN_CUE = re.compile(
    r"\b(?:ich|wir|ihr|du|man|sie|muss|musst|müssen|müsst|sollte|sollten|kann|kannst|könnt|können|werde|werden|wird|"
    r"jetzt|dann|nun|zuerst|danach|bitte)\b",
    re.IGNORECASE,
)
_SPANISH_CUE = re.compile(
    r"\b(?:debe|debes|deben|debemos|puede|puedes|pueden|podemos|tiene que|tienes que|hay que|vamos a|luego|ahora|"
    r"después|primero|por favor|necesita|necesitas|va a)\b",
    re.IGNORECASE,
)

_CHAT = re.compile(
    r"\b(?:hello|hi|hey|welcome|good (?:morning|afternoon|evening)|thanks?|thank you|bye|goodbye|subscribe|see you|"
    r"my name is|in this (?:video|tutorial|session|course|talk|lecture)|can (?:you|everyone|everybody) (?:see|hear)|"
    r"any questions|let me know (?:if|in)|how are you|nice to meet|you're welcome|sorry|"
    r"that's (?:great|cool|awesome|funny|nice|fine|correct|right|affirmative)|go ahead(?! and)|stand by|"
    r"say again|over|copy|"
    r"hallo|willkommen|danke|tschüss|guten appetit|viel spaß|lecker|schmeckt|abonnier\w*|"
    r"hola|bienvenid\w*|gracias|adiós|hasta luego)\b",
    re.IGNORECASE,
)
_OPINES = re.compile(r"\bi (?:don't know|guess|think|believe|suppose|mean|hope|like|love)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:if|unless|when|once|until|because|so that|careful|warning|note|important|only|never|don't|can't|cannot|"
    r"do not|must|should|not|need|needs|recommend|"
    r"you'll (?:see|get|find|have)|you (?:see|get)|it(?:'ll| will)|this (?:will|is)|means|called|"
    r"wenn|bis|damit|wichtig|nicht|vorsicht|si|cuando|hasta|importante|no)\b",
    re.IGNORECASE,
)


def instructs(text: str, language: str | None) -> bool:
    """Whether an utterance tells somebody to do something.

    The cues are those with which Simplified Technical English (ASD-STE100, rules 5.1 to 5.5) marks a procedure, as
    speech carries them: the imperative, also after a leading clause; "you/we need to, have to, should, want to" with an
    action; a presenter's "I'm going to, let's, you can" with a concrete action; "make sure", "don't forget". Questions,
    past tense and subordinate clauses don't instruct. German and Spanish: an action's stem together with a person, a
    modal or a word of sequence. Raises ValueError for a language without cues."""
    match language or "en":
        case "en":
            return any(_english(sentence) for sentence in sentences(text))
        case "de":
            return any(GERMAN.search(s) and _GERMAN_CUE.search(s) and not s.endswith("?") for s in sentences(text))
        case "es":
            return any(
                SPANISH.search(s) and (_SPANISH_CUE.search(s) or _begins(SPANISH, s)) and not s.endswith("?")
                for s in sentences(text)
            )
    raise ValueError(language)


def chatters(text: str, language: str | None) -> bool:
    """Whether an utterance says nothing that a guide needs: it doesn't instruct, and it greets, thanks, asks, answers
    or opines (patterns of phatic talk; Laver, “Communicative functions of phatic communion”, 1975), or has fewer than
    three words of content, and gives no condition, reason, caution or result."""
    if instructs(text, language):
        return False
    words = content(text)
    if text.rstrip().endswith("?") or len(words) < 2:
        return True
    if _TELLS.search(text):
        return False
    idle = not words & action_verb_stems()
    return bool(_CHAT.search(text)) or (idle and (len(words) < 3 or bool(_OPINES.search(text))))


def _begins(pattern: re.Pattern[str], sentence: str) -> bool:
    found = pattern.search(sentence)
    return bool(found) and found is not None and found.start() < 4


def _english(sentence: str) -> bool:
    if sentence.rstrip('"”’) ').endswith("?"):
        return False
    low = sentence.replace("’", "'").lower()
    if _PROMOTES.search(low) or _RADIO.fullmatch(low):
        return False
    if imperative(low) or _SURE.search(low):
        return True
    plain = " ".join(tokens(low))
    shown = action_verbs() - _LOOSE
    clauses = [" ".join(tokens(clause)) for clause in _CLAUSE.split(low)]
    return (
        _does(_MUST_DO, plain, action_verbs())
        or _does(_WANT_DO, plain, plain_action_verbs())
        or _does(_ASKED_TO, plain, shown)
        or any(_does(_MAY_DO, clause, shown, begins=True) for clause in clauses)
        or _GOES.search(plain) is not None
        or _does(_LETS, plain, shown)
        or _does(_IS_TO, plain, shown)
        or any(_base(m["verb"]) for m in _START_BY.finditer(plain))
        or any(_base(m["verb"]) for m in _PASSIVE.finditer(plain))
    )


def _does(pattern: re.Pattern[str], plain: str, verbs: frozenset[str], begins: bool = False) -> bool:
    """Whether the pattern is found with one of the verbs, in no clause that hangs on another; `begins`: only where a
    clause begins, as far as that can be told without punctuation."""
    for found in pattern.finditer(plain):
        before = plain[: found.start()].split()[-1:]
        if found["verb"] in verbs and (not before or before[0] not in _SUBORDINATE):
            if begins and before and before[0] not in _STARTS:
                continue
            return True
    return False


def _base(participle: str) -> bool:
    """Whether a participle or a gerund is of an action."""
    cut = [participle.removesuffix(ending) for ending in ("ed", "d", "en", "n", "ing") if participle.endswith(ending)]
    return any(base in action_verbs() or base + "e" in action_verbs() or base[:-1] in action_verbs() for base in cut)


def imperative(sentence: str) -> bool:
    """Whether an English sentence, or a clause of it after a comma or "then", begins with an action."""
    clauses = [clause for clause in _CLAUSE.split(sentence.lower()) if clause.strip()]
    whole = tokens(sentence)
    led = bool(whole) and (whole[0] in _LEADS or whole[0].endswith("ing"))
    for number, clause in enumerate(clauses):
        words = tokens(clause)
        while words and words[0] in OPENERS and not (words[0] == "go" and words[1:2] == ["to"]):
            words = words[3:] if words[:3] == ["go", "ahead", "and"] else words[1:]
        if words[:2] == ["ahead", "and"]:
            words = words[2:]
        if words[:1] in (["don't"], ["never"]) or words[:2] == ["do", "not"]:
            words = words[2:] if words[0] == "do" else words[1:]
        if (
            not words
            or words[0] not in action_verbs()
            or (number and not led and words[1:2] and words[1] not in _OBJECTS)
        ):
            continue
        after = words[1:2]
        if after and (after[0] in _NOT_AFTER_IMPERATIVE or _third_person(after[0])):
            continue
        if after and after[0] not in _OBJECTS and words[2:3] and words[2] in _NOT_AFTER_IMPERATIVE:
            continue  # "test servers are …"
        if len(words) == 1 and (number or words[0] not in plain_action_verbs()):
            continue
        return True
    return False


def _third_person(word: str) -> bool:
    """Whether a word after an action shows that the action is a noun: "edit allows", "test results"."""
    return word.endswith("s") and word[:-1] in action_verbs()
