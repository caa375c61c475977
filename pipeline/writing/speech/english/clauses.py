"""English sentences taken apart: what introduces them, the condition or place in front, and the deeds in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.writing.speech.english.frame import Frame, Mood, tokens_of
from pipeline.writing.speech.english.frames import commands_at, find_frame
from pipeline.writing.speech.english.words import AFTER_VERB, DOING, FINITE, NOUNS_TOO, base_of_gerund

_I = re.IGNORECASE

_STRENGTH = (
    (re.compile(r"^(?:(?:the|our|your) )?(?:next|last|final|second|third|fourth|fifth|other) (?:step|thing"
                r"|task|part)", _I), 2.5),
    (re.compile(r"^(?:the )?first (?:step|thing)", _I), 2.5),
    (re.compile(r"^let's (?:now |also )?(?:take a (?:quick )?look at|look at|move on(?: to)?|turn to|go on (?:to|with)|get started with"
                r"|continue with) (?!it\b|that\b|this\b|how it\b)", _I), 2.5),
    (re.compile(r"^(?:next(?: up)?|finally|lastly|last but not least|moving on|first(?:ly| of all| off)?)\b", _I), 1.8),
    (re.compile(r"^(?:secondly|second|thirdly|third)\b,", _I), 1.8),
    (re.compile(r"^(?:now that|once (?:that|this|you|we|it|everything)|when (?:you've|you have|that|we've) "
                r"|after that)", _I), 1.2),
    (re.compile(r"^(?:now|and now|so now|right now)\b", _I), 1.2),
    (re.compile(r"^(?:then|and then|after this)\b", _I), 0.4),
)  # fmt: skip
_OPENER = re.compile(
    r"^(?:however|okay|ok|alright|all right|allright|right|so|now(?! that\b)|then|and|but|well|yeah|yes|yep"
    r"|yup|nope|no|oh|"
    r"hey(?: everyone| guys| there)?|hi(?: everyone| guys| there)?|hello(?: everyone)?|first(?:ly| of all| off| thing)?"
    r"|secondly|thirdly|second(?=,)|third(?=,)|next(?: up)?|finally|lastly|last(?=,)|last but not least|anyway|also"
    r"|again(?=,)|basically|actually|obviously|of course|similarly|likewise|additionally|furthermore|moreover"
    r"|great|perfect|cool|awesome|excellent|good|fine|very good|real fine|let's see|let me see|i think|i guess"
    r"|i suppose|i believe|maybe|perhaps|as i said|as mentioned|as (?:you|we) can see|after that|after this"
    r"|at (?:this|that) point|(?:after|once) (?:doing|having done) (?:this|that|so|it)|once again|in fact"
    r"|from (?:here|there)|there(?= (?:you|we|i)\b)|(?:that|this|which)(?:'s| is) why(?= (?:we|you) (?:have|need|must)\b)"
    r"|in this case|in our case|as always|as usual|here(?= (?:you|we|i)\b)|here(?=,)|there(?=,)"
    r"|with that(?= done|,)(?: done)?|to (?:begin|start|get started|kick (?:things )?off)(?: with)?(?=,)|for now"
    r"|(?:and )?(?:once|when|after) (?:that's|that is|this is|it's|you've done that|you have done that|you're done"
    r"|we've done that|you do that|you did that|i do that|that has been)(?: all)?(?: done| complete[d]?"
    r"| finished| ready| through)?(?=,| (?:you|we|i|just|to)\b)"
    r"|for your information|that said|that being said|in the meantime|meanwhile|in that case"
    r"|(?:and )?what (?:you're|we're|i'm)(?= )|do me a favor(?: and)?|if you (?:don't mind|will|please)|please|kindly"
    r"|the (?:only )?thing is|remember,|just)(?:\s*[,.;:!–-]+\s*|\s+)(?=\S)",
    _I,
)
_BACK_REFERENCE = re.compile(r"^to do (?:so|that|this|it)\b,?\s*(?:first of all,?\s*)?", _I)

_PREFIX = re.compile(
    r"^(?:if|when|whenever|once|after|before|as soon as|until|unless|while|in case|in order to|to|for|from"
    r"|in|on|at|under"
    r"|underneath|within|inside|with|without|by|next to|beside|instead of|using|via|through|depending on|because"
    r"|since|now that|as|where|whether|wherever|assuming|given|upon|during|optionally|alternatively|instead"
    r"|if necessary|if needed|otherwise|back|also|ideally|preferably|like with)\b",
    _I,
)
_COMMALESS = re.compile(
    r"^(?:if|when|whenever|once|after|before|as soon as|until|unless|in case|in order to|to (?!the\b|a\b"
    r"|your\b|this\b)[a-z]+|for)\b",
    _I,
)
_PLACE = re.compile(
    r"^(?:in|on|at|under|underneath|within|inside|with|from|by|near|next to|towards?|along) (?!order\b|case\b|to\b)", _I
)
_SECOND_SUBJECT = re.compile(
    r"\b(?:then |just |now )?(?:(?:you|we|i)(?:'ll|'d|'re going to|'m going to| can| could| will| should| must| need to"
    r"| want to| have to| may| might| would)|let's)\b",
    _I,
)
_PLAIN_SUBJECT = re.compile(r"\b(?:you|we|i) (?:just |simply |then |also )?[a-z]+\b", _I)
_HANGS_ON = re.compile(
    r"\b(?:that|which|who|where|how|what|when|if|because|whether|things?|everything|all|as|than)\b", _I
)
_ONLY_WORD = re.compile(
    r"^(?:optionally|alternatively|instead(?! of)|otherwise|ideally|preferably|inside|if (?:necessary|needed))\b", _I
)
_CONDITION = re.compile(r"^(?:if|unless|in case|when|whenever|whether|depending|assuming|given|otherwise|where)\b", _I)
_CARRIED = re.compile(r"^(?:if|unless|in case|when|whenever|depending|assuming)\b", _I)
_DROPPED = re.compile(
    r"^(?:in (?:this|our) (?:example|case)|in this one|for (?:this|our) example|when you do stuff|because|since|as|now that|while|also|for (?:more|further|additional) )\b(?! (?:soon|root|admin))",
    _I,
)
_COUNTERFACTUAL = re.compile(
    r"^if (?:you|we|i|it|he|she|they|this|that|there)(?: (?:was|were|had|weren't|hadn't|didn't|did)\b|'d\b)", _I
)
_DONE_BEFORE = re.compile(
    r"^(?:once|when|after|as soon as) (?:you've|you have|we've|we have|i've|that's|that is|that|this|it's|it) "
    r"(?:been )?(?:done|did|finished|completed|got)(?: (?:that|this|it|so|with that))?(?: all)?(?: done| ready)?$"
    r"|^now that (?:you've|you have|we've|we have|that|this)\b.*$",
    _I,
)


@dataclass(frozen=True)
class Clause:
    """A verb of doing with what stands before and after it, still in the speaker's words."""

    prefix: str
    """"If everything looks correct", or empty."""
    frame: Frame
    body: str
    """What follows the verb."""


def opening_strength(text: str) -> float:
    """How strongly a sentence begins something new, 0 to 3."""
    text = re.sub(r"^(?:(?:okay|ok|alright|all right|so|and|great|good|fine|real fine|right|well|yeah|but"
                  r"|perfect|cool)\b[\s,.;!]*)+", "", text, flags=_I)  # fmt: skip
    text = re.sub(
        r"^now(?: then)?,? (?=(?:the|our|your) (?:next|first|second|last|final|remaining)\b)", "", text, flags=_I
    )
    return max((strength for pattern, strength in _STRENGTH if pattern.match(text)), default=0.0)


def strip_openers(text: str) -> str:
    """The sentence without the words that only lead over to it.

    >>> strip_openers("Okay, so now, basically click Save")
    'click Save'
    """
    for _ in range(8):
        found = _OPENER.match(text) or _BACK_REFERENCE.match(text)
        if not found or not text[found.end() :].strip(" .,"):
            break
        text = text[found.end() :].lstrip(" ,;:")
    return text


_TALK_FIRST = re.compile(
    r"(?:then |now |just |also )*(?P<who>you|we|i)(?P<will>'ll|'d like to|'re going to|'m going to| are going to| will"
    r"| want to| need to| have to)? (?=[a-z]+ )",
    _I,
)


def _announcing(main: str) -> Frame | None:
    """The frame of a clause whose first verb only talks, for the verbs joined to it: "we'll continue with the traditional
    approach and push it to the remote"."""
    found = _TALK_FIRST.match(main)
    if not found or not found.group("will"):
        return None
    mood = Mood.NEED if found.group("will").strip() in ("need to", "have to") else Mood.WILL
    return Frame(found.group("who").lower(), mood, False, "", found.end())


def split_prefix(text: str) -> tuple[str, str]:
    """(what stands in front, the main clause); the first is empty where the sentence begins with its main clause.

    >>> split_prefix("If everything looks correct, choose Create Token")
    ('If everything looks correct', 'choose Create Token')
    """
    first_word = re.match(r"[a-z]+", text, _I)
    doing = first_word is not None and _doing(first_word.group().lower())
    if not doing and not _PREFIX.match(text):
        return "", text
    alone = _ONLY_WORD.match(text)
    if alone and len(text) > alone.end():
        return alone.group(), text[alone.end() :].lstrip(" ,")
    commas = [m.start() for m in re.finditer(r",(?=\s)", text)][:4]
    if doing and _is_subject(text[: commas[0]] if commas else text):
        return "", text
    for at in commas:
        rest = text[at + 1 :].strip()
        bare = strip_openers(rest)
        bare = re.sub(r"^then,?\s+", "", bare, flags=_I)
        if find_frame(bare) is not None or _PREFIX.match(bare) or _announcing(bare) is not None:
            inner, main = _without_comma(text[:at])
            return (inner, f"{main}{text[at:]}") if inner else (text[:at].strip(), bare)
    if commas:
        return "", text
    if doing or _PLACE.match(text):
        found = _SECOND_SUBJECT.search(text, 3) or _PLAIN_SUBJECT.search(text, 3)
        before = text[: found.start()].strip() if found else ""
        if found and 1 < len(before.split()) <= 9 and not _HANGS_ON.search(before):
            main = text[found.start() :]
            return (before, main) if find_frame(main) is not None else ("", text)
    return _without_comma(text)


def _without_comma(text: str) -> tuple[str, str]:
    """The same where no comma parts them, as in automatic captions: the main clause begins with a second subject."""
    if not _COMMALESS.match(text):
        return "", text
    for found in re.finditer(
        r"\b(?:then |just )?(?:you|we|i|let's|please)\b|(?<!to )(?<!and )(?<!or )(?<!the )(?<!can )(?<!a )"
        r"\b(?:launch|open|click|select|run|type|press|choose|enter)(?= (?:the|a|an|your|on|it|[A-Z]))",
        text,
        _I,
    ):
        before = text[: found.start()].strip()
        if len(before.split()) > 14:
            break
        if (
            len(before.split()) >= 3
            and find_frame(text[found.start() :]) is not None
            and not re.search(
                r"\b(?:if|when|once|after|before|that|which|what|because|as|until|where|how|and|or|but)$", before, _I
            )
        ):
            return before, text[found.start() :]
    return "", text


def _doing(word: str) -> bool:
    """Whether a clause begins with what is done meanwhile: "pressing the key, drag a corner"."""
    return word in ("looking", "coming", "having") or base_of_gerund(word) is not None


def _is_subject(gerund: str) -> bool:
    """Whether a gerund is what the clause is about: "importing assets isn't necessary"."""
    words = gerund.lower().split()
    return not _HANGS_ON.search(gerund) and any(word in FINITE for word in words[1:])


def is_condition(prefix: str) -> bool:
    return bool(_CONDITION.match(prefix))


def is_dropped(prefix: str) -> bool:
    """Whether a prefix gives a reason or only leads over, so that the instruction is whole without it."""
    return bool(_DROPPED.match(prefix) or _DONE_BEFORE.match(prefix))


_JOINT = re.compile(
    r"\s*;\s*(?:and\s+|then\s+|but\s+)*"
    r"|\s+–\s+"
    r"|,?\s+(?:and then|and after that|and also|and now|and finally|and|then)\s+"
    r"|,\s+(?:so(?! that\b)|but|then)\s+|\s+but\s+(?=(?:i|we|it's not|it is not|this is|that's|if|when)\b)"
    r"|,\s+",
    _I,
)
_KEYS = re.compile(r"(?:enter|return|tab|escape|space|backspace|delete)(?: key)?(?=$|[\s.,;]*$| (?:to|and|on)\b)", _I)
_PRESSED = re.compile(r"\b(?:typ(?:e|ing)|press(?:ing)?|hit(?:ting)?|tap(?:ping)?) \S+(?: \S+){0,2}$", _I)
"""What is pressed before a key that reads as a verb: "type N and enter"."""
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|because|so that|if|when|whether|until|unless|how|what|where|want|wants|need|needs"
    r"|able|used|going"
    r"|allows? (?:you|us|it|them)|help|lets?|to|can|could|will|would|should|not|n't|either|both|between)\s*$",
    _I,
)


def split_deeds(text: str, *, commanded: bool) -> list[str]:
    """The clause cut where another deed begins: "open the menu and select Copy" is two. `commanded`: whether the first
    part is a deed, so that bare verbs may go on from it.

    >>> split_deeds("open the menu and select Copy Account ID", commanded=True)
    ['open the menu', 'select Copy Account ID']
    """
    return [part for _, part in _pieces(text, commanded)]


def _pieces(text: str, commanded: bool) -> list[tuple[str, str]]:
    """The same with the joint that stands in front of each part."""
    parts: list[tuple[str, str]] = []
    begin, sign = 0, ""
    for joint in _JOINT.finditer(text):
        right = text[joint.end() :]
        left = text[begin : joint.start()]
        if joint.end() <= begin or not left.strip() or not right.strip():
            continue
        here = joint.group().strip().lower()
        if _continues(left, right, here, commanded):
            parts.append((sign, left))
            begin, sign = joint.end(), here
    parts.append((sign, text[begin:]))
    return [(joint, part.strip(" ,;")) for joint, part in parts if part.strip(" ,;.")]


_OTHER_CLAUSE = re.compile(
    r"^(?:(?:i|we|you|it|they|this|that|there|he|she)(?:'ll|'re|'m|'s| will| should| can| is| are| would| could| might)"
    r"|(?:you|we|i) (?:get|see|have|land|end up|find|notice)"
    r"|(?:the|this|that|these|those|your|our|my|each) \w+(?: \w+){0,3} (?:will|should|is|are|would|can|has|have)"
    r"|let (?:me|us|you))\b",
    _I,
)


def _continues(left: str, right: str, sign: str, commanded: bool) -> bool:
    """Whether a new deed begins on the right of a joint."""
    bare = strip_openers(right)
    tokens = tokens_of(bare[:120])
    if not tokens or (_KEYS.match(bare) and _PRESSED.search(left)):
        return False
    own_subject = tokens[0].low in ("you", "we", "i", "let", "don", "please", "never") or (
        tokens[0].low == "do" and len(tokens) > 1 and tokens[1].low in ("n't", "not")
    )
    if tokens[0].low in ("what", "the", "all") and find_frame(bare) is not None:
        return len(left.split()) >= 2
    if tokens[0].low in ("if", "when", "once", "before", "after", "to", "since") and sign != ",":
        prefix, main = split_prefix(bare)
        return bool(prefix) and find_frame(strip_openers(main)) is not None
    if "and" in sign and _PLACE.match(bare):
        prefix, main = split_prefix(bare)
        if prefix and find_frame(main) is not None:
            return True
    if ("and" in sign or "but" in sign) and _OTHER_CLAUSE.match(bare) and not _SUBORDINATE.search(left):
        return True
    if own_subject:
        if sign == "," and tokens[0].low in ("you", "we", "i") and _SUBORDINATE.search(left):
            return False
        frame = find_frame(bare)
        return frame is not None and len(left.split()) >= 2
    if not commanded:
        frame = find_frame(bare)
        if frame is None:
            return False
        ordered = frame.mood is Mood.COMMAND and frame.verb not in NOUNS_TOO - {"click", "press"}
        joined = sign.startswith(";") or ("and then" in sign and not _CONDITIONAL.search(left))
        return joined or (sign == ", so" and ordered)
    if _SUBORDINATE.search(left):
        return False
    word = tokens[0].low
    following = tokens[1].low if len(tokens) > 1 else ""
    if word not in DOING and word != "come" and not (word in ("make", "be") and following == "sure"):
        return False
    if not commands_at(tokens, 0):
        return False
    start = strip_openers(left) if find_frame(strip_openers(left)) else left
    so_far = find_frame(start)
    if so_far is not None and not start[so_far.body :].strip():
        return False
    if len(left.split()) < 2:
        return False
    if sign == "," and bare[0].isupper():
        return False  # a path through menus: "choose File, Open"
    if sign == "," or word in NOUNS_TOO:
        fits = following in AFTER_VERB or (
            len(tokens) > 1 and (tokens[1].text[0].isupper() or tokens[1].text[0].isdigit())
        )
        if not fits:
            return False
        if sign == "," and following in ("and", "or", "of"):
            return False
    if sign == "and":
        # "to cut and tear it": the verb goes on from the one before it, unless that is far away.
        behind = start[so_far.body :] if so_far is not None else start
        tail = re.search(r"\b(?:to|can|could|may|might|will|would|should)\s+([a-z]+)(?:\s+\S+){0,4}$", behind, _I)
        if tail and tail.group(1).lower() in DOING:
            return False
    return True


def clauses_of(sentence: str) -> list[Clause]:
    """The deeds in a sentence that was cleaned, in order; empty where it tells nothing to do."""
    return take_apart(sentence)[0]


_LAST_CONDITION = re.compile(r"(?:^|,\s*)((?:if|unless|in case|when|whenever|depending|assuming)\b[^,]+)$", _I)
_EFFECTS = frozenset(
    {"go", "get", "see", "come", "move", "step", "jump", "enter", "land", "hit", "execute", "leave", "run"}
)
"""Verbs that after "if you …, you will" tell what happens."""
_CONDITIONAL = re.compile(r"\b(?:if|when|unless|whether)\b", _I)
_AIMED = re.compile(
    r"^(?P<first>[^,]+?) (?P<aim>to (?!the\b|an?\b|your\b|our\b|this\b|that\b)[a-z]+ [^,]+), (?P<then>(?!and\b|then\b|or\b)[a-z]+ .*\band\b.*)$",
    _I,
)


def _commands(text: str) -> bool:
    frame = find_frame(text)
    return frame is not None and frame.mood is Mood.COMMAND


_SHAM = re.compile(
    r"^(?:if|when|once) (?:you|we|i) (?:come|go|head|scroll|look|move) (?:(?:up|over|down|back|on) )*to the (?:[\w-]+ ){0,3}"
    r"(?:menu|tab|panel)\b(?:,|$)",
    _I,
)
"""A condition that only says where: "if you come up to the File menu, under the File menu you can choose Open"."""


def take_apart(sentence: str) -> tuple[list[Clause], list[str]]:
    """(the deeds in a sentence that was cleaned, the parts of it that are none)."""
    text = strip_openers(sentence).rstrip(" .!")
    clauses: list[Clause] = []
    others: list[str] = []
    pending = ""
    prefix, main = split_prefix(text)
    if _COUNTERFACTUAL.match(prefix):
        return [], [text]
    if sham := _SHAM.match(prefix):
        prefix = prefix[sham.end() :].strip(" ,")
    if prefix:
        inner, rest = split_prefix(main)
        if inner and find_frame(strip_openers(rest)) is not None:
            prefix, main = (inner if is_dropped(prefix) else f"{prefix}, {inner}"), rest
    main = strip_openers(main)
    aimed = _AIMED.match(main)
    if aimed and not prefix and _commands(aimed.group("first")) and _commands(aimed.group("then")):
        # "Choose Copy to find your zone ID, log in and go …": the full stop came too late in the captions.
        before, _ = take_apart(aimed.group("first"))
        after, left = take_apart(f"{aimed.group('aim')}, {aimed.group('then')}")
        return before + after, left
    whole = find_frame(main)
    previous = _announcing(main) if whole is None else None
    whole = whole or previous
    for n, (sign, part) in enumerate(_pieces(main, whole is not None and not whole.negated)):
        part = strip_openers(part)
        own_prefix, bare = split_prefix(part) if n else (prefix, part)
        if not own_prefix and pending:
            own_prefix, pending = pending, ""
        if own_prefix:
            prefix = own_prefix
        elif sign:
            # A condition holds for what is joined to it: "if it hasn't, cut the sheath, and then cut the ties".
            own_prefix = prefix if _CARRIED.match(prefix) and (clauses or not prefix.lower().startswith("when")) else ""
        else:
            prefix = ""
        bare = strip_openers(bare)
        frame = find_frame(bare)
        if frame is not None and own_prefix.lower() == "otherwise" and frame.mood in (Mood.CAN, Mood.WILL):
            frame = None
        if frame is None or (frame.verb in _EFFECTS and frame.mood is Mood.WILL and _CARRIED.match(own_prefix)):
            others.append(part)
            condition = _LAST_CONDITION.search(part) if frame is None else None
            if condition and len(condition.group(1).split()) <= 12:
                pending = condition.group(1)
            continue
        if previous is not None and frame.subject == "" and frame.mood is Mood.COMMAND:
            frame = Frame(previous.subject, previous.mood, frame.negated, frame.verb, frame.body, frame.start)
        elif frame.subject:
            previous = frame
        if previous is None:
            previous = frame
        body = bare[frame.body :].strip()
        clauses.append(Clause(own_prefix, frame, "" if body.startswith(",") else body))
    return clauses, others


_BY_DOING = re.compile(
    r"\b(?:by|is as (?:simple|easy) as|simply by|just by|(?:do|done) (?:it|this|that|so)(?= using\b))\s+([a-z-]+ing)\b"
    r"(.*)$",
    _I,
)


_LEAD_TO_DOING = re.compile(
    r"^(?P<lead>(?:if|when|unless)\b.{4,90}?),? (?:then )?(?:you|we|i)(?:'ll| can| could| will| would)? (?:also )?"
    r"(?:do|achieve) (?:that|this|it|so) (?:by|using)\b",
    _I,
)


def by_doing(sentence: str) -> Clause | None:
    """The deed in "you do that by clicking Save", where the sentence says no other."""
    found = _BY_DOING.search(sentence.rstrip(" .!"))
    if not found:
        return None
    base = base_of_gerund(found.group(1).lower())
    if base is None:
        return None
    body = re.split(r",?\s+(?:you|we|i)\b", found.group(2), maxsplit=1, flags=_I)[0]
    body = re.sub(r"\s+and (?:say|tell|see|think)\b.*$", "", body, flags=_I)
    lead = _LEAD_TO_DOING.match(sentence)
    return Clause(lead["lead"] if lead else "", Frame("you", Mood.PLAIN, False, base, 0), body.strip())


_NARRATED = re.compile(r"^(?P<verb>[a-z-]+ing)\b(?P<body>(?!.*\b(?:you|we|i|it|they|this|that)\b(?!'s)) .+)$", _I)


def narrated(sentence: str) -> Clause | None:
    """The deed of a sentence without a finite verb, as a presenter says what the hands do: "adding the salt"."""
    found = _NARRATED.match(sentence.rstrip(" .!"))
    base = base_of_gerund(found["verb"].lower()) if found else None
    if not found or base is None or any(word in FINITE for word in found["body"].lower().split()):
        return None
    body = re.sub(
        r"\b(and(?: then)?) ([a-z-]+ing)\b",
        lambda m: f"{m[1]} {base_of_gerund(m[2].lower()) or m[2]}",
        found["body"].strip(),
        flags=_I,
    )
    return Clause("", Frame("i", Mood.DOING, False, base, 0), body)
