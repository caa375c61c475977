"""How XML of strangers is parsed: as it passes by, with nothing kept as a tree, and no entity is followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat  # nosemgrep: entity declarations are refused below

from pipeline.errors import BrokenTranscript

XmlParser = expat.XMLParserType
XmlDamaged = expat.ExpatError


def new_parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
    *,
    refusal: Callable[[], Exception] | None = None,
    buffer_text: bool = True,
) -> XmlParser:
    """A parser that calls these for each tag and each text; with `buffer_text`, adjoining texts come as one. Its Parse
    raises XmlDamaged, and at the declaration of an entity `refusal()`, by default a BrokenTranscript."""

    def refuse(*_: object) -> NoReturn:
        raise (refusal or _entities)()

    parser = expat.ParserCreate()
    parser.buffer_text = buffer_text
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refuse
    return parser


def _entities() -> Exception:
    return BrokenTranscript("This XML file contains entities, which captions never need, so it wasn't read.")
