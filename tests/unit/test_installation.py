"""What is pinned installs on the oldest Python that is named, and installing says how far it is."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parents[2]
PINS = [HOUSE / "requirements.txt", HOUSE / "requirements-dev.txt"]


def pinned(file: Path) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in file.read_text().splitlines())
    return [Requirement(line) for line in lines if line]


def project() -> dict[str, object]:
    read: dict[str, object] = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]
    return read


def test_every_pin_takes_the_oldest_python_that_is_named() -> None:
    oldest = re.fullmatch(r">=(\d+\.\d+)", str(project()["requires-python"]))
    assert oldest is not None
    named = oldest[1] + ".0"
    asks = {
        pin.name: str(distribution(pin.name).metadata.json.get("requires_python", ""))
        for file in PINS
        for pin in pinned(file)
        if pin.marker is None or pin.marker.evaluate()
    }
    assert len(asks) > 80
    assert {name: asked for name, asked in asks.items() if not SpecifierSet(asked).contains(named)} == {}


def test_the_pins_are_what_is_installed_and_lie_in_the_ranges() -> None:
    pins = {canonicalize_name(pin.name): pin for pin in pinned(PINS[0])}
    for pin in pins.values():
        assert distribution(pin.name).version in pin.specifier, pin
    ranges = project()["dependencies"]
    assert isinstance(ranges, list)
    for text in ranges:
        wanted = Requirement(text)
        assert distribution(wanted.name).version in wanted.specifier, wanted
        assert canonicalize_name(wanted.name) in pins


def test_what_the_pins_need_is_pinned_too() -> None:
    pins = {canonicalize_name(pin.name): pin for file in PINS for pin in pinned(file)}
    open_ended = set()
    for pin in pins.values():
        extras: set[str] = pin.extras or {""}
        for text in distribution(pin.name).requires or []:
            needed = Requirement(text)
            wanted = needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras)
            if wanted and canonicalize_name(needed.name) not in pins:
                open_ended.add(f"{pin.name} needs {needed}")
    assert open_ended == set()


def wheel(folder: Path, name: str) -> Path:
    """A package of one module, as pip installs it without a network."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(f"{name}.py", "there = True\n")
        packed.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        packed.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{about}/RECORD", f"{name}.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
    return file


def install(folder: Path, requirements: str) -> subprocess.CompletedProcess[str]:
    pins = folder / "pins.txt"
    pins.write_text(requirements)
    return subprocess.run(
        [sys.executable, HOUSE / ".ci" / "install.py", folder / "venv", pins],
        capture_output=True,
        text=True,
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull},
    )


@pytest.mark.slow
@pytest.mark.tables  # in a new clone, make test installs by itself first
def test_a_half_made_environment_is_made_again_and_filled(tmp_path: Path) -> None:
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "bin" / "python").symlink_to(sys.executable + "-that-is-gone")
    done = install(tmp_path, f"{wheel(tmp_path, 'smallest')}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Setting up ")
    assert done.stdout.splitlines()[-1].startswith("Installed ")
    assert list((tmp_path / "venv").rglob("smallest.*.pyc")), "what is installed is compiled, so that a start is quick"
    subprocess.run([tmp_path / "venv" / "bin" / "python", "-c", "import smallest"], check=True)
    failed = install(tmp_path, "there-is-no-such-package==1.0\n")
    assert (failed.returncode, failed.stderr) == (1, "")
    assert "there-is-no-such-package" in failed.stdout
    assert failed.stdout.splitlines()[-1].startswith("pip couldn't install the packages in ")
    assert "Traceback" not in failed.stdout


def test_ctrl_c_while_pip_is_at_work_is_one_line(tmp_path: Path) -> None:
    """What stands for pip gets the signal too, and still says something before it ends."""
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    pip = tmp_path / "venv" / "bin" / "python"
    pip.write_text(
        "#!/bin/sh\n[ \"$3\" = install ] || exit 0\ntrap '' INT\nkill -INT $PPID\n"
        "for n in 1 2 3 4; do sleep 0.1; echo said >&2; done\n"
    )
    pip.chmod(0o755)
    done = install(tmp_path, "a==1\n")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "Stopped. Run the same command again to continue.\n"


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("aiohttp[speedups]==3.14.5", "aiohttp"),
        ("anyio<5,>=4.10", "anyio"),
        ("/somewhere/PyYAML-6.0.3-cp311-cp311-manylinux2014_x86_64.whl", "PyYAML"),
    ],
)
def test_progress_names_the_package(word: str, name: str) -> None:
    assert runpy.run_path(str(HOUSE / ".ci" / "install.py"))["package"](word) == name


@pytest.mark.parametrize(
    ("setting", "elsewhere"),
    [
        ("global.index-url='https://packages.example/simple'", True),
        (":env:.no-index='1'", True),
        ("global.proxy='http://proxy.example:8080'", True),
        ("global.extra-index-url='https://packages.example/simple'", False),
        ("global.timeout='60'", False),
    ],
)
def test_where_pip_is_told_where_packages_come_from_uv_fetches_none(setting: str, elsewhere: bool) -> None:
    """`pip config list` says it so. What only adds a place is no matter: all that is pinned is on PyPI."""
    found = runpy.run_path(str(HOUSE / ".ci" / "install.py"))["ELSEWHERE"].search(setting)
    assert (found is not None) is elsewhere


def test_the_installed_command_does_what_the_module_does(tmp_path: Path) -> None:
    scripts = project()["scripts"]
    assert isinstance(scripts, dict)
    [(name, entry)] = scripts.items()
    module, _, function = entry.partition(":")
    script = tmp_path / name
    script.write_text(f"from {module} import {function}\n{function}()\n")  # what pip writes
    done = subprocess.run(
        [sys.executable, script, "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        check=True,
    )
    assert done.stdout.startswith("usage: script2doc [-h]")


OLD = '#!/bin/sh\n[ "$1" = --version ] && echo "Python 2.7.18" >&2 || exit 1\n'


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize(("script", "found"), [(None, "not there"), (OLD, "Python 2.7.18")])
def test_make_says_in_a_line_what_to_install_where_there_is_no_python_or_an_old_one(
    tmp_path: Path, script: str | None, found: str
) -> None:
    shutil.copy(HOUSE / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    python = tmp_path / "python3"
    if script:
        python.write_text(script)
        python.chmod(0o755)

    done = subprocess.run(
        ["make", "-s", "run", f"PYTHON={python}"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )

    said, *_ = done.stderr.splitlines()
    assert done.returncode == 2
    assert said.startswith(f"Python 3.11 or later is needed, and {python} is {found}. Install it ")
    assert said.endswith("or name another one: make run PYTHON=python3.12")
    assert not done.stdout
