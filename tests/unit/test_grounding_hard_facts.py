"""Hard facts: which ones a line has, and where they are found, however they were said."""

from __future__ import annotations

import pytest

from pipeline.grounding import explain
from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import FactKind, facts_in
from pipeline.grounding.pressed_keys import pressed_in_turn
from pipeline.grounding.support import missing_in_code, where
from pipeline.guide import FindingKind
from pipeline.numbers import _SCALES, _atoms, begins_number, read_cjk, read_number
from pipeline.writing import Draft, DraftAction
from tests.unit.drafted_steps import request


def kinds(line: str, language: str = "en") -> dict[str, str]:
    return {fact.text: fact.kind.value for fact in facts_in(line, language)}


def found(line: str, said: str, language: str = "en") -> list[bool]:
    """For each fact of a line, whether it was found in what was said."""
    evidence = Evidence([("u1", said)], [language])
    return [where(fact, evidence, language) is not None for fact in facts_in(line, language)]


@pytest.mark.parametrize(
    ("line", "said", "wanted"),
    [
        ("Press `G`, `Y` and move it.", "Gy, let's bring it here", [True, True]),
        ("Press `S`, `Z`, `0` to flatten it.", "so SZ 0", [True, True, True]),
        ("Press `R`, then `X` and enter `90`.", "So, RX 90°", [True, True, True]),
        ("Press `G`, `X`.", "Gy", [False, False]),
        ("Press `Q`.", "Gy", [False]),
    ],
)
def test_keys_pressed_in_turn_may_be_written_as_one_word(line: str, said: str, wanted: list[bool]) -> None:
    evidence = Evidence([("u1", said)], ["en"])
    facts = facts_in(line, "en")
    assert [bool(where(f, evidence, "en") or pressed_in_turn(line, f, evidence)) for f in facts] == wanted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Open https://example.com/a?b=1.", {"https://example.com/a?b=1": "link"}),
        ("Go to example.com, then sign in.", {"example.com": "link"}),
        ("Write to help@example.org.", {"help@example.org": "e-mail address"}),
        ("Edit /etc/hosts and ~/.bashrc.", {"/etc/hosts": "path", "~/.bashrc": "path"}),
        ("Open C:\\Users\\me\\notes.txt.", {"C:\\Users\\me\\notes.txt": "path"}),
        ("Save it as report.csv.", {"report.csv": "path"}),
        ("Add --force to the command.", {"--force": "command"}),
        ("Call get_user and addUser().", {"get_user": "command", "addUser()": "command"}),
        ("Set $HOME first.", {"$HOME": "command"}),
        ("Press Ctrl+Shift+P.", {"Ctrl+Shift+P": "keys"}),
        ("Click “Save as”.", {"Save as": "label"}),
        ("Wait 2.5 minutes, then pay $20.", {"2.5": "number", "$20": "number"}),
        ("Do it three times.", {"three": "number"}),
        ("It opens at 10:30 on 2024-03-05.", {"10:30": "number", "2024-03-05": "number"}),
        ("Install version 1.2.3.", {"1.2.3": "command"}),
        ("Start the Cloudflare dashboard with Anna.", {"Cloudflare": "name", "Anna": "name"}),
        ("Use the API of macOS.", {"API": "name", "macOS": "name"}),
        ("Choose the plan, e.g. the first one and/or another.", {}),
        ("First, click one of them and wait a second.", {}),
        ("Type `git status`.", {"git status": "command"}),
    ],
)
def test_a_line_has_these_facts(line: str, expected: dict[str, str]):
    assert kinds(line) == expected


def test_german_nouns_are_no_names():
    assert kinds("Klicke auf die Schaltfläche und öffne das Menü.", "de") == {}
    assert kinds("Öffne GitHub und die API.", "de") == {"GitHub": "name", "API": "name"}


def test_a_placeholder_states_nothing():
    assert kinds("Run `x` as <User Name>, then open <the page's address>.") == {"x": "command"}
    assert kinds("Run `x` as <the message: only shown (on screen)>.") == {"x": "command"}
    assert "https://bad.example" in kinds("Open <https://bad.example>.")


def test_the_unit_of_a_number_is_no_name():
    assert kinds("It takes 5 GB and heats to 70 °C.") == {"5": "number", "70": "number"}
    assert kinds("Save it on the GB server.") == {"GB": "name"}


def test_a_german_compound_is_said_with_its_name():
    assert found("Öffne dein Cloudflare-Konto.", "Open your Cloudflare account.", "de") == [True]
    assert found("Öffne dein Fastly-Konto.", "Open your Cloudflare account.", "de") == [False]


def test_a_line_in_title_case_has_no_names():
    assert kinds("Create Your First Token With Care") == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Open port 8443.", "open port eight thousand four hundred and forty-three"),
        ("Open port 8080.", "open port eighty eighty"),
        ("Open port 8443.", "it's eight four four three"),
        ("Wait 30 seconds.", "wait for thirty seconds"),
        ("Wait thirty seconds.", "wait for 30 seconds"),
        ("Set it to 50%.", "set it to fifty percent"),
        ("Set it to 2.5.", "set it to two point five"),
        ("Pay $20.", "that's twenty bucks"),
        ("Use 192.168.1.1.", "one ninety two dot one sixty eight dot one dot one"),
        ("Pay 1,500 euros.", "pay fifteen hundred, so 1500 euros"),
        ("Take the 3rd one.", "the third one from the left"),
        ("Do it on 2024-03-05.", "on March fifth 2024"),
        ("Meet at 15:30.", "at 3:30 pm"),
        ("Use Python 3.11.", "python three eleven"),
        ("Restart both, all 2 of them.", "restart both of them"),
        ("Go to cloudflare.com.", "go to cloudflare dot com"),
        ("Go to https://www.cloudflare.com/.", "go to cloudflare dot com"),
        ("Go to docs.example.com/start.", "docs dot example dot com slash start"),
        ("Write to help@example.org.", "help at example dot org"),
        ("Edit /etc/hosts.", "edit slash etc slash hosts"),
        ("Add --force.", "add dash dash force"),
        ("Open my_file.txt.", "open my underscore file dot txt"),
        ("Press Ctrl+S.", "press control s"),
        ("Press Cmd+Shift+P.", "hit command shift p"),
        ("Click “Create Token”.", "click on create a token"),
        ("Open GitHub and kubectl.", "open git hub and kube ctl"),
        ("Open the Tokens of Anna's team.", "open the token page of anna"),
        ("Start the VM.", "start the virtual machine"),
        ("On macOS, open Docs.", "on a mac open the doc"),
        ("Use the Wi-Fi of Node.js.", "the wifi of nodejs"),
        ("Type `PlateHolder`.", "a plate-holder, capital P, L, A, T, E, capital H, O"),
        ("Type `Tank2.FillRate.Value`.", "tank two, then dot, and then it's a fill-rate, dot value"),
    ],
)
def test_facts_are_found_however_they_were_said(line: str, said: str):
    assert found(line, said)
    assert all(found(line, said)), kinds(line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Open port 8444.", "open port 8443"),
        ("Open port 443.", "open port 8443"),
        ("Open port 84.", "open port 8443"),
        ("Set it to 1.5.", "set it to 15"),
        ("Set it to 15.", "set it to 1.5"),
        ("Use 1.2.", "use version 1.2.3"),
        ("Take 12.", "take 1, 2 or 3 of the 20"),
        ("Go to evil.com.", "go to notevil.com"),
        ("Go to example.com/other.", "go to example dot com"),
        ("Go to example.com.evil.org.", "go to example.com"),
        ("Edit /etc/shadow.", "edit slash etc slash hosts"),
        ("Run rm -rf /.", "run rm -rf ./build"),
        ("Run `ls; reboot`.", "run ls and then reboot"),
        ("Press Ctrl+Q.", "press control s"),
        ("Ask Mallory.", "ask Anna"),
        ("Use $HOME.", "we go home"),
        ("Set it to 0.5.", "wait. 5 of them are set"),
        ("Set it to 0.5.", "set it to 5"),
        ("Set it to .5.", "set it to 5"),
        ("Set it to 0.5.", "set it to .05"),
        ("Type `Tank2.FillRate.Value`.", "tank two, dot, fill it at this rate, dot value"),
        ("Type `Tank2.FillRate.Value`.", "tank three, dot, fill rate, dot value"),
        ("Open Evil.Example.Com now.", "open example dot com"),
    ],
)
def test_what_was_not_said_is_not_found(line: str, said: str):
    assert not all(found(line, said))


@pytest.mark.parametrize(
    ("line", "said", "language", "expected"),
    [
        ("Nimm 250 g Mehl.", "zweihundertfünfzig Gramm Mehl", "de", True),
        ("Nimm 350 g Mehl.", "zweihundertfünfzig Gramm Mehl", "de", False),
        ("Nimm 1,5 Liter.", "eins Komma fünf Liter", "de", True),
        ("Warte 25 Minuten.", "fünfundzwanzig Minuten warten", "de", True),
        ("Pulse 45 veces.", "cuarenta y cinco veces", "es", True),
        ("Appuyez 97 fois.", "quatre-vingt-dix-sept fois", "fr", True),
        ("Premi 28 volte.", "ventotto volte", "it", True),
        ("打开8080端口。", "打开八千零八十端口。", "zh", True),
        ("打开8081端口。", "打开八千零八十端口。", "zh", False),
        ("25分待ちます。", "二十五分待ちます。", "ja", True),
        ("25分待ちます。", "二十六分待ちます。", "ja", False),
    ],
)
def test_numbers_in_other_languages(line: str, said: str, language: str, expected: bool):
    assert all(found(line, said, language)) is expected


def test_numbers_are_read_from_words():
    words = ["two", "hundred", "and", "five", "thousand", "three", "files"]
    assert read_number(words, 0, "en") is not None
    assert read_number(words, 0, "en").value == 205_003  # type: ignore[union-attr]
    assert read_number(["files"], 0, "en") is None
    assert read_cjk("二百五十") == 250
    assert read_cjk("三万五千") == 35_000
    assert read_cjk("字") is None


def test_a_number_in_words_is_found_behind_one_with_a_separator():
    for line in ("Read 2,000 of them for two open posts.", "Read 1'000 of them, then 2,000, for two open posts."):
        assert facts_in(line, "en")[-1].text == "two"


@pytest.mark.parametrize(("line", "there"), [("It has 2.5 watts.", True), ("It has 2.5 volts.", False)])
def test_a_decimal_that_was_said_as_a_fraction_has_its_unit(line: str, there: bool):
    said = ("So 2 and 1/2 watts.", "Close the door.")

    checked = explain(request(said=said), Draft("Read it", (DraftAction(line, (1,)),)))[0]

    assert all(one.found for one in checked.facts) is there


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Measure it: it has 1.35 volts.", FindingKind.OVERLAP),
        ("Measure it: it has 1.45 volts.", FindingKind.UNSUPPORTED),
        ("Wait for 3 hours.", FindingKind.UNSUPPORTED),
    ],
)
def test_a_unit_that_was_not_said_with_its_number_is_a_doubt(line: str, kind: FindingKind):
    said = ("So let's check what we have, we measure it. 1.35. It has gone up. Now wait for 3 minutes.", "Close it.")

    checked = explain(request(said=said), Draft("Measure it", (DraftAction(line, (1,)),)))[0]

    assert checked.findings[0].kind is kind


@pytest.mark.parametrize(
    ("line", "said"),
    [("Take 3 mg of it.", "take three grams of it"), ("Weld it at 2 kW.", "weld it at two watts")],
)
def test_a_thousandth_is_another_unit(line: str, said: str):
    checked = explain(request(said=(said,)), Draft("Take it", (DraftAction(line, (1,)),)))[0]

    assert [finding.kind for finding in checked.findings] == [FindingKind.UNSUPPORTED]


@pytest.mark.parametrize("line", ["Press `Ctrl+E` or `Cmd+E`.", "Press Ctrl+E or Cmd+E."])
def test_keys_are_said_one_by_one_whether_marked_or_not(line: str):
    assert all(found(line, "press control or command E to go on"))
    assert not all(found(line, "press control or command F to go on"))


def test_a_fact_may_reach_from_one_utterance_into_the_next():
    evidence = Evidence([("u3", "use the Edit Zone"), ("u4", "DNS template")], ["en"])
    (label,) = facts_in("Use “Edit Zone DNS”.", "en")
    assert where(label, evidence, "en") == "u3"
    apart = Evidence([("u3", "port 80"), ("u9", "80 of them")], ["en"])
    (port,) = facts_in("Open port 8080.", "en")
    assert where(port, apart, "en") is None


@pytest.mark.parametrize(
    ("code", "said", "missing"),
    [
        ("git push --force origin main", "git push dash dash force origin main", ()),
        ("x = [i for i in range(10)]", "x equals i for i in range ten in brackets", ()),
        ("kubectl get pods -n default", "kube ctl get pods dash n default", ()),
        ("git push --no-verify", "git push", ("--no-verify",)),
        ("cat notes | sh", "cat notes", ("|", "sh")),
        ("rm -rf /", "rm dash rf", ("/",)),
        ("export PATH=$HOME/bin", "export path equals home slash bin", ("PATH=$HOME/bin",)),
        ("var speed = 12", "and speed equals twelve", ()),
        ("outputs.lines >> top_line", "outputs dot lines with two greater than symbols top underscore line", ()),
        ("outputs.lines >> top_line", "outputs dot lines is greater than top underscore line", (">>",)),
        ("a < b", "a is greater than b", ("<",)),
        ('read("csv", sep=";")', "read CSV, and the sep is a semi-colon", ()),
        ('read("csv", sep=";")', "read CSV, and the sep is a comma", ('sep=";")',)),
        ("func drop_it(place):\n    return place", "drop it takes the place and gives the place", ()),
        ("def open_door(): burn()", "open door", ("burn()",)),
        ("import door", "door", ("import",)),
        ("return door", "the door", ("return",)),
    ],
)
def test_code_is_compared_part_by_part(code: str, said: str, missing: tuple[str, ...]):
    assert missing_in_code(code, Evidence([("u1", said)], ["en"]), "en") == missing


def test_kinds_can_be_shown():
    assert str(FactKind.EMAIL) == "e-mail address"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Add 1/2 cup of cream.", "add half a cup of cream"),
        ("Add ½ cup of cream.", "add half a cup of cream"),
        ("Cut off 3/4 inch.", "cut off three quarters of an inch"),
        ("Add 1 1/2 cups of milk.", "add one and a half cups of milk"),
        ("Wait 1/4 hour.", "wait a quarter of an hour"),
        ("Cut a 1 1/2 inch hole.", "cut about a 1-1/2 inch hole"),
        ("Add 1 1/2 pounds of beef.", "add a pound and a half of beef"),
        ("Add 0.5 cup of cream.", "add 1/2 cup of cream"),
    ],
)
def test_a_fraction_is_said_in_words_of_its_own(line: str, said: str):
    assert all(found(line, said)), kinds(line)


@pytest.mark.parametrize("line", ["Add 0.05 of it.", "Add .05 of it."])
@pytest.mark.parametrize("said", ["add the 0.05", "add the .05", "add point zero five", "add zero point zero five"])
def test_the_nought_before_a_point_may_be_left_out(line: str, said: str):
    assert all(found(line, said))


@pytest.mark.parametrize(
    ("line", "said", "there"),
    [
        ("It costs $1.50.", "it costs a dollar 50 a gallon", True),
        ("Read the capacity in mAh.", "it says the milliamp hours there", True),
        ("Read the current in mA.", "it says the milliamps there", True),
        ("Read the capacity in mAh.", "it says the hours there", False),
        ("It costs $2.50.", "that is two dollars and fifty cents", True),
        ("It costs £0.99.", "only ninety nine pence", True),
        ("It costs $2.50.", "that is two dollars", False),
        ("It costs $2.50.", "that is two euros fifty", False),
        ("Weld it at 2 kW.", "weld it at two kilowatts", True),
        ("Set it to 5 kHz.", "set it to five kilohertz", True),
        ("Take 3 mg of it.", "take three milligrams of it", True),
        ("Go on with option 5 a.", "go on with option five a", True),
    ],
)
def test_a_price_or_a_unit_is_said_in_words_of_its_own(line: str, said: str, there: bool):
    assert all(found(line, said)) is there


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Add 1/2 cup of cream.", "add a quarter cup of cream"),
        ("Cut off 3/4 inch.", "cut off a quarter of an inch"),
        ("Add 2 1/2 cups of milk.", "add one and a half cups of milk"),
        ("Add 1/2 cup of cream.", "add a cup of cream"),
    ],
)
def test_another_fraction_is_missed(line: str, said: str):
    assert not all(found(line, said)), kinds(line)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Type `device_$1_change`.", True),
        ("Type `device_$2_change`.", False),
        ("Type `change_$1_device`.", False),
        ("Type `sensor_$1_change`.", False),
    ],
)
def test_a_pattern_may_be_said_piece_by_piece_in_its_order(line: str, told: bool):
    said = "So device underscore, and then dollar one where it goes in, and the rest is underscore change."
    assert found(line, said) == [told]


def test_a_hyphen_behind_code_begins_no_option():
    assert kinds("Das ist ein `DatasetDict`-Objekt.", "de") == {"DatasetDict": "command"}
    assert kinds("Run **git**-ready code with -v.")["-v"] == "command"


@pytest.mark.parametrize("language", ["en", "de", "nl", "fr", "es", "it", "pt"])
def test_no_word_that_begins_a_number_is_passed_over(language: str) -> None:
    joined = [(f"{words[0]}hundert",) for words in _atoms("de")]
    for words in [*_atoms(language), *((scale,) for scale in _SCALES[language]), *joined, ("files",), ("",)]:
        assert begins_number(words[0], language) == (read_number(words, 0, language) is not None)
