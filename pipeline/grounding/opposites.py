"""Finds a word in a line whose opposite was said: “enable” for what the speaker disables, “left” for “right”.

The pairs are common ones of instructions about software, machines and kitchens. A pair is left out if one side often
says something else, such as on/off, in/out, first/last and one/all. Measured by `make checks`: it finds 43 of 622
faults and lies that no other check finds, and marks 3 of 258 honest steps and lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.grounding.tokens import fold

# Each line is a pair; words of one side mean the same. A word stands for all its endings (“open” for “opened” and
# “opening”), and one before a full stop for itself alone.
_PAIRS = {
    "en": """
        enabl activat turn_on. turned_on. switch_on. switched_on. ~ disabl deactivat turn_off. turned_off. switch_off.
        open. opens. opened. opening. ~ clos shut.
        start. starts. started. starting. ~ stop. stops. stopped. stopping. quit.
        add. adds. added. adding. ~ remov delet subtract
        tick. check. select. selects. selected. ~ untick uncheck deselect
        left. ~ right.
        rais increas higher. more. larger. largest. maxim most. ~ lower. lowers. decreas reduc less. fewer. smaller.
            smallest. minim least.
        upper. upward top. above. ~ downward bottom. below.
        before. ~ after.
        old. older. ~ new. newer.
        lock. locks. locked. locking. ~ unlock
        show. shows. expand ~ hide. hides. hidden. hiding. collaps
        allow permit accept approv ~ deny. denied. forbid reject refus block.
        public. ~ private.
        true. ~ false.
        pass. passes. passed. ~ fail. fails. failed.
        push. pushes. pushed. upload ~ pull. pulls. pulled. download
        local. locally. ~ remote. remotely.
        mount. mounts. connect attach ~ unmount disconnect detach
        install ~ uninstall
        save. saves. saved. saving. ~ discard
        hot. hotter. warm heat ~ cold. colder. cool
        source. ~ destination. target.
        input. ~ output.
        sender. ~ recipient. receiver.
        horizontal ~ vertical
        row. rows. ~ column
        foreground ~ background
        tighten ~ loosen
        full. ~ empty. emptied.
        import. imports. imported. importing. ~ export
        ascending. ~ descending.
        earlier. ~ later.
        wider. wide. ~ narrow
        inner. inside. ~ outer. outside. outboard.
        clockwise. ~ counterclockwise. anticlockwise.
        production. ~ test. staging.
        always. ~ never.
        half. ~ double. twice. whole.
        minimum. ~ maximum.
        required. mandatory. ~ optional. optionally.
    """,
    "de": """
        offn ~ schliess geschlossen. zumach
        aktivier einschalt ~ deaktivier ausschalt abschalt
        start ~ stopp beend
        hinzu hinzufug ~ entfern losch
        links. link. linke. linken. linker. linkes. ~ rechts. recht. rechte. rechten. rechter. rechtes.
        erhoh hoher mehr. grosser ~ verring senk niedriger weniger. kleiner
        oben. obere oberhalb. ~ unten. untere unterhalb.
        vorher. zuvor. ~ nachher. danach.
        alte. alten. alter. altes. ~ neue. neuen. neuer. neues.
        sperr ~ entsperr
        erlaub gestatt ~ verbiet verbot
        offentlich ~ privat
        immer. ~ nie. niemals.
        mindestens. ~ hochstens.
        minimal minimum. ~ maximal maximum.
        heiss warm ~ kalt
        innen. ~ aussen.
        waagerecht waagrecht horizontal ~ senkrecht vertikal
        importier ~ exportier
        vordergrund ~ hintergrund
        voll. volle. ~ leer. leere.
        einblend anzeig ~ ausblend verberg
        hochlad ~ herunterlad
    """,
    "es": """
        abr ~ cerr cierr
        activ habilit encend enciend ~ desactiv deshabilit apag
        empez empiez inici ~ deten par termin
        anad agreg ~ elimin quit borr
        izquierd ~ derech
        aument sub mas. ~ reduc baj menos.
        antes. ~ despues.
        arriba. encima. ~ abajo. debajo.
        siempre. ~ nunca. jamas.
        minimo. ~ maximo.
        caliente. calient ~ frio. fria. enfri
        public ~ privad
    """,
    "fr": """
        ouvr ~ ferm
        activ allum ~ desactiv etein eteign
        demarr commenc ~ arret termin
        ajout ~ supprim enlev retir
        gauche. ~ droite.
        augment mont plus. ~ reduis redui baiss diminu moins.
        avant. ~ apres.
        dessus. haut. ~ dessous. bas.
        toujours. ~ jamais.
        minimum. ~ maximum.
        chaud ~ froid
        verrouill ~ deverrouill
    """,
    "it": """
        apri. apra. aprire. aprite. aperto. aperta. ~ chiud chius
        attiv accend acces ~ disattiv spegn spent
        avvi inizi ~ ferm interromp arrest
        aggiung aggiunt ~ rimuov elimin togli
        sinistr ~ destr
        aument piu. alz ~ riduc diminu meno. abbass
        prima. ~ dopo.
        sopra. ~ sotto.
        sempre. ~ mai.
        minimo. ~ massimo.
        cald ~ fredd
        blocc ~ sblocc
    """,
}


def opposites(line: str, said: str, language: str | None) -> Iterator[tuple[str, str]]:
    """(the word in the line, its opposite in what was said) for each word that wasn't said while its opposite was. None
    if the line has both."""
    in_line = _sides(line, language)
    in_said = _sides(said, language) if in_line else {}
    for (pair, side), word in in_line.items():
        other = (pair, 1 - side)
        if (pair, side) not in in_said and other in in_said and other not in in_line:
            yield word, in_said[other]


_IDIOMS = re.compile(
    r"\b(?:close (?:to|by|enough)|right (?:now|away|here|there|after|before|at|in|on|where|when|next)|all right|"
    r"that'?s right|left (?:out|over|off|with))\b"
)
"""English words of pairs where they say nothing of the kind: a cut close to the seam closes nothing."""


def _sides(text: str, language: str | None) -> dict[tuple[int, int], str]:
    """The sides of pairs that a text has words of, each with the first such word."""
    short = (language or "en").split("-")[0]
    pattern = _pattern(short)
    folded = _IDIOMS.sub(" ", fold(text)) if short == "en" else fold(text)
    found: dict[tuple[int, int], str] = {}
    for match in pattern.finditer(folded) if pattern else ():
        name = match.lastgroup or ""
        pair, side = name[1:].split("_")
        found.setdefault((int(pair), int(side)), match[0])
    return found


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    pairs = re.sub(r"\n\s{12}", " ", _PAIRS.get(language, "")).strip().splitlines()
    # Each group is behind its words, since one that begins in front of them takes long to try: there are a hundred.
    sides = [
        f"(?:{'|'.join(map(_word, words.split()))})(?P<s{pair}_{side}>)"
        for pair, line in enumerate(pairs)
        for side, words in enumerate(line.split("~"))
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(sides)})(?!\w)") if sides else None


def _word(word: str) -> str:
    whole = word.removesuffix(".").replace("_", " ")
    return whole if word.endswith(".") else rf"{whole}\w{{0,12}}"
