"""What `make tower` counts."""

from __future__ import annotations

from pathlib import Path

from tests.tower import count


def test_lines_expressions_and_words_are_counted(tmp_path: Path) -> None:
    code = 'A = re.compile("x")\nB = {"a", "b", "c"}\nC = word_set("d e")\nre.sub("y", "", t)\nD = ("f", "g")\n'
    (tmp_path / "rules.py").write_text(code, "utf-8")
    (tmp_path / "words.txt").write_text("# not counted\n[some]\nh i j:k\n", "utf-8")
    (tmp_path / "phrases.txt").write_text("[one]\nx|y\n\n", "utf-8")
    assert count(tmp_path) == (7, 2, 9)
