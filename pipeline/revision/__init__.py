"""Grounded steps and the outline's end -> the same after one reading of the whole guide.

Steps are written side by side, so what is said twice, contradicts itself or stands in the wrong place shows only in
the whole. A model that reads it proposes edits of single lines; each new line is checked as a draft's is, and one that
doesn't hold leaves the old line in its place. An edit can drop, move, reword or split a line, or add a note behind it
that tells what no line has told.

Start with `revising`. `lines` puts the guide to the model and says which edits are permitted; `edited_step` makes a
draft of a step and its edits.
"""

from __future__ import annotations

from pipeline.revision.lines import in_lines
from pipeline.revision.revising import revised

__all__ = ["in_lines", "revised"]
