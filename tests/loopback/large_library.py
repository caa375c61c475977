"""Stands for a library that takes seconds to load on a slow machine."""

from __future__ import annotations

import time

PROCESSOR_SECONDS = 2.5

while time.process_time() < PROCESSOR_SECONDS:
    pass
