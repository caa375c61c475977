"""Loads the OpenAI SDK without the thousand classes that are never used here.

`import openai` runs the `__init__` of `openai.types` and of its packages, which import every request and response of
every API. With openai 3.54 these are about 400 modules and half a second of work before the first call, while this app
only sends and reads JSON. Here, a package of types runs its `__init__` only when something is first taken from it. Its
modules can still be imported by their own names, and `openai.types` is complete for everyone who uses it.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import sys
import threading
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from types import ModuleType
from typing import Any

_TYPES = "openai.types"
_lock = threading.RLock()


def load_sdk() -> Any:
    """The module `openai`. The first time takes some tenths of a second, so don't call it on the event loop."""
    with _lock:
        if "openai" not in sys.modules:
            finder = _Finder()
            sys.meta_path.insert(0, finder)
            try:
                # The part for chats is loaded too. The first call would load it on the event loop.
                importlib.import_module("openai.resources.chat.completions.completions")
            finally:
                sys.meta_path.remove(finder)
        return importlib.import_module("openai")


class _Finder(MetaPathFinder):
    """Finds the packages of types, for a loader that waits."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != _TYPES and not name.startswith(f"{_TYPES}."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None and spec.submodule_search_locations is not None:
            spec.loader = _Later(spec.loader)
        return spec


class _Later(Loader):
    """Runs a package's `__init__` when a name is first looked up in it."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        def look_up(name: str) -> Any:
            # The import system asks for names such as __path__ and __all__. `from x import *` needs the latter.
            if name.startswith("__") and name != "__all__":
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            with _lock:
                if vars(module).pop("__getattr__", None) is not None:
                    self._loader.exec_module(module)
            return getattr(module, name)

        vars(module)["__getattr__"] = look_up
