"""Reads a Spanish sentence: what it instructs, warns of, needs, announces, or says will appear."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, Reading, Subject, literals
from pipeline.speech.lexicon import phrase_of, word_set, words_of
from pipeline.speech.romance import Joint, RomanceWording, Then
from pipeline.speech.spanish.told_deeds import infinitive_after_how, subject_of, tells_deed, told_orders
from pipeline.speech.spanish.verbs import (
    FOLLOWED,
    formal_imperative,
    imperative,
    is_deed,
    is_everyday,
    is_necessary_deed,
    is_prohibited,
    we_do,
    with_clitics,
    with_readers_things,
)
from pipeline.speech.tags import without_tag
from pipeline.speech.urged import urged_and_done
from pipeline.speech.wording import WordedRules

_I = re.IGNORECASE
MUST_WEIGHT, INFORMAL_WEIGHT, WILL_WEIGHT, CAN_WEIGHT = 1.0, 0.9, 0.7, 0.6
"""How surely a sentence instructs, from 0 to 1: "haga" or "debe", "haz", "vamos a", "puede"."""

_JOINT = re.compile(r"(?P<strong>;\s+)|(?:,\s+|,?(?<!\s)\s+)[ye]\s+|,\s+")
"""A place where another instruction can begin."""
_THEN = re.compile(r"(?:(?:luego|después|entonces|ahora|finalmente)\s+)+", _I)
_CLICK = re.compile(r"\b(?P<verb>da|dé|dale|dele|den|denle|dad) (?=(?:doble )?clic\b)", _I)
"""As "haz clic" is said in some countries."""
_CLICKS = re.compile(
    r"\b(?:(?:les?|te|nos) )?(?:(?P<ours>doy|das|damos|dais|hago|haces)|(?:dar|hacer)(?:les?|nos)?) "
    r"(?=(?:un |doble )?clic\b)",
    _I,
)
"""The same as it is told: "le damos clic", "vamos a darle clic"."""
_GIVES_TO_KEY = re.compile(
    r"\b(?:(?P<ours>le (?:doy|das|damos|dais))|darle) "
    r"(?:(?:al|a la|a|en el|en la|en) |(?=(?:enter|intro|escape|ok)\b))(?=(?-i:[A-ZÁÉÍÓÚÑ\"“«])"
    r"|(?:aceptar|guardar|siguiente|continuar|enviar|crear|publicar|agregar|añadir|editar|eliminar|cancelar|ok|enter"
    r"|intro|escape|play|start|buscar|ejecutar|instalar|botón|tecla|icono|ícono|enlace|símbolo)\b"
    r"|[a-zñ]{3,14}[aei]r(?:[.,;!]|$))",
    _I,
)
"""A button is pressed: "le damos a Guardar"."""
_BEFORE_GOING = re.compile(
    r"\b(?P<clitic>l[aeo]s?) (?P<who>vamos|vas|voy|van) a "
    r"(?P<does>(?!necesitar|tener|ver|encontrar|poder|querer|saber)[a-zñáéíóú]{2,}[aeií]r)\b",
    _I,
)
"""A pronoun before what it belongs behind: "le vas a poner"."""
_GO_TO = re.compile(r"\b(?P<who>(?:nos )?vamos |te vas )a ir(?:nos|te)? (?=al?\b)", _I)
"""The same twice: "vamos a ir a la pestaña"."""
_COUNT = re.compile(r"\b(?P<c>[Cc])uenta(?= (?:los|las|cuánt[oa]s)\b)")
""" "Cuenta los billetes", but "la cuenta"."""
_FRONTED = re.compile(
    r"(?:en|al?|con|antes de|después de|entre|cada|durante|para|sobre|desde|encima de|arriba|abajo|dentro de) \S", _I
)
"""A place or a time at the beginning, behind which people leave out the comma."""
_GOES_ON_BEHIND = word_set("que no se lo si cuando como donde y o la el los las un una de en a con para por su mi tu")
_FRONTED_THING = re.compile(
    r"(?P<thing>(?:todo )?(?P<article>el|la|los|las|lo) [^,;]{2,40}?),? "
    r"(?:(?P<pronoun>l[ao]s?) (?P<verb>[a-zñáéíóú]+(?:s|mos))"
    r"|(?P<must>hay que|tiene[sn]? que|debe[sn]?) (?P<infinitive>[a-zñáéíóú]+[aeií]r)"
    r"(?P<clitic>l[aeo]s?))\b(?P<rest>.*)$",
    _I,
)
"""What is done to a thing that is named first: "la manguera la conectas al grifo", "la llave hay que girarla"."""
_PROHIBITION = phrase_of("spanish", "spanish.PROHIBITION")
_LEFT_UNDONE = re.compile(
    r"\b(?:y|pero|e) (?:no|nunca|jamás|tampoco) (?:(?:l[aeo]s?|te) )?(?=\w{2,})(?!se ve\b|(?:ves|puedes|sabes"
    r"|tienes|necesitas|quieres|eres|estás|encuentras|entiendes|recibes|notas|oyes|pierdes|olvidas)\b)"
    r"(?P<yours>\w{2,20}[ae]s\b)?",
    _I,
)
"""What stands before a deed that is left undone: "pulsas Guardar y no cierras la ventana"."""
_YOU = re.compile(
    r"\b(?P<before>(?:si|cuando|donde|como|que) (?:no )?(?:ya |te |lo |la )?)(?P<verb>\w{2,20}[ae]|ve)s\b", _I
)
"""A verb in the second person, informally, in a condition."""
_THAT_YOU = re.compile(
    r"\b(?P<before>(?:que|donde|como) (?:no )?(?:ya |lo |la )?)"
    r"(?P<verb>tiene|quiere|puede|ve|necesita|debe|usa|prefiere|sabe|está|vaya|tenga|quiera|pueda|vea|necesite)s\b",
    _I,
)
"""The same behind an order, where few words in -s are surely one."""


_OPENERS = phrase_of("spanish", "spanish.OPENERS")
_OPENS = (
    (re.compile(r"^(?:el siguiente paso|a continuación|por último|finalmente|la (?:primera|segunda|tercera"
                r"|última) sección)", _I), 2.3),
    (re.compile(r"^(?:primero|en primer lugar|después de|una vez)\b", _I), 1.5),
    (re.compile(r"^(?:ahora|luego|después)\b", _I), 1.0),
)  # fmt: skip
"""Phrases that begin something new, and how strongly they do (0 to 3)."""
_LEAD = phrase_of("spanish", "spanish.LEAD")
"""A condition, a purpose or a place before the instruction."""
_MUST = phrase_of("spanish", "spanish.MUST")
_STEP_IS = re.compile(r"^(?:el (?:siguiente|primer|último|segundo) paso es|lo (?:primero"
                      r"|siguiente) es)\s+(?P<verb>[a-záéíóúñ]+(?:ar|er|ir))\b(?P<rest>.*)$", _I)  # fmt: skip
_GOING = phrase_of("spanish", "spanish.GOING")
"""The way to a place: "ahora nos vamos a Configuración"."""
_INFINITIVE_FIRST = re.compile(r"[a-záéíóúñ]{2,}(?:ar|er|ir)(?:lo|la|los|las)? \S", _I)
_LEFT_TO_DO = phrase_of("spanish", "spanish.LEFT_TO_DO")
"""How recipes and manuals say what is done by hand: "se deja reposar la masa"."""
_FUTURE = re.compile(r"^(?P<stem>[a-záéíóúñ]+(?:ar|er|ir))(?:emos|é|á)\b(?P<rest>.+)$", _I)
_WHERE = phrase_of("spanish", "spanish.WHERE")
"""A sentence that says what is done in a place: "la tercera sección es donde agregará sus metadatos"."""
_REFLEXIVE_PASSIVE = re.compile(
    r"^se (?P<mood>puede|pueden|debe|deben|deberá|podrá) (?P<verb>[a-záéíóúñ]+(?:ar|er|ir))\b(?P<rest>.+)$", _I
)
"""An instruction that names nobody: "se debe cargar el archivo"."""
_CAN = re.compile(r"^pued|^podr|^podem|^tienes?\b(?! que)", _I)
_NEGATED = re.compile(r"\b(?:no|nunca|jamás|sin|ni|tampoco)\b", _I)
_WARNING = re.compile(
    r"^(?:yo )?(?:no|nunca|jamás|tampoco) [a-záéíóú]+|\b(?:es|sería) (?:mejor|preferible) no [a-záéíóú]+r\b"
    r"|(?<!con )(?<!más )\bcuidado\b|\b(?:advertencia|atención)\b",
    _I,
)
_NOTE = re.compile(r"^(?:tenga en cuenta|recuerde|nota|importante|observe que)\b|\bsolo (?:si|cuando)\b"
                   r"|\bdebe ser\b|\bse (?:debe|requiere)\b|\bno puede\b|\brequer?irá que\b|\brequiere que\b"
                   r"|\bdeberá [a-záéíóú]+rse\b", _I)  # fmt: skip
_CONDITION_ALONE = re.compile(
    r"^(?:(?:y|pero|entonces),? )*(?:si|cuando|una vez que|después de que)\b[^,;:?]{8,120}\.$", _I
)
"""A condition that has become a sentence of its own."""
_TIP = re.compile(r"\b(?:alternativamente|consejo|se recomienda|recomendamos)\b", _I)
_EXPECTED = phrase_of("spanish", "spanish.EXPECTED")
_PREREQUISITE = re.compile(
    r"^(?:necesita(?:rá)?|requiere|asegúrese de (?:tener|saber|que tiene)|debe tener)\s(?!que\b)", _I
)
_TOPIC = re.compile(
    r"\b(?:hoy|en est[ea] (?:video|vídeo|tutorial|lección|presentación))\b.{0,200}?\b(?:cómo)\s+(?P<what>[^,.]+)", _I
)
_CHATTER = phrase_of("spanish", "spanish.CHATTER")
_FUNCTION_WORDS = words_of("spanish", "spanish.FUNCTION_WORDS")
_TANGIBLE_THINGS = phrase_of("spanish", "spanish.TANGIBLE_THINGS")
_WORDING = RomanceWording(
    openers=_OPENERS,
    opens=_OPENS,
    tangible_things=_TANGIBLE_THINGS,
    word=re.compile(r"[\wáéíóúñü-]{3,}"),
    function_words=_FUNCTION_WORDS,
    lead=_LEAD,
    joint=_JOINT,
    then=_THEN,
    reason=re.compile(r",\s|\s(?:porque|ya que|que|para que|donde)\s"),
    clause=re.compile(r",\s|\s(?:que|porque|donde|si|cuando)\s"),
    stops=word_set("de del en a al para por con sobre y o que"),
    loose_end=re.compile(r"(?<!\s)\s+(?:sin|de|del|en|a|al|para|por|con|el|la|los|las|un|una|y|o|que|su|sus)$"),
)


_JOINT_LEFT = re.compile(r"(?:[,\s]{1,3}(?:y|pero|por favor|sobre todo)\b){1,3}[\s,]{0,3}$", _I)
"""What joined a prohibition to the clause before it."""


class Spanish(WordedRules):
    """The rules of Spanish."""

    language = "es"
    wording = _WORDING
    condition_alone = _CONDITION_ALONE
    run_command = "Ejecute este comando."

    def read(self, sentence: str) -> Reading:
        return _reading_of(without_tag(sentence, "es"))

    def orders(self, sentence: str) -> tuple[Instruction, ...]:
        return told_orders(sentence, _WORDING)

    def tells_deed(self, sentence: str) -> bool:
        return tells_deed(sentence)

    def subject(self, sentence: str, *, first: bool) -> Subject | None:
        return subject_of(sentence, first=first)

    def title(self, phrase: str) -> str:
        return _WORDING.title(phrase)


@lru_cache(maxsize=2048)
def _reading_of(sentence: str) -> Reading:
    masked = literals.mask(sentence)
    text = _GO_TO.sub(r"\g<who>", " ".join(masked.text.split()))
    text = _BEFORE_GOING.sub(lambda found: f"{found['who']} a {found['does']}{found['clitic'].lower()}", text)
    text = _CLICKS.sub(_clicks, _GIVES_TO_KEY.sub(_presses, text))
    text = _COUNT.sub(r"\g<c>uente", _CLICK.sub(_formal_click, text))
    codes = masked.codes(text)
    opens = _WORDING.opening_strength(text)
    if "?" in text or _CHATTER.search(text) or len(text.split()) < 2:
        return Reading(question="?" in text, opens=opens, codes=codes)
    topic = _TOPIC.search(text.rstrip(" ."))
    if topic:
        return Reading(topic=masked.restore(infinitive_after_how(topic.group("what"))), opens=opens)
    bare = _OPENERS.sub("", text) or text
    if (urged := urged_and_done(masked.restore(bare), "es")) and (done := _reading_of(urged[1])).instructions:
        return replace(done, aside=done.aside or _reading_of(urged[0]).aside)

    def aside(kind: CautionKind) -> Aside:
        return Aside(kind, masked.restore(_WORDING.sentence_case(_formally_throughout(bare))))

    if _PREREQUISITE.match(bare):
        return Reading(prerequisite=masked.restore(_WORDING.sentence_case(bare)), opens=opens, codes=codes)
    forbidden = next((found for found in _PROHIBITION.finditer(bare) if is_prohibited(found["verb"])), None)
    if forbidden or _WARNING.search(bare):
        told = _instructions(_JOINT_LEFT.sub("", bare[: forbidden.start()]), masked) if forbidden else ()
        return Reading(instructions=told, aside=aside(CautionKind.WARNING), opens=opens, codes=codes)
    said, bare = bare, _with_thing_behind(bare)
    instructions = (
        _instructions(bare, masked)
        or _instructions(_with_front_set_off(bare), masked)
        or told_orders(masked.restore(bare), _WORDING, to_listener=said == bare)
    )
    if instructions:
        return Reading(instructions=instructions, opens=opens, codes=codes)
    undone = _LEFT_UNDONE.search(bare)
    if undone and tells_deed(bare[: undone.start()]) and (undone["yours"] or tells_deed(bare[undone.end() :])):
        return Reading(aside=aside(CautionKind.WARNING), opens=opens, codes=codes)
    if _EXPECTED.search(bare) and not _NEGATED.search(bare):
        return Reading(expected=masked.restore(_WORDING.sentence_case(bare)), opens=opens, codes=codes)
    if _NOTE.search(bare) and len(bare.split()) >= 4:
        return Reading(aside=aside(CautionKind.NOTE), opens=opens, codes=codes)
    if _TIP.search(bare):
        return Reading(aside=aside(CautionKind.TIP), opens=opens, codes=codes)
    return Reading(opens=opens, codes=codes)


def _instructions(text: str, masked: literals.Masked) -> tuple[Instruction, ...]:
    """The instructions in a sentence without its openers, in order."""
    text = text.rstrip(" .;")
    lead = ""
    instructions: list[Instruction] = []
    told = True
    needed = False
    for part in _clauses(text):
        part = _OPENERS.sub("", part.strip())
        if needed and _INFINITIVE_FIRST.match(part):
            part = f"debe {part}"  # "hay que esperar y luego desconectar el cable"
        needed = bool(_MUST.match(part))
        if opened := _LEAD.match(part):
            lead, part = opened.group(1), _OPENERS.sub("", part[opened.end() :])
        lead, part = _lead_and_clause(lead, part)
        instruction = _instruction(lead, part, masked)
        # "La tienda abre a las nueve y cierra a las seis": an informal imperative looks like the third person.
        told = instruction is not None and (told or instruction.weight != INFORMAL_WEIGHT)
        if instruction is not None and told:
            instructions.append(instruction)
            lead = ""
    return tuple(instructions)


def _with_thing_behind(text: str) -> str:
    """The text with a thing that stands first behind its verb, where a pronoun that agrees with it says that it is what
    the deed acts on."""
    found = _FRONTED_THING.match(text)
    if found is None:
        return text
    pronoun = (found["pronoun"] or found["clitic"]).lower()
    if pronoun != {"el": "lo"}.get(found["article"].lower(), found["article"].lower()):
        return text
    thing, rest = f"{found['thing'][:1].lower()}{found['thing'][1:]}", found["rest"]
    if found["must"]:
        return f"{found['must']} {found['infinitive']} {thing}{rest}"
    return f"{found['verb']} {thing}{rest}"


def _with_front_set_off(text: str) -> str:
    """The text with a comma behind a place or a time at its beginning, where an order or what "we" do follows."""
    words = text.split()
    for at in range(2, min(9, len(words) - 1)) if _FRONTED.match(text) else ():
        if words[at - 1].lower() in _GOES_ON_BEHIND or "," in words[at - 1] or words[at][0].isupper():
            continue  # with a capital it is a label: "en el campo Importe pongan 1250"
        rest = " ".join(words[at:])
        one, ours = imperative(words[at]), we_do(words[at])
        singular = imperative(words[at][:-1]) if words[at].endswith("n") else None  # "pongan"
        ordered = any(each is not None and each.known and each.formal_already for each in (one, singular))
        if ordered or (ours and is_everyday(ours)) or _MUST.match(rest) or _GOING.match(rest.rstrip(" .")):
            return f"{' '.join(words[:at])}, {rest}"
    return text


def _clicks(found: re.Match[str]) -> str:
    return _like(found[0], "hacemos " if found["ours"] else "hacer ")


def _presses(found: re.Match[str]) -> str:
    named = found.string[found.end() : found.end() + 5].lower() in (
        "botón",
        "tecla",
        "icono",
        "ícono",
        "enlac",
        "símbo",
    )
    article = ("la " if found.string[found.end() :].lower().startswith("tecla") else "el ") if named else ""
    return _like(found[0], ("pulsamos " if found["ours"] else "pulsar ") + article)


def _like(before: str, said: str) -> str:
    """Words in place of others, in upper case like those."""
    return said.capitalize() if before[0].isupper() else said


def _formal_click(found: re.Match[str]) -> str:
    formal = found["verb"].lower().startswith("dé") or found["verb"].lower().startswith(("dele", "den"))
    said = "haga " if formal else "haz "
    return said.capitalize() if found["verb"][0].isupper() else said


def _clauses(text: str) -> list[str]:
    def begins(joint: Joint, then: Then) -> bool:
        return then is not None or _begins_instruction(text[joint.end() :])

    return _WORDING.clauses(text, begins)


def _begins_instruction(rest: str) -> bool:
    """Whether a clause begins with an imperative, or with what "we do"."""
    first, _, more = rest.partition(" ")
    word = first.strip(",.")
    if _LEFT_TO_DO.match(rest):
        return True
    if we_do(word):
        return bool(FOLLOWED.match(more)) or is_everyday(we_do(word) or "")
    found = imperative(word)
    if found is None or re.match(r"(?:del?|y|o)\b", more):
        return False
    return (found.known and (bool(more) or len(word) > 7)) or bool(FOLLOWED.match(more))


def _lead_and_clause(lead: str, part: str) -> tuple[str, str]:
    """(the lead, the clause that instructs). If the clause says what is done in a place, that place is the lead, unless
    there is one."""
    found = _WHERE.match(part)
    if not found:
        return lead, part
    place = found["place"] or found["where"] or found["part"] or ""
    if place.lower() == "aquí":
        place = ""
    elif place and not found["place"]:
        place = f"en {place[0].lower()}{place[1:]}"
    can = found["can"] or found["offered"] or ""
    clause = found["told"] or found["here"] or f"puede {can[:1].lower()}{can[1:]}"
    return lead or place, clause


_PLAIN = str.maketrans("áéí", "aei")
_SECOND_VERB = re.compile(
    r"\b(?P<joint>[oy]) (?P<verb>[a-záéíóúñ]+[aeiáéí]r)(?P<future>á|emos|é)?(?P<clitics>(?:se|te)?l[ao]s?|se|te)?\b"
)
_TO_YOU = re.compile(
    r"(?P<before>,|\b[yeo]) (?P<order>\w{2,}(?:l[aeo]s?|se|te|me))\b"
    r"|(?P<not>\b(?:no|nunca|jamás)) (?P<own>te )?(?P<its>(?:l[aeo]s? )?)(?P<forbidden>\w{2,20}[ae]s)\b",
    _I,
)
_AND_DO = re.compile(r"(?P<before>\bno \w+ [^,]{2,60} y) (?P<order>\w+[ae])(?= (?:al?|el|la|los|las|un|una)\b)", _I)
"""An order or a prohibition of one whom the speaker knows, behind the first verb of a sentence."""


def _formally(text: str) -> str:
    """The text with its further orders and its prohibitions as "usted" is told them.

    >>> _formally("Meta el dinero en el sobre, ciérralo"), _formally("No enciendas la luz")
    ('Meta el dinero en el sobre, ciérrelo', 'No encienda la luz')
    """

    def formal(found: re.Match[str]) -> str:
        if found["forbidden"]:
            base = found["forbidden"].lower()[:-1]
            own = "se " if found["own"] else ""
            return f"{found['not']} {own}{found['its']}{base}" if is_prohibited(found["forbidden"]) else found[0]
        return f"{found['before']} {_formal_order(found['order'])}"

    text = _TO_YOU.sub(formal, text)
    return _AND_DO.sub(lambda found: f"{found['before']} {_formal_order(found['order'])}", text)


_CLAUSE_START = re.compile(r"(?:^|, )(?P<word>\w+)(?P<thing> (?:el|la|los|las|un|una)\b)?", _I)


def _formally_throughout(text: str) -> str:
    """The text as `_formally` gives it, with its first word; as it was said if it still had an order to "tú" then."""
    first, _, rest = text.partition(" ")
    several = len(first) > 3 and first.endswith(("an", "en"))  # "pulsen", but not "ten"
    formal = _formally(text if several else f"{_formal_order(first)} {rest}".rstrip())
    orders = ((imperative(found["word"]), found["thing"]) for found in _CLAUSE_START.finditer(formal))
    return text if any(one and (one.known or thing) and not one.formal_already for one, thing in orders) else formal


def _formal_order(word: str) -> str:
    one = imperative(word)
    return one.formal if one and one.known and not one.formal_already else word


def _imperative_of_second(found: re.Match[str]) -> str:
    """The imperative for a second verb in the future tense or in the infinitive: "o realizará conexiones" becomes "o
    realice conexiones"."""
    verb = found["verb"].lower()
    clitics = re.sub("^te", "se", found["clitics"] or "")
    verb = f"{verb[:-2]}{verb[-2:].translate(_PLAIN)}"
    if not (is_deed(verb) if clitics else is_everyday(verb)):
        return found[0]
    return f"{found['joint']} {with_clitics(formal_imperative(verb), clitics)}"


def _instruction(lead: str, part: str, masked: literals.Masked) -> Instruction | None:
    """The instruction of one clause, or None."""
    words = part.split()
    if not words or _NEGATED.match(part):
        return None
    first, more = words[0].lower().strip(",."), " ".join(words[1:])
    one = imperative(first)
    ours = we_do(first)
    noun = words[1:2] in (["de"], ["del"]) and first.isascii()  # "copia de seguridad", but "asegúrate de que"
    if one and (one.known or FOLLOWED.match(more)) and not noun:
        if not more and first in (one.formal, one.infinitive[:-1]) and len(first) < 8:
            return None
        if not one.known and not one.formal_already and lead.lower().startswith("cuando "):
            return None  # "cuando salta el relé, arranca la bomba"
        verb, weight, said = one.infinitive, MUST_WEIGHT if one.formal_already else INFORMAL_WEIGHT, part
        if first != one.formal:
            said = _THAT_YOU.sub(r"\g<before>\g<verb>", " ".join([one.formal, *words[1:]]))
            lead = _YOU.sub(r"\g<before>\g<verb>", with_readers_things(lead))
    elif ours and more and (FOLLOWED.match(more) or is_everyday(ours)):
        verb, weight, said = ours, WILL_WEIGHT, f"{formal_imperative(ours)} {more}"
    else:
        found = _MUST.match(part) or _STEP_IS.match(part) or _REFLEXIVE_PASSIVE.match(part)
        future = None if found else _FUTURE.match(part)
        clitics = ""
        if going := _GOING.match(part):
            return _WORDING.shortened(f"vaya {going['way']}{going['rest']}", "ir", WILL_WEIGHT, masked, lead)
        if by_hand := _LEFT_TO_DO.match(part):
            infinitive = f"{by_hand['verb'].lower()}r"
            said = f"{formal_imperative(infinitive)} {by_hand['rest']}"
            return _WORDING.shortened(said, infinitive, WILL_WEIGHT, masked, lead)
        if found:
            verb, rest = found.group("verb").lower(), found.group("rest")
            mood, clitics = found.groupdict().get("mood") or "", found.groupdict().get("clitics") or ""
            planned = mood.lower().startswith(("va", "vo", "lo que"))
            possible = bool(_CAN.match(mood))
            weight = CAN_WEIGHT if possible else WILL_WEIGHT if planned else MUST_WEIGHT
            deed = is_deed(verb) if planned or possible else is_necessary_deed(verb)
        elif future:
            verb, rest, weight = future.group("stem").lower(), future.group("rest"), WILL_WEIGHT
            deed = is_everyday(verb)
        else:
            return None
        if not deed or not (rest.strip() or clitics):
            return None
        clitics = re.sub("^(?:te|nos|me)", "se", clitics)
        said = f"{with_clitics(formal_imperative(verb), clitics)}{_SECOND_VERB.sub(_imperative_of_second, rest)}"
    return _WORDING.shortened(_formally(with_readers_things(said)), verb, weight, masked, lead)
