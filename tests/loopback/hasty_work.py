"""A process that was taken over before its first request: it answers without having read any."""

from __future__ import annotations

import os
import signal

os.write(3, b'loaded\n{"title": "made up"}\n')
signal.pause()
