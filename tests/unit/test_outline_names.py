"""Which names of a model are believed to have been misheard."""

from __future__ import annotations

import pytest

from pipeline.guide import MendedName
from pipeline.options import GuideOptions
from pipeline.outline.names import known_names, listed, ways_by_name
from pipeline.outline.windows import Found
from pipeline.sounds import sound_alike
from pipeline.transcript import Transcript, Utterance

SAID = (
    "Open the nebulous console and the cooper netties tab.",
    "Then untag the box and save it as report 7.",
    "In the nebulous console, look for Grafana.",
)
TRANSCRIPT = Transcript(
    "t", tuple(Utterance(n, text) for n, text in enumerate(SAID, 1)), title="Getting started with Zed"
)


def believed(right: str, *heard: str, glossary: tuple[str, ...] = ()) -> tuple[MendedName, ...]:
    return known_names([(right, heard)], TRANSCRIPT, GuideOptions(glossary=glossary))


@pytest.mark.parametrize(("right", "heard"), [("Nebius", "nebulous"), ("Kubernetes", "cooper netties")])
def test_a_name_that_sounds_like_what_was_heard_is_believed(right: str, heard: str) -> None:
    assert believed(right, heard) == (MendedName(right, (heard,)),)


def test_a_name_has_none_of_the_marks_of_lines() -> None:
    assert believed("`Nebius` **console**", "`nebulous` console") == (
        MendedName("Nebius console", ("nebulous console",)),
    )


@pytest.mark.parametrize(
    ("right", "heard"),
    [
        ("Acme Remote Control", "nebulous"),
        ("Nebius", "nobody said this"),
        ("https://nebulous.example", "nebulous"),
        ("report 8", "report 7"),
        ("nebulous", "nebulous"),
        ("Nebulous", "nebulous"),
        ("", "nebulous"),
    ],
)
def test_a_name_from_nowhere_is_not(right: str, heard: str) -> None:
    assert believed(right, heard) == ()


@pytest.mark.parametrize(
    ("right", "heard"),
    [
        ("v@Q.x", "we at cue dot x"),
        ("matrix4", "matrix four"),
        ("int2", "int too"),
        ("TAU_2", "tower underscore two"),
        ("I²C", "I squared C"),
        ("5W-40", "five [w] 40"),
        ("ls", "LS"),
    ],
)
def test_a_name_of_code_is_one_when_its_signs_are_read_out(right: str, heard: str) -> None:
    transcript = Transcript("t", (Utterance(1, f"So this is {heard} here."),))

    assert known_names([(right, [heard])], transcript, GuideOptions()) == (MendedName(right, (heard,)),)


@pytest.mark.parametrize(("right", "heard"), [("ann@example.com", "ann at example dot com"), ("int3", "int too")])
def test_an_address_or_another_digit_is_not(right: str, heard: str) -> None:
    transcript = Transcript("t", (Utterance(1, f"Write to {heard} here."),))

    assert known_names([(right, [heard])], transcript, GuideOptions()) == ()


def test_a_package_with_its_owner_is_a_name_and_no_address() -> None:
    transcript = Transcript("t", (Utterance(1, "Type npm install acme.io-sdk."),))

    (known,) = known_names([("@acme.io/sdk", ["acme.io-sdk"])], transcript, GuideOptions())
    assert known == MendedName("@acme.io/sdk", ("acme.io-sdk",))
    assert not known_names([("sdk@acme.io", ["acme.io-sdk"])], transcript, GuideOptions())


def test_a_name_in_the_title_the_glossary_or_elsewhere_need_not_sound_alike() -> None:
    assert believed("Zed", "the box")
    assert believed("Grafana", "tab")
    assert believed("Acme", "nebulous", glossary=("Acme",))


def test_only_forms_that_were_heard_are_kept_and_each_once() -> None:
    given = [("Nebius", ("nebulous", "nebulas")), ("nebius", ("Nebulous", "nebulous"))]

    assert known_names(given, TRANSCRIPT, GuideOptions()) == (MendedName("Nebius", ("nebulous",)),)


def test_a_way_is_written_as_it_was_first() -> None:
    steps = [Found("A", frozenset({1}), "Web page"), Found("B", frozenset({2})), Found("C", frozenset({3}), "web page")]

    assert [step.way for step in ways_by_name(steps)] == ["Web page", None, "Web page"]


@pytest.mark.parametrize(
    ("right", "heard", "alike"),
    [
        ("squeue -u", "sq-user", True),
        ("sacct -u", "s account user", True),
        ("stop", "start", False),
        ("enable", "disable", False),
        ("uninstall", "install", False),
        ("rm -rf", "save", False),
    ],
)
def test_a_command_that_is_spelt_like_what_was_heard_is_believed_and_its_opposite_is_not(
    right: str, heard: str, alike: bool
):
    assert sound_alike(right, heard) is alike


def test_all_that_a_model_took_for_misheard_is_listed_if_the_guide_has_it():
    believed = MendedName("Kubernetes", ("cooper netties",))
    heard = (
        believed,
        MendedName("recurrent type", ("current type", "never said")),
        MendedName("the same", ("The  same",)),
        MendedName("not in the guide", ("now returned",)),
        MendedName("set", ("returned cooper netties",)),
    )
    lines = ("Set the current type to the same, now returned cooper netties.", "cooper netties")
    said = Transcript("t", tuple(Utterance(n, text) for n, text in enumerate(lines, 1)))

    shown = listed((believed,), heard, said, "set the recurrent type of kubernetes to the same.")

    assert shown == (believed, MendedName("recurrent type", ("current type",)))


def test_a_sign_that_was_read_aloud_is_not_listed_as_misheard() -> None:
    said = Transcript("t", (Utterance(1, "Click plus new, and then you write knot."),))
    heard = (MendedName("+ New", ("plus new",)), MendedName("net", ("knot",)))

    assert listed((), heard, said, "click + new. write net.") == (MendedName("net", ("knot",)),)
