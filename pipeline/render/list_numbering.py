"""Numbered and bulleted lists. There is one definition for each, and an instance for each step, so that its numbers
start at 1."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml

from pipeline.render.look import BULLET_TWIPS, LIST_INDENT_TWIPS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Numbering:
    """The lists of one document."""

    def __init__(self, document: Any, *, colour: str | None = None) -> None:
        """`colour` is the numbers' colour as RRGGBB; None: that of the text."""
        self._element = document.part.numbering_part.element
        self._next = 1 + max((int(n.get(W + "numId")) for n in self._element.findall(W + "num")), default=0)
        ink = f'<w:color w:val="{colour}"/>' if colour else ""
        self._numbers = self._define("decimal", "%1.", f"<w:rPr><w:b/><w:bCs/>{ink}</w:rPr>")
        self._bullets = self._define("bullet", "•", "", indent=BULLET_TWIPS, hanging=BULLET_TWIPS)
        self.bullet = self._instance(self._bullets)
        """The id of the bulleted list."""
        inner = LIST_INDENT_TWIPS + BULLET_TWIPS
        self.inner_bullet = self._instance(self._define("bullet", "•", "", indent=inner, hanging=BULLET_TWIPS))
        """The id of the bulleted list below a numbered line."""

    def restarted(self) -> int:
        """The id of a new numbered list that starts at 1."""
        return self._instance(self._numbers, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')

    def _define(
        self, form: str, text: str, run: str, *, indent: int = LIST_INDENT_TWIPS, hanging: int = LIST_INDENT_TWIPS
    ) -> int:
        definitions = self._element.findall(W + "abstractNum")
        number = 1 + max((int(d.get(W + "abstractNumId")) for d in definitions), default=-1)
        definition = parse_xml(
            f'<w:abstractNum {_NAMESPACE} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="{hanging}"/></w:pPr>{run}</w:lvl>'
            "</w:abstractNum>"
        )
        if definitions:
            definitions[-1].addnext(definition)
        else:
            self._element.insert(0, definition)
        return number

    def _instance(self, definition: int, override: str = "") -> int:
        number, self._next = self._next, self._next + 1
        instance = parse_xml(
            f'<w:num {_NAMESPACE} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'
        )
        instances = self._element.findall(W + "num")
        if instances:
            instances[-1].addnext(instance)
        else:
            self._element.append(instance)
        return number
