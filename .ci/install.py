"""python3 .ci/install.py VENV REQUIREMENTS...

Makes the virtual environment where it isn't there, installs what the files pin, and says every few seconds how far it
is. Needs nothing but Python; written so that an old one can read it as far as the sentence that says it is too old.
Exit codes: 0 installed; 1 not, with pip's own words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

OLDEST = (3, 11)
UV = "uv==0.13.9"
"""What installs, in a tenth of pip's time. It is fetched by pip, and kept only until it is done."""
ELSEWHERE = re.compile(r"\.(?:index-url|no-index|proxy|trusted-host|client-cert)=")
"""Settings of pip, which uv doesn't read, that say where packages come from or how they are reached."""
EVERY = 3.0
"""Seconds between two lines about how far it is."""
PIPS = 4
"""How many pips install at once. Each waits for its index as long as it computes."""
LAST_WORDS = 12
"""Lines of pip's errors that are shown."""


class Failed(Exception):
    """It couldn't be installed; the message says why and what to do."""


class Progress:
    """Prints how far pip is, a line at a time; nothing where it is quick."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._names: list[str] = []
        self._installing = False
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)
        self._thread.start()

    def heard(self, line: str) -> None:
        """Takes a line of pip's output, or of uv's."""
        words = line.split()
        if words[:1] in (["Collecting"], ["Processing"]) and len(words) > 1:
            self._names.append(package(words[1]))
        elif line.startswith(("Installing collected packages", "Resolved ")):
            self._installing = True

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _tell(self) -> None:
        while not self._over.wait(EVERY):
            seconds = int(time.monotonic() - self._began)
            if self._installing:
                say(f"  installing {self._total} packages … {seconds} s")
            elif self._names:
                count = min(len(self._names), self._total)  # pip names some of them twice
                say(f"  fetching {self._names[-1]} ({count} of {self._total}) … {seconds} s")
            else:
                say(f"  checking what is needed … {seconds} s")


def package(word: str) -> str:
    """The package's name, of a requirement or of a file's path."""
    name = os.path.basename(word)
    return name.split("-")[0] if name.endswith(".whl") else re.split(r"[\[=<>~!;]", name)[0]


def say(text: str) -> None:
    sys.stdout.buffer.write((text + "\n").encode(sys.stdout.encoding or "ascii", "replace"))
    sys.stdout.flush()


def make_environment(folder: str) -> str:
    """The environment's own Python, made where it isn't there or was left half made. Raises Failed."""
    python = os.path.join(folder, "bin", "python")
    if os.path.exists(python) and run([python, "-m", "pip", "--version"]).returncode == 0:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Setting up {folder} with Python {sys.version.split()[0]}. The first time this takes about a minute.")
    made = run([sys.executable, "-m", "venv", folder])
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise Failed(
            (made.stdout + made.stderr).strip()
            + "\n\nPython couldn't make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"
        )
    return python


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 — our own words


def install(python: str, requirements: list[str]) -> None:
    """Installs what the files pin. Raises Failed."""
    pins = []
    for name in requirements:
        with open(name, encoding="utf-8") as file:
            pins += [line for line in file if line.strip() and not line.startswith("#")]
    progress = Progress(len(pins))
    try:
        failed = None if installed_by_uv(python, requirements, progress) else install_by_pips(python, pins, progress)
        if failed is None and run([python, "-m", "pip", "check"]).returncode != 0:
            failed = pip_install(python, pins, progress)  # on this machine something needs more than what is pinned
        if failed is None:
            compile_installed(python)
    finally:
        progress.close()
    if failed is not None:
        raise Failed(
            failed
            + f"\n\npip couldn't install the packages in {' and '.join(requirements)}. Check your network connection."
            + " If you're behind a proxy, set HTTPS_PROXY."
        )


def installed_by_uv(python: str, requirements: list[str], progress: Progress) -> bool:
    """Whether uv has installed what the files pin; where it can't be had or can't do it, pip does."""
    if ELSEWHERE.search(run([python, "-m", "pip", "config", "list"]).stdout):
        return False
    with tempfile.TemporaryDirectory(dir=os.path.dirname(python)) as folder:  # programs can be started from there
        fetching = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "0"]
        if run([*fetching, "--no-compile", "--no-deps", "--target", folder, UV]).returncode != 0:
            return False
        command = [os.path.join(folder, "bin", "uv"), "pip", "install", "--python", python, "--no-deps"]
        files = [part for name in requirements for part in ("--requirement", name)]
        with subprocess.Popen(  # noqa: S603 — our own words
            [*command, *files], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
        ) as uv:
            assert uv.stdout is not None
            for line in uv.stdout:
                progress.heard(line)
    return uv.returncode == 0


def install_by_pips(python: str, pins: list[str], progress: Progress) -> str | None:
    """Installs these lines of files; the last words of a pip that couldn't."""
    # pip fetches and unpacks one package after the other; with all that is needed pinned, several can share them.
    parts = [part for n in range(PIPS) if (part := pins[n::PIPS])]
    outcomes: list[str | None] = [None] * len(parts)

    def install_part(number: int) -> None:
        outcomes[number] = pip_install(python, parts[number], progress, "--no-deps")

    threads = [threading.Thread(target=install_part, args=(number,)) for number in range(len(parts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return next(filter(None, outcomes), None)


def pip_install(python: str, pins: list[str], progress: Progress, *options: str) -> str | None:
    """Installs these lines of a file; pip's last words where it couldn't."""
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command += ["--no-compile", *options]  # pip compiles with one processor, which is a third of its time
    with tempfile.TemporaryDirectory() as folder:
        listed = os.path.join(folder, "requirements.txt")
        with open(listed, "w", encoding="utf-8") as file:
            file.writelines(line.rstrip("\n") + "\n" for line in pins)
        # pip's warnings are about its own affairs, such as extras that an older pip doesn't know: shown if it fails.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
            with subprocess.Popen(  # noqa: S603 — our own words
                [*command, "-r", listed],
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            ) as pip:
                assert pip.stdout is not None
                for line in pip.stdout:
                    progress.heard(line)
            errors.seek(0)
            last = errors.readlines()[-LAST_WORDS:]
    return None if pip.returncode == 0 else "".join(last).strip()


def compile_installed(python: str) -> None:
    """Compiles the packages with all processors. Files that can't be compiled are left as they are: a package may carry
    some for other versions of Python. Tests of packages are never loaded, nor is what others do with them (other
    databases, tools for those who build them), pip came compiled, and mypy brings itself compiled. Where there are
    hundreds of small modules, the few that are loaded are compiled then."""
    library = os.path.join(os.path.dirname(os.path.dirname(python)), "lib")
    left = (
        r"/(tests?|testing|mypyc?|pip|setuptools|pkg_resources|xlsxwriter|openai/(types|resources)|dateparser/data"
        r"|pygments/(lexers|styles)|numpy/(distutils|f2py|ma|typing)|opentelemetry/semconv"
        r"|sqlalchemy/dialects/(mssql|mysql|oracle))/"
    )
    run([python, "-m", "compileall", "-q", "-j", "0", "-x", left, library])


def main() -> int:
    if sys.version_info[:2] < OLDEST:
        named = "{}.{}".format(*OLDEST)
        say(
            f"Python {named} or later is needed; this is {sys.version.split()[0]}."
            + " To use another one: make run PYTHON=python3.12"
        )
        return 1
    folder, *requirements = sys.argv[1:]
    began = time.monotonic()
    try:
        install(make_environment(folder), requirements)
    except Failed as failed:
        say(str(failed))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run the same command again to continue.")
        return 1
    say(f"Installed the packages of {' and '.join(requirements)} in {time.monotonic() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
