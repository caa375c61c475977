"""Stop words: function words, and the verbs and nouns of every manual. They carry no facts of their own."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.grounding.tokens import stem, tokenize

_FUNCTION: dict[str, str] = {
    "en": """
        a an the this that these those it its it's he she they them their his her him we us our you your
        yours i me my mine and or but so then also too just now here there as if when while where which who
        whom whose what how why of in on at to from by with for into onto out off over under up down about
        after before until till between through across along around against among within is are was were be
        been being am do does did done doing have has had having will would can could should shall may might
        must not no nor yes ok okay all any each every some both either neither one ones other others
        another such same own than very more most much many few less least again once only still even
        already yet ever never always often s t re ve ll d m don doesn didn isn aren wasn weren won wouldn
        couldn shouldn can't let lets gonna wanna gotta going want like well right really actually basically
        kind sort thing things stuff something anything everything nothing way because since though although
        however therefore otherwise using used first second third next last finally lastly please make sure
        need needs back away etc via per
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber sowie dann auch noch nur
        schon jetzt hier da dort wie wenn falls als wo wer was warum weil dass ob von in im an am auf zu zum
        zur aus bei mit nach vor fur uber unter durch um bis ohne gegen ist sind war waren sein wird werden
        wurde kann konnen muss mussen soll sollen darf durfen mag haben hat hatte ich du er sie es wir ihr
        ihn ihm uns euch sich mein dein unser euer ihre ihren ihrem nicht kein keine keinen so mal ja nein
        doch halt eben einfach gerade ganz sehr mehr viel alle alles etwas man diese dieser dieses diesen
        diesem jede jeder jedes hin her ab los zunachst danach anschliessend
    """,
    "fr": """
        le la les l un une des du de d et ou mais donc puis aussi ce cet cette ces il elle on nous vous ils
        elles je tu se sa son ses votre vos notre nos a au aux en dans sur sous par pour avec sans est sont
        etre avoir ont avez ne pas plus que qui quoi dont si quand comme tout tous toute toutes ensuite
        enfin y
    """,
    "es": """
        el la los las un una unos unas y o pero entonces tambien este esta estos estas ese esa eso esto de
        del al a en con por para sin sobre entre hasta desde es son ser estar estan hay ha han se su sus tu
        tus mi que quien como cuando donde si no mas muy ya lo le les nos vamos aqui ahi luego despues
        nuestro nuestra
    """,
    "it": """
        il lo la i gli le un uno una e o ma poi anche questo questa di del della dei a al alla da dal in nel
        con su per tra fra che chi si se non sono essere avere come quando qui li
    """,
    "pt": """
        o a os as um uma e ou mas entao tambem este esta isso de do da dos das em no na nos nas com por para
        sem que se nao sao ser como quando aqui seu sua
    """,
    "nl": """
        de het een en of maar dan ook nog dit dat deze die van in op aan met voor door uit bij naar om te is
        zijn was wordt je jij u uw we wij ze zij ik hij niet geen als wanneer hoe wat er hier nu
    """,
}
_MANUAL = """
    click press visit select choose pick tap hit open close go enter type use find locate see look scroll set
    add check button page screen field box menu tab option options window panel dialog section link icon bar top
    bottom left right side corner step new follow following navigate ensure confirm verify complete change view
    show display appear appears work works start begin finish wait run create
"""
_DEEDS = """
    open close enter scroll set add check navigate confirm verify complete change start begin finish wait run create
"""
_CHECKS = "see look check verify test try confirm watch work works ensure sure"
"""What people say in turn for the same: "let's see if it works" is the test of a thing."""
_FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION.items()}
_MANUAL_STEMS = frozenset(stem(word) for word in _MANUAL.split())
_DEED_STEMS = frozenset(stem(word) for word in _DEEDS.split())
_CHECK_STEMS = frozenset(stem(word) for word in _CHECKS.split())


def function_words(language: str | None) -> frozenset[str]:
    """Articles, pronouns, auxiliaries and so on, folded. English ones if the language isn't known."""
    return _FUNCTION_WORDS.get(
        (language or "en").split("-")[0], _FUNCTION_WORDS["en"] if language is None else frozenset()
    )


def is_cjk(word: str) -> bool:
    """Whether a word is a Chinese or Japanese character."""
    return "\u3040" <= word[0] <= "\u9fff"


def content(text: str, language: str | None, *, manual: bool = True) -> list[str]:
    """The stems of a text's content words; for Chinese and Japanese, pairs of neighbouring characters. Without
    `manual`, the words of every manual ("click", "page") are left out too."""
    short = (language or "en").split("-")[0]
    skip = function_words(language)
    stems: list[str] = []
    last = ""
    end = -1
    for token in tokenize(text, language):
        if not token.word:
            last = ""
            continue
        if is_cjk(token.text):
            if last and token.start == end:
                stems.append(last + token.text)
            last, end = token.text, token.start + len(token.text)
            continue
        last = ""
        if token.text in skip or len(token.text) < 2:
            continue
        found = stem(token.text, short)
        if manual or short != "en" or found not in _MANUAL_STEMS:
            stems.append(found)
    return stems


def distinctive(stems: Iterable[str]) -> list[str]:
    """The distinctive stems: all but those of every manual."""
    return [found for found in stems if found not in _MANUAL_STEMS]


def checks_something(stems: Iterable[str]) -> bool:
    """Whether one of these stems says that something is looked at or tried."""
    return not _CHECK_STEMS.isdisjoint(stems)


def deeds(stems: Iterable[str]) -> list[str]:
    """Those stems of manuals that say what is done ("close"), and not only how it is done on a screen ("click")."""
    return [found for found in stems if found in _DEED_STEMS]
