"""What all tests share."""

from __future__ import annotations

import gc
import sys

if "_pytest.main" in sys.modules:  # benches import from here too, and are to look for garbage
    gc.disable()  # until all is loaded: nothing of that is garbage

import logging
import os
import shutil
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings

from bot import observe
from bot.playground import HANG_SECONDS as HANG_SECONDS
from tests import planted

if TYPE_CHECKING:
    from tests.postgres_server import Server

# How long an example takes says more of the machine than of the code.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("few", PATIENT, max_examples=7, derandomize=True)  # what is red is red again
settings.register_profile("many", PATIENT, max_examples=400)
settings.load_profile("few")  # `make tables` takes many

# To read the certificates of all authorities takes 20 ms, and each client of a model does it. No test asks a server
# that one of them vouches for.
os.environ["SSL_CERT_FILE"] = str(Path(__file__).parent / "fixtures" / "authority.pem")
os.environ.pop("SSL_CERT_DIR", None)

# Processes that tests stop by a signal would ignore it where this one does: under nohup, or in a shell's background.
for number, heard in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, heard)


def pytest_configure() -> None:
    for name in planted.OURS:  # so that no test has to change it
        logging.getLogger(name).setLevel(logging.INFO)


@pytest.fixture(autouse=True)
def nothing_planted_is_logged() -> Iterator[planted.Watching]:
    """Whatever a test does, no word of a transcript, no token and no key gets into the log."""
    with planted.watched() as watching:
        yield watching
    assert watching.found == []


FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def transcripts() -> Path:
    """The folder of real transcripts that the repository doesn't hold; the test is skipped where it is absent."""
    default = Path(__file__).parents[2] / "shared" / "transcripts"
    folder = Path(os.environ.get("SCRIPT2DOC_TRANSCRIPTS") or default)
    if not (folder / "INDEX.md").exists():
        pytest.skip("Set SCRIPT2DOC_TRANSCRIPTS to a folder of real transcripts that has an INDEX.md")
    return folder


def further(*rows: Any) -> list[pytest.ParameterSet]:
    """Rows of a table that `make test` leaves to `make tables`, since others of their kind stand before them."""
    return [pytest.param(*(row if isinstance(row, tuple) else (row,)), marks=pytest.mark.tables) for row in rows]


def crossed(rows: Iterable[Any], columns: Iterable[Any]) -> list[pytest.ParameterSet]:
    """All pairs of two tables. `make test` takes each row and each column at least once, `make tables` the others."""
    rows, columns = list(rows), list(columns)
    first = {(n % len(rows), n % len(columns)) for n in range(max(len(rows), len(columns)))}
    pairs = [((n, m), (row, column)) for n, row in enumerate(rows) for m, column in enumerate(columns)]
    return [pytest.param(*pair, marks=() if at in first else pytest.mark.tables) for at, pair in pairs]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What has been loaded stays: to look through it for garbage takes half a second even once. So does looking often,
    since each bot that a test starts loads and leaves much."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(100_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Beside others, a worker tells only what matters of a test: of five messages, one. All five take a thousandth of
    a second on each side."""
    asked = item.config.option
    all_wanted = asked.durations is not None or asked.xmlpath or asked.verbose > 0
    if all_wanted or "PYTEST_XDIST_WORKER" not in os.environ:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "transcripts" in getattr(item, "fixturenames", ()):  # real ones are long
            item.add_marker(pytest.mark.slow)


SAMPLES = Path(__file__).parents[1] / "bot" / "playground" / "samples"
"""Two real transcripts that the repository holds: a screencast's captions, and a procedure read up by radio."""


def _program(what: str, package: str, *names: str) -> str:
    """The path of an installed program; where CI says that it is there, its absence is a failure."""
    for name in names:
        if path := shutil.which(name):
            return path
    absent = f"Needs {what}: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(absent)
    pytest.skip(absent)


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice."""
    return _program("LibreOffice", "libreoffice-writer-nogui", "soffice", "libreoffice")


@pytest.fixture(scope="session")
def openssl() -> str:
    """The command that makes certificates."""
    return _program("OpenSSL", "openssl", "openssl")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Poppler's converter of PDF pages to pictures."""
    return _program("poppler", "poppler-utils", "pdftoppm")


@pytest.fixture(scope="session")
def chromium() -> str:
    """A browser for the playground's page."""
    return _program("Chromium", "chromium", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture
def loggers() -> Iterator[None]:
    """Puts all loggers back at the end."""
    names = (None, *observe._QUIET)
    before = [logging.getLogger(name).level for name in names]
    handlers = logging.getLogger().handlers[:]
    yield
    logging.captureWarnings(False)
    logging.getLogger().handlers[:] = handlers
    for name, level in zip(names, before, strict=True):
        logging.getLogger(name).setLevel(level)


@pytest.fixture(scope="session")
def postgres_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first PostgreSQL server leaves what it has made, for those of all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "postgres"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def postgres_of_all(postgres_pattern: Path) -> Iterator[Server]:
    """A PostgreSQL server that all tests share."""
    from tests import postgres_server

    if programs := postgres_server.programs():
        with postgres_server.running(programs, postgres_pattern) as server:
            yield server
        return
    _program("PostgreSQL", "postgresql", "initdb")


@pytest.fixture
def postgres(postgres_of_all: Server) -> Iterator[Server]:
    """A PostgreSQL server. Its databases with all tables are this test's own until it ends."""
    yield postgres_of_all
    postgres_of_all.take_back()
