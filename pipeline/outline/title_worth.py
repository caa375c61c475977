"""How good a title each instruction of a step makes: one names what the step is about, and no chance click in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.speech import Instruction
from pipeline.speech.lexicon import words_of

_FUNCTION_WORDS = words_of("english", "vocabulary.FUNCTION_WORDS")
_MAKING_VERBS = frozenset(
    {
        *("create", "set", "configure", "install", "add", "build", "define", "write", "make", "connect", "import"),
        *("export", "publish", "register", "deploy", "assign", "delete", "remove", "update", "test", "cut", "stop"),
    }
)
_MOVING_VERBS = frozenset(
    {
        *("go", "open", "click", "select", "choose", "press", "type", "scroll", "log", "take", "see", "look", "use"),
        *("do", "get", "keep", "hold", "let", "try", "note", "pick", "return", "start"),
    }
)
_MOVING_ABROAD = frozenset(
    {
        *("öffnen", "öffne", "klicken", "klicke", "klick", "wählen", "wähle", "auswählen", "drücken"),
        *("drücke", "tippen", "tippe", "gehen", "gehe", "geh", "anklicken", "abrir", "abra"),
        *("abre", "clic", "hacer", "haga", "haz", "pulsar", "pulse", "pulsa", "seleccionar"),
        *("seleccione", "selecciona", "elegir", "elija", "elige", "ouvrir", "ouvrez", "ouvre", "cliquer"),
        *("cliquez", "clique", "appuyer", "appuyez", "sélectionner", "sélectionnez", "choisir", "choisissez", "aller"),
        *("allez"),
        *(
            "close",
            "schließen",
            "schließe",
            "zumachen",
            "cerrar",
            "cierre",
            "cierra",
            "fermer",
            "fermez",
            "vaya",
            "vayan",
        ),
    }
)
_MAKING_ABROAD = frozenset(
    {
        *("erstellen", "anlegen", "einrichten", "installieren", "hinzufügen", "konfigurieren", "löschen", "entfernen"),
        *("crear", "agregar", "añadir", "configurar", "instalar", "eliminar", "conectar", "importar", "exportar"),
        *("créez", "créer", "ajoutez", "ajouter", "configurez", "configurer", "installez", "installer", "supprimez"),
        *("supprimer", "connectez", "connecter", "importez", "importer", "exportez", "exporter"),
    }
)
_WAITING_VERBS = frozenset(
    {
        *("wait", "let", "leave", "repeat", "warten", "lassen", "wiederholen"),
        *("esperar", "repetir", "attendre", "attendez", "attends", "répéter", "répétez"),
    }
)
_QUOTES = re.compile(r"[\"“”„]|«\s?|\s?»")
_NO_TITLE = re.compile(
    r"(?:press|click|hit|tap|select|choose)(?: on)?(?: the)?(?: (?:next|ok|okay|back|done|finish|continue|proceed"
    r"|yes|no|close|cancel|apply|enter|return|save|submit|confirm))+(?: (?:button|key|again|twice|below))*"
    r"|wait\b.*|get started\b.*|continue (?:making|with|to|from)\b.*|start (?:at|over|again|with that)\b.*"
    r"|turn your attention\b.*|give you\b.*|try .*|(?:go|come) back\b.*"
    r"|[\w-]+ (?:an? |some |the )?[\w-]+ (?:to|of|with|from|in|on|into) (?:that|it|this|them|those)"
    r"|(?:auf )?(?:die |den )?(?:weiter|ok|okay|zurück|fertig|ja|nein|abbrechen|übernehmen|schließen|eingabe|enter"
    r"|speichern|anwenden|bestätigen|absenden|beenden|fertigstellen)"
    r"(?:taste)? (?:klicken|drücken|tippen|wählen|bestätigen|anklicken)"
    r"|(?:(?:bis|kurz|einen) .*)?warten\b.*"
    r"|(?:(?:haga|haz|hagan|hacer) clic(?: en)?|pulse|pulsa|pulsar|presione|presiona|elija|elige|seleccione|selecciona)"
    r"(?: el| la)?(?: botón)?(?: de)? (?:siguiente|aceptar|aplicar|guardar|continuar|cerrar|cancelar|finalizar|listo"
    r"|atrás|volver|enviar|confirmar|sí|no|ok)"
    r"|(?:espere|espera|esperar)\b.*"
    r"|(?:cliquez|clique|cliquer|appuyez|appuie|appuyer)(?: sur)?(?: le)?(?: bouton)? (?:suivant|ok|valider|appliquer"
    r"|enregistrer|continuer|fermer|annuler|terminer|oui|non|retour|précédent|envoyer|confirmer)"
    r"|(?:attendez|attends|attendre)\b.*",
    re.IGNORECASE,
)
"""What no step is about: a button that every window has, or waiting."""
_PRESSES = re.compile(
    r"(?:click|press|tap|hit|(?:haga|haz|hagan|hacer) clic|pulse|pulsa|presione|presiona|cliquez|clique|appuyez|appuie)"
    r"\b[^\"“«]{0,25}[\"“«][^\"”»]{1,80}[\"”»](?: (?:button|tab|link|key))?"
    r"|(?:auf )?(?:(?:den|die|das) )?(?:(?:knopf|taste|schaltfläche|button) )?[\"“„»][^\"“”«]{1,80}[\"“”«]"
    r" (?:klicken|tippen|drücken|anklicken|antippen)",
    re.IGNORECASE,
)
"""A deed of which only the words on a button are known."""
PRESSING_COSTS = 0.6
"""How much less such a deed is worth as a title: what is typed or chosen says more of what a step is for."""
SHARED_WORTH, MOST_SHARED = 0.04, 2
"""How much more a title is worth for each of its words that other instructions of the step have, up to so many."""


def is_no_title(title: str) -> bool:
    """Whether a title only goes on with what isn't named, or waits.

    >>> [is_no_title(title) for title in ("Press “Next”", "Click OK", "Wait until it stops", "Press the green button")]
    [True, True, True, False]
    """
    return _NO_TITLE.fullmatch(_QUOTES.sub("", title).strip()) is not None


_PLACES = "up|out|off|on|in|down|over|away|back|to|with|for|at|into|onto|by|through|around|under|of|from|as|about"
_FOR_A_NAME = re.compile(
    # "Cut them into slices", "Check that it works", "Put this away", but not "Copy this key" or "Send them a bill"
    r"^(?:(?!(?:send|e-?mail|show|tell|ask|offer|hand|write|assign|lend|teach|give) them (?:an?|the|your) )"
    rf"(?:[\w-]+ly )?[\w-]+(?: (?:{_PLACES}|all|both|some|each|most|half|sure|that|if|whether|when|until|let))*"
    rf" (?:it|them|(?:this|that|these|those)(?= (?:{_PLACES}|and|or|until|again|once|twice|before|after|an?|the|your"
    r"|every|each)\b|$))\b"
    # "Sie in Scheiben schneiden", "Das gut verrühren", "Die auf den Tisch legen"
    r"|(?:es|sie|ihn|ihm|ihnen|davon|darauf|daraus|dazu)\b"
    r"|(?:das|die|den|dem|dies|diese[mnrs]?|damit|da)(?:(?-i: [a-zäöüß]+){1,4}$| (?:in|im|ins|auf|an|am|ans|mit|unter"
    r"|über|für|zu|zum|zur|aus|bei|von|vom|gut|nach|durch|um|vor|hinter|neben|zwischen|ohne|bis)\b)"
    # "Córtelas en láminas", "Póngalo encima", "Dele la vuelta"
    r"|[a-zñ]*[áéíóú][a-zñ]*[aen]l[ao]s?\b|d[eéa]les? la vuelta\b"
    # "Coupez-les en tranches", "Mettez-la au four"
    r"|[^\W\d_]+-l(?:e|a|es)\b)",
    re.IGNORECASE,
)


def stands_for_a_name(title: str) -> bool:
    """Whether a title begins with what is done to something that only sentences before it name.

    >>> [stands_for_a_name(one) for one in ("Cut them in half", "Give it a stir", "Copy this key", "Wash and dry it")]
    [True, True, False, False]
    >>> [stands_for_a_name(one) for one in ("Sie in Scheiben schneiden", "Die alte Batterie entfernen")]
    [True, False]
    >>> [stands_for_a_name(one) for one in ("Córtelas en láminas", "Válvulas de aire", "Coupez-les", "Coupez le pain")]
    [True, False, True, False]
    """
    return _FOR_A_NAME.match(_QUOTES.sub("", title).strip()) is not None


def makes_something(title: str) -> bool:
    """Whether a title begins with a verb of making or setting up something.

    >>> makes_something("Create a token"), makes_something("Open the menu")
    (True, False)
    """
    return any(word.lower() in _MAKING_VERBS for word in title.split()[:1])


def only_moves(title: str) -> bool:
    """Whether a title is about going or clicking somewhere, in a language whose verbs are known.

    >>> only_moves("Open the menu"), only_moves("Das Menü öffnen"), only_moves("Create a token")
    (True, True, False)
    """
    words = title.lower().split()
    return any(word in _MOVING_VERBS or word in _MOVING_ABROAD for word in (*words[:1], *words[-1:]))


def title_worth(instruction: Instruction, others: Sequence[Instruction]) -> float:
    """How good a title an instruction makes, `others` being those of the same step. Making and setting up something
    count more than going and clicking, and what the others are about, too, more than what only one names."""
    makes, moves = _MAKING_VERBS | _MAKING_ABROAD, _MOVING_VERBS | _MOVING_ABROAD
    kind = 0.5 if instruction.verb in makes else -0.2 if instruction.verb in moves else 0.2
    kind -= PRESSING_COSTS if _PRESSES.fullmatch(instruction.text.rstrip(". ")) else 0.0
    about = instruction.words - {instruction.verb}
    shared = sum(1 for word in about if any(word in other.words for other in others))
    small = done_to_it(instruction) + (instruction.verb in _WAITING_VERBS)
    return (
        instruction.weight
        + kind
        + min(4, len(instruction.words)) * 0.05
        + min(MOST_SHARED, shared) * SHARED_WORTH
        - small
    )


def done_to_it(instruction: Instruction) -> bool:
    """Whether an instruction is about "it", or only makes sure of something. Such a title would say little."""
    words = [*instruction.text.removeprefix(instruction.lead or "").lower().split(), "", ""]
    second, third = words[1].strip(".,"), words[2].strip(".,")
    if second in ("this", "that", "these", "those") and third and third not in _FUNCTION_WORDS:
        return False
    return second in ("it", "that", "them", "this", "those", "these", "one", "either", "him", "sure")
