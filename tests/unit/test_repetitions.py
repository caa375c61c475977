"""What a guide's steps say twice is said once."""

from __future__ import annotations

from dataclasses import replace

from pipeline.assembly import rescues_last, with_final_titles
from pipeline.guide import (
    Action,
    Caution,
    CautionKind,
    Confidence,
    Finding,
    FindingKind,
    Gap,
    Level,
    NamedChoice,
    Prerequisite,
    Step,
)
from pipeline.outline import Plan, PlannedStep
from pipeline.repetitions import needed_first, said_before_ways, said_once, without_advice, without_repetitions

SURE = Confidence(Level.HIGH, "")


def step(number: int, *actions: Action, way: str | None = None, goal: str | None = None, **more: object) -> Step:
    return Step(number, f"Step {number}", actions, SURE, goal=goal, way=way, **more)  # type: ignore[arg-type]


def told(*steps: Step) -> list[list[str]]:
    return [[action.instruction for action in step.actions] for step in without_repetitions(steps, "en")]


def test_a_deed_of_two_steps_is_told_by_the_first() -> None:
    one = Action("Open the settings of the project.", ("u3",))
    again = Action("Now open the settings of the project.", ("u3", "u4"))
    next_one = Action("Click Save.", ("u5",))

    assert told(step(1, one), step(2, again, next_one)) == [[one.instruction], [next_one.instruction]]


def test_a_command_told_twice_in_other_words_is_told_once() -> None:
    one = Action("Install the packages.", ("u3",), code="npm install")
    again = Action("Install all the packages now.", ("u3",), code="npm install")

    assert told(step(1, one), step(2, again)) == [[one.instruction], []]


def test_a_caution_that_another_one_of_the_step_holds_is_told_once() -> None:
    whole = Caution(CautionKind.WARNING, "You see the token only once. Copy it, and don't share it.", ("u3",), 2)
    parts = [
        Caution(CautionKind.WARNING, "Don't share the token.", ("u9",), 2),
        Caution(CautionKind.NOTE, "You see the token only once.", ("u3",)),
        Caution(CautionKind.WARNING, "Don't share the password.", ("u9",), 2),
    ]
    one = step(1, Action("Copy it.", ("u5",)), cautions=(parts[0], whole, *parts[1:]))

    (kept,) = without_repetitions([one], "en")

    assert kept.cautions == (whole, parts[2])
    noted = replace(one, cautions=(parts[0], replace(whole, kind=CautionKind.NOTE)))
    assert without_repetitions([noted], "en")[0].cautions == noted.cautions, "a warning isn't told by a note"


def test_notes_of_two_things_that_are_alike_stand_at_each() -> None:
    steps = [
        replace(
            step(number, Action(f"Look at the {thing}.", (f"u{number}",))),
            title=f"Evaluate the {thing}",
            cautions=(Caution(CautionKind.NOTE, f"A {thing[:-1]} passes if its markup says what it is for.", ("u9",)),),
        )
        for number, thing in enumerate(("links", "buttons"), 1)
    ]

    assert [len(each.cautions) for each in without_repetitions(steps, "en")] == [1, 1]


def test_gaps_are_alike_by_what_they_name_and_not_by_their_small_words() -> None:
    told = [step(1, missing=(Gap("how ANDI is launched", ("u3",)),))]
    other, same = Gap("How ANDI is obtained and installed", ("u3",)), Gap("How ANDI is launched", ("u3",))

    assert said_once((other, same), told, "en") == (other,)


def test_a_note_that_says_again_what_helps_to_choose_goes_and_no_other() -> None:
    choice = NamedChoice("Get the files", ("SSH", "Page"), "SSH needs a key, and the page is slow.", ("u1", "u2", "u3"))
    again = Caution(CautionKind.NOTE, "SSH needs a key.", ("u1",))
    more = Caution(CautionKind.NOTE, "The key is valid for one day.", ("u3",))
    warning = Caution(CautionKind.WARNING, "The page is slow.", ("u2",))

    (shown,) = without_advice([step(1, way="SSH", cautions=(again, more, warning))], (choice,), "en")

    assert shown.cautions == (more, warning)


def test_what_all_ways_warn_of_is_told_before_them() -> None:
    choice = NamedChoice("Trim it", ("Exact", "Rough"), "Only processed messages may go. Exact is slow.", ("u1",))
    warning = Caution(CautionKind.WARNING, "Only messages that are processed may go.", ("u1",), before=1)
    alike = replace(warning, text="Only the messages that are processed may go.", before=None)
    own = Caution(CautionKind.WARNING, "It takes long.", ("u2",))
    steps = [
        step(1, way="Exact", cautions=(warning, own)),
        step(2, way="Rough", cautions=(alike,)),
        step(3, cautions=(warning,)),
    ]

    (exact, rough, other), (made,) = said_before_ways(steps, (choice,), "en")

    assert (exact.cautions, rough.cautions, other.cautions) == ((own,), (), (warning,))
    assert made.cautions == (replace(warning, before=None),)
    assert made.advice == "Exact is slow."


def test_a_warning_in_front_of_an_action_stays_there() -> None:
    choice = NamedChoice("Trim it", ("Exact", "Rough"))
    warning = Caution(CautionKind.WARNING, "Only messages that are processed may go.", ("u1",), before=2)
    steps = [step(1, way="Exact", cautions=(warning,)), step(2, way="Rough", cautions=(replace(warning, before=1),))]

    assert said_before_ways(steps, (choice,), "en") == (tuple(steps), (choice,))


def test_what_one_way_warns_of_or_is_to_be_checked_stays_there() -> None:
    choice = NamedChoice("Trim it", ("Exact", "Rough", "Never"), "Exact is slow.", ("u1",))
    warning = Caution(CautionKind.WARNING, "Only messages that are processed may go.", ("u1",))
    doubtful = replace(warning, findings=(Finding(FindingKind.OVERLAP, "Check it."),))
    of_some = [
        step(1, way="Exact", cautions=(warning,)),
        step(2, way="Rough", cautions=(warning,)),
        step(3, way="Never"),
    ]
    of_all = [step(1, way="Exact", cautions=(doubtful,)), step(2, way="Rough", cautions=(doubtful,))]

    assert said_before_ways(of_some, (choice,), "en") == (tuple(of_some), (choice,))
    assert said_before_ways(of_all, (choice,), "en") == (tuple(of_all), (choice,))


def test_what_two_ways_share_is_told_by_both() -> None:
    log_in, note = Action("Log in.", ("u3",)), Caution(CautionKind.NOTE, "The key is valid for a day.", ("u3",))
    missing = (Gap("Where the key is.", ("u3",)),)

    one, other, last = without_repetitions(
        [
            step(1, log_in, way="SSH", cautions=(note,), missing=missing),
            step(2, log_in, way="Web page", cautions=(note,), missing=missing),
            step(3, log_in, cautions=(note,), missing=missing),
        ],
        "en",
    )

    for each in (one, other):
        assert (each.actions, each.cautions, each.missing) == ((log_in,), (note,), missing)
    assert (last.actions, last.cautions, last.missing) == ((), (), ())


def test_the_same_words_from_other_utterances_are_another_deed() -> None:
    assert (
        told(step(1, Action("Click Next.", ("u3",))), step(2, Action("Click Next.", ("u9",)))) == [["Click Next."]] * 2
    )


def test_what_was_also_said_of_each_alone_are_two_deeds_however_alike_the_lines() -> None:
    links = Action("Evaluate the link; it does not apply without links or buttons.", ("u12", "u20"))
    buttons = Action("Evaluate the button; it does not apply without links or buttons.", ("u19", "u20"))

    assert told(step(1, links), step(2, buttons)) == [[links.instruction], [buttons.instruction]]


def test_small_words_make_another_deed() -> None:
    on, off = Action("Turn the light on.", ("u3",)), Action("Turn the light off.", ("u3",))

    assert told(step(1, on), step(2, off)) == [["Turn the light on."], ["Turn the light off."]]


def test_one_other_word_makes_another_deed_however_long_the_line() -> None:
    left = Action("Loosen the two screws at the left side of the frame with the small key.", ("u3",))
    right = Action("Loosen the two screws at the right side of the frame with the small key.", ("u3",))

    assert told(step(1, left), step(2, right)) == [[left.instruction], [right.instruction]]


def test_each_way_tells_what_it_needs() -> None:
    copy = Action("Copy the address of the repository.", ("u3",))

    assert told(step(1, copy, way="SSH"), step(2, copy, way="HTTPS")) == [[copy.instruction]] * 2
    assert told(step(1, copy), step(2, copy, way="HTTPS")) == [[copy.instruction], []]


def test_a_caution_keeps_its_place() -> None:
    twice, last = Action("Open the settings page.", ("u1",)), Action("Click Delete.", ("u2",))
    warning = Caution(CautionKind.WARNING, "It can't be undone.", ("u2",), before=2)
    behind = Caution(CautionKind.NOTE, "It takes a minute.", ("u2",), before=3)

    _, second = without_repetitions([step(1, twice), step(2, twice, last, cautions=(warning, behind))], "en")

    assert [caution.before for caution in second.cautions] == [1, 2]


def test_what_repeats_its_own_line_goes() -> None:
    action = Action("Click Save.", ("u1",), expected="Click save")
    kept = Action("Click Save.", ("u1",), expected="A green tick appears.")

    (one,) = without_repetitions([step(1, action, goal="Click Save")], "en")
    (other,) = without_repetitions([step(1, kept, goal="Your work is safe.")], "en")

    assert (one.actions[0].expected, one.goal) == (None, None)
    assert (other.actions[0].expected, other.goal) == ("A green tick appears.", "Your work is safe.")


def test_what_a_step_does_is_no_prerequisite() -> None:
    steps = [step(1, Action("Install Git on your machine.", ("u1",)), Action("Add 2 eggs, or milk instead.", ("u3",)))]
    things = ("An account", "2 eggs, or milk instead")
    needs = tuple(Prerequisite(text, ("u1",)) for text in ("Install Git on your machine", *things))

    assert [need.text for need in needed_first(needs, steps, "en")] == list(things)


def test_a_note_stands_once_and_a_warning_wherever_it_is_needed() -> None:
    act = Action("Solder it.", ("u1",)), Action("Dispense the paste.", ("u2",))
    note = Caution(CautionKind.NOTE, "The chip has 8 pins and 6 GPIO pins.", ("u3", "u4"))
    again = Caution(CautionKind.NOTE, "The chip used has 8 pins, 6 of them GPIO pins.", ("u4",))
    warning = Caution(CautionKind.WARNING, "The iron is hot.", ("u5",))

    one, other = without_repetitions(
        [step(1, act[0], cautions=(note, warning)), step(2, act[1], cautions=(again, warning))], "en"
    )

    assert one.cautions == (note, warning)
    assert other.cautions == (warning,)


def test_a_gap_that_a_step_names_isnt_named_again() -> None:
    steps = [
        step(1, Action("Log in to the portal.", ("u1",)), missing=(Gap("The address of the HR portal.", ("u1",)),))
    ]
    gaps = (
        Gap("The address of the HR portal and where the forms are.", ("u1", "u2")),
        Gap("The price of the portal.", ("u9",)),
    )

    assert said_once(gaps, steps, "en") == (gaps[1],)


def test_gaps_with_other_figures_are_two() -> None:
    steps = [replace(step(1), missing=(Gap("How to get from over 2,000 people to the first 15", ("u4",)),))]
    gaps = (Gap("How to get from 15 people to the first four", ("u4",)), Gap("How to get to the first people", ("u4",)))

    assert said_once(gaps, steps, "en") == gaps[:1]


def test_what_two_ways_are_for_is_said_once() -> None:
    steps = [
        step(1, Action("Clone it.", ("u1",)), way="SSH", goal="You need the files of the project to change them."),
        step(2, Action("Download it.", ("u2",)), way="Page", goal="To change the files of the project, you need them."),
        step(3, Action("Copy it.", ("u3",)), way="USB", goal="A stick also works where there is no network."),
    ]

    assert [bool(each.goal) for each in without_repetitions(steps, "en")] == [True, False, True]


def test_a_line_names_another_step_as_it_is_called_in_the_end() -> None:
    plan = Plan((PlannedStep(1, "Charge the meter", (1,)), PlannedStep(2, "Reset the meter", (2,))))
    warned = Caution(CautionKind.WARNING, "A flat cell stops the meter. See “Reset the meter”.", ("u1",))
    steps = [replace(step(1, Action("Plug it in.", ("u1",))), cautions=(warned,)), step(2, Action("Hold it.", ("u2",)))]
    steps[1] = replace(steps[1], title="Reset a stopped meter")

    first, _ = with_final_titles(steps, plan)

    assert first.cautions[0].text == "A flat cell stops the meter. See “Reset a stopped meter”."


def test_a_line_names_an_option_by_the_options_heading_if_the_step_has_none() -> None:
    plan = Plan((PlannedStep(1, "Charge it", (1,)), PlannedStep(2, "Send it in", (2,), way="By post")))
    warned = Caution(CautionKind.WARNING, "Beyond 5 GB the page fails. See “Send it in”.", ("u1",))
    charge = replace(step(1, Action("Plug it in.", ("u1",))), cautions=(warned,))
    send = replace(step(2, Action("Send it.", ("u2",)), way="By post"), title="Send it in")
    second = replace(step(3, Action("Pay for it.", ("u3",)), way="By post"), title="Pay for it")

    alone, *_ = with_final_titles([charge, send], plan)
    beside, *_ = with_final_titles([charge, send, second], plan)

    assert alone.cautions[0].text == "Beyond 5 GB the page fails. See “By post”."
    assert beside.cautions[0].text == "Beyond 5 GB the page fails. See “Send it in”."


def test_what_helps_only_if_something_went_wrong_comes_last_but_stays_in_its_way() -> None:
    steps = [step(1, rescue=True), step(2, way="SSH", rescue=True), step(3)]

    assert [each.number for each in rescues_last(steps)] == [2, 3, 1]


def test_a_note_that_tells_the_result_of_its_action_goes_and_one_about_the_action_stays() -> None:
    action = Action(
        "Add the curve to the road tool.",
        ("u3",),
        expected="The road looks wonky at first. It has to be fitted to the terrain and the curve.",
    )
    again = Caution(
        CautionKind.NOTE, "The road looks wonky because it has to be fitted to terrain and curve.", ("u3",), 2
    )
    other = Caution(CautionKind.NOTE, "Adding the curve to the road tool takes a while on a slow machine.", ("u3",), 2)
    elsewhere = Caution(CautionKind.NOTE, again.text, ("u9",), 2)
    warning = Caution(CautionKind.WARNING, again.text, ("u3",), 1)

    def kept(*cautions: Caution) -> tuple[Caution, ...]:
        return without_repetitions([step(1, action, cautions=cautions)], "en")[0].cautions

    assert kept(again) == ()
    assert kept(other) == (other,)
    assert kept(elsewhere) == (elsewhere,)
    assert kept(warning) == (warning,)
