"""Which passages are chosen for what was said, and that none is where nothing is close."""

from __future__ import annotations

import time

import pytest

from pipeline.guide import Reference, ReferenceStatus
from pipeline.knowledge import Passage, Shelf
from pipeline.knowledge.everyday import Weights, stem
from pipeline.knowledge.page import Block, BlockKind, Page
from pipeline.knowledge.select import Selector, terms

ROTATE = Passage(
    "p1",
    "r1",
    "Keys › Rotate",
    "Rotate the signing keys of the gateway every ninety days. Run gateway keys rotate on the primary node, copy the "
    "new fingerprint and put it into the vault. Clients that still use the old fingerprint are refused after one hour.",
)
PORTS = Passage(
    "p2",
    "r1",
    "Ports",
    "The admin console listens on port 8443 and metrics are published on port 9090. Open both in the firewall of the "
    "subnet. Change them with the flags --console-port and --metrics-port.",
)
BACKUP = Passage(
    "p3",
    "r2",
    "Backups",
    "A snapshot of the ledger is written to the bucket each night. Restore a snapshot with gateway restore and the "
    "date. Snapshots are encrypted with the tenant's passphrase.",
)
COOKING = Passage(
    "p4",
    "r3",
    "Rouladen",
    "Spread mustard on the beef, put bacon, gherkins and onions on it and roll it up. Sear the rolls from all sides, "
    "then add stock and let them simmer in the oven. Click on save to keep the recipe, select the next page to go on.",
)


@pytest.fixture(scope="module")
def selector() -> Selector:
    return Selector([ROTATE, PORTS, BACKUP, COOKING])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "So now we're going to rotate the keys, so on the primary node you just run gateway keys rotate and then "
            "you copy that new fingerprint, okay, and put it in the vault.",
            ROTATE,
        ),
        ("Um the console is on eight four four three, port 8443, so that has to be open in the firewall.", PORTS),
        ("If it goes wrong you restore the snapshot from last night, it asks you for the passphrase.", BACKUP),
    ],
)
def test_the_passage_that_is_about_it_comes_first(selector, said, expected):
    assert selector.choose(said, "", 3)[0] == expected


@pytest.mark.parametrize(
    "said",
    [
        "Okay so now click on the menu, select settings, go to the next page and click on save and then we are done.",
        "Open the file in the editor and type your name and then save it and run it.",
        "We forked the repository and opened a pull request, and then somebody reviews the commit.",
        "Roger, Houston, we have the lithium hydroxide canister and the tape.",
        "So yeah, thanks everybody, see you tomorrow after the coffee break.",
        "",
        "?!",
    ],
)
def test_none_where_nothing_is_close(selector, said):
    assert selector.choose(said, "", 3) == ()


def test_the_context_orders_and_never_makes_relevant(selector):
    nothing = "Okay so now click on save and go to the next page."
    assert selector.choose(nothing, context=ROTATE.text, most=3) == ()


def test_no_more_than_asked_for():
    alike = [Passage(f"p{n}", "r1", "Keys", f"{ROTATE.text} Part {n}.") for n in range(1, 8)]
    assert len(Selector(alike).choose(ROTATE.text, "", 3)) == 3
    assert Selector(alike).choose(ROTATE.text, "", 0) == ()


def test_japanese_is_compared_by_pairs_of_characters():
    pages = [
        Passage(
            "p1",
            "r1",
            "設定",
            "管理画面を開いて、監査ログの保存期間を九十日に変更します。変更後に保存ボタンを押してください。",
        ),
        Passage("p2", "r1", "鍵", "署名鍵は主系ノードで更新します。新しい指紋を金庫に登録してください。"),
        Passage("p3", "r1", "料理", "牛肉に芥子を塗り、玉葱を載せて巻きます。弱火で煮込んでください。"),
    ]
    selector = Selector(pages)
    assert selector.choose("それでは次に監査ログの保存期間を変更しましょう。管理画面を開きます。", "", 3) == (pages[0],)
    assert selector.choose("今日は皆さんありがとうございました。また来週お会いしましょう。", "", 3) == ()


def test_german_has_its_own_frequent_words():
    keys = Passage(
        "p1",
        "r1",
        "Schlüssel",
        "Der Signaturschlüssel wird auf dem Hauptknoten erneuert. Kopieren Sie danach den Fingerabdruck in den Tresor, "
        "und prüfen Sie, ob sich die Gegenstellen noch anmelden können.",
    )
    cooking = Passage(
        "p2",
        "r1",
        "Rouladen",
        "Das Fleisch wird mit Senf bestrichen, mit Speck und Gurken belegt und gerollt. Dann wird es von allen Seiten "
        "angebraten und in den Ofen gestellt, bis es weich ist.",
    )
    selector = Selector([keys, cooking])
    assert Weights.fitting(terms(keys.text + cooking.text)).language == "German"
    said = (
        "So, jetzt erneuern wir den Signaturschlüssel, auf dem Hauptknoten, und der Fingerabdruck kommt in den Tresor."
    )
    assert selector.choose(said, "", 3) == (keys,)
    thanks = "Und dann sind wir auch schon fertig, das ist ja nicht so schwer, und danke an alle."
    assert selector.choose(thanks, "", 3) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("clicking", "click"), ("pages", "page"), ("copied", "copy"), ("stopped", "stop"), ("makes", "making")],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


def test_a_port_tells_something_and_a_small_number_does_not():
    weights = Weights()
    assert weights("8443") > 0
    assert weights("3") == 0
    assert weights("the") == 0
    assert weights("kubectl") > weights("settings") > 0 or weights("setting") > 0


def page(*paragraphs: str) -> Page:
    return Page(
        "https://x.example/",
        "https://x.example/",
        "X",
        "2026-11-23",
        tuple(Block(BlockKind.TEXT, p) for p in paragraphs),
    )


def test_a_shelf_says_what_became_of_each_page():
    asked = [
        Reference("r1", "https://a.example/", ReferenceStatus.UNUSED, "A", fetched="2026-11-23"),
        Reference("r2", "https://b.example/", ReferenceStatus.FAILED, reason="The host b.example doesn't exist."),
        Reference("r3", "https://c.example/", ReferenceStatus.UNUSED, "C", fetched="2026-11-23"),
    ]
    shelf = Shelf.build(asked, {"r1": page(ROTATE.text), "r3": page(COOKING.text)})
    assert list(shelf.passages) == ["p1", "p2"]
    assert shelf.passages["p2"].reference == "r3"
    [chosen] = shelf.choose(ROTATE.text)
    used = shelf.references({chosen.id})
    assert [(r.id, r.status.value) for r in used] == [("r1", "used"), ("r2", "failed"), ("r3", "unused")]
    assert used[1].reason == "The host b.example doesn't exist."


def test_an_empty_shelf_chooses_nothing():
    assert Shelf().choose("anything at all") == ()
    assert Shelf().references({"p1"}) == ()
    assert Shelf.build([], {}).choose("anything") == ()


def test_choosing_is_cheap():
    words = [f"term{n}" for n in range(4000)]
    pages = [Passage(f"p{n}", "r1", "X", " ".join(words[(n * 37 + i) % 4000] for i in range(250))) for n in range(400)]
    began = time.process_time()
    selector = Selector(pages)
    building = time.process_time() - began
    said = " ".join(words[:300])
    selector.choose(said, "", 3)
    began = time.process_time()
    for _ in range(10):
        selector.choose(said, said, 3)
    assert time.process_time() - began < building, "pages are indexed once, and not for each step"
