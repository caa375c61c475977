"""What a file that has taken over its process could make it do: the work of the sandbox's tests."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.confined.loading import load

FIRST = ()
LATER = ("tests.loopback.large_library",)


def answer(request: Mapping[str, Any], body: bytes) -> Mapping[str, Any]:
    """What came of it; an error is an answer too."""
    try:
        return _do(request, body)
    except Exception as error:  # noqa: BLE001 — whatever it is, the test looks at it
        return {"error": type(error).__name__, "message": str(error)}


def _do(request: Mapping[str, Any], body: bytes) -> Mapping[str, Any]:
    match request["do"]:
        case "count":
            print("what a library prints is no answer", flush=True)
            return {"bytes": len(body)}
        case "compute":
            signal.signal(signal.SIGXCPU, signal.SIG_IGN if request.get("stubborn") else signal.SIG_DFL)
            while True:
                pass
        case "hang":
            os.nice(1)  # a sign that can be seen from outside
            signal.pause()
        case "die":
            os._exit(0)
        case "take":
            return {"bytes": len(bytearray(request["memory"]))}
        case "open":
            opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(request["files"])]
            return {"files": len(opened)}
        case "write":
            Path(request["file"]).write_bytes(b"a trace")
        case "start":
            return {"status": subprocess.run([sys.executable, "-c", ""], check=False).returncode}
        case "connect":
            with socket.create_connection(("127.0.0.1", request["port"])):
                return {}
        case "fork":
            # past Python, which would refuse it
            if (child := ctypes.CDLL(None, use_errno=True).fork()) == 0:
                signal.pause()
            return {"child": child}
        case "limit":
            import resource

            return {"limit": resource.getrlimit(getattr(resource, request["name"]))}
        case "clock":
            return {"seconds": signal.getitimer(signal.ITIMER_REAL)[0]}
        case "load":
            load("tests.loopback.large_library")
        case "fill":
            return {"text": "x" * request["characters"]}
        case "list":
            return {"names": sorted(os.environ)}
    return {}
