"""A language that is read has its words in every table of words by language, or it is said here why it needs none."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import pipeline
from pipeline.speech.languages import READ

NONE_NEEDED = {
    "outline.quoted_outline._MARKS": ("en",),  # the quotation marks of all others
    "prompts.ADDRESS": ("en",),  # it has one "you"
    "prompts.TITLED": ("en",),  # what a prompt says anyway
    "speech.asked_conditions._PERSON": ("en",),  # `_LISTENERS` and the rules of English tell
    "speech.carried_conditions._HANGING": ("en", "de"),  # rules of these languages carry it over
    "speech.sentences._JOINTS": ("en",),  # where sentences end in it is learned (`sentence_cuts`)
}
"""Table -> the languages that it does without. Whoever adds a language adds its words, and nothing here."""
NOT_BY_LANGUAGE = {"readers.language._WORDS", "speech.german.wording._THE"}
"""Tables whose keys are words or endings, some of which look like codes."""


def tables() -> Iterator[tuple[str, Mapping[object, object]]]:
    """Each table of `pipeline` that has two of the languages as keys, with the name by which it is found."""
    for found in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if found.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, Mapping) and sum(code in value for code in READ) > 1:
                yield f"{found.name}.{name}".removeprefix("pipeline."), value


def lacking(codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Table -> those of the codes that aren't in it."""
    missing = {name: tuple(code for code in codes if code not in table) for name, table in tables()}
    return {name: codes for name, codes in missing.items() if codes and name not in NOT_BY_LANGUAGE}


def test_no_table_of_words_lacks_a_language_that_is_read() -> None:
    assert {name: codes for name, codes in lacking(READ).items() if NONE_NEEDED.get(name) != codes} == {}


def test_no_table_is_excused_that_lacks_nothing() -> None:
    assert set(NONE_NEEDED) <= set(lacking(READ))


def test_a_further_language_is_asked_for_by_the_name_of_each_table() -> None:
    forgotten = lacking((*READ, "tlh"))
    assert {"speech.carried_conditions._JOINT", "grounding.exchanges._OPENERS"} <= set(forgotten)
