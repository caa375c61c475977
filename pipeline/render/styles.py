"""Finds the style of a document for each name of the look. What a company's template lacks is added to it."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml

from pipeline.render.localization import Words
from pipeline.render.look import ALIASES, Style, defaults, styles

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Styles:
    """The styles of one document, by their names in the look."""

    def __init__(self, ids: dict[str, str], added: tuple[str, ...] = ()) -> None:
        self._ids = ids
        self.added = added
        """The styles that the template lacked, by the names that Word shows."""

    def id(self, name: str) -> str:
        """The style's id, by its name in `look`, in upper or lower case. Raises KeyError."""
        return self._ids[name.lower()]


def own_styles(words: Words, text_width: int) -> Styles:
    """The styles of our own empty document."""
    return Styles({style.name.lower(): style.id for style in styles(rtl=words.rtl, text_width=text_width)})


def fill_in_styles(document: Any, words: Words, text_width: int) -> Styles:
    """Finds the styles of the look in a template, adds those that it lacks, and sets the language of its text."""
    element = document.styles.element
    there: dict[tuple[str, str], str] = {}
    for style in element.findall(W + "style"):
        name = style.find(W + "name")
        if name is not None and style.get(W + "styleId"):
            there.setdefault((style.get(W + "type"), name.get(W + "val", "").lower()), style.get(W + "styleId"))
    taken = set(there.values())
    look = styles(rtl=words.rtl, text_width=text_width)
    ids: dict[str, str] = {}
    missing: list[Style] = []
    for ours in look:
        names = (ours.name, *ALIASES.get(ours.name, ()))
        found = next((there[ours.kind, n.lower()] for n in names if (ours.kind, n.lower()) in there), None)
        ids[ours.id] = found or (ours.id if ours.id not in taken else f"S2D{ours.id}")
        if found is None:
            missing.append(ours)
    for ours in missing:
        element.append(_adapted(ours, ids))
    _set_language(element, words)
    return Styles({ours.name.lower(): ids[ours.id] for ours in look}, tuple(ours.shown for ours in missing))


def _adapted(style: Style, ids: dict[str, str]) -> Any:
    """The style as an XML element that refers to the template's styles."""
    added = parse_xml(style.xml().replace("<w:style ", f"<w:style {_NAMESPACE} ", 1))
    added.set(W + "styleId", ids[style.id])
    for reference in (*added.iter(W + "basedOn"), *added.iter(W + "next")):
        reference.set(W + "val", ids[str(reference.get(W + "val"))])
    return added


def _set_language(element: Any, words: Words) -> None:
    """Sets the language of the text: a template is in its company's language, but the guide may be in another."""
    for lang in list(element.iter(W + "lang")):
        lang.getparent().remove(lang)
    ours = parse_xml(
        defaults(words.language, words.proofing, rtl=words.rtl).replace(
            "<w:docDefaults>", f"<w:docDefaults {_NAMESPACE}>", 1
        )
    )
    there = element.find(W + "docDefaults")
    if there is None:
        element.insert(0, ours)
        return
    run = there.find(f"{W}rPrDefault/{W}rPr")
    if run is not None:
        run.append(ours.find(f"{W}rPrDefault/{W}rPr/{W}lang"))
    elif there.find(W + "rPrDefault") is None:
        there.insert(0, ours.find(W + "rPrDefault"))
