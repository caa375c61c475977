"""compose.yaml: what it starts and sets is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import _parser
from bot.settings import validated
from bot.signals import STOP_SECONDS
from bot.store.address import on_server, parse_url
from bot.store.migrations import URL_VARIABLE
from pipeline.setting_names import unknown_names

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]


def environment_of(service: str) -> dict[str, str]:
    """With the variables put in that a person sets."""
    given = SERVICES[service]["environment"]
    return {name: re.sub(r"\$\{DATABASE_PASSWORD:\?[^}]*\}", "secret1", value) for name, value in given.items()}


@pytest.mark.parametrize("service", ["serve", "worker"])
def test_each_process_has_settings_that_the_app_takes(service: str):
    env = environment_of(service)

    settings, problems = validated({**env, "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"})

    assert problems == []
    assert unknown_names(env) == []
    url = parse_url(settings.database_url)
    assert on_server(url)
    database = SERVICES[url.host or ""]
    assert database["environment"]["POSTGRES_USER"] == url.username
    assert database["environment"]["POSTGRES_DB"] == url.database
    assert database["environment"]["POSTGRES_PASSWORD"] == "${DATABASE_PASSWORD:?set it in .env}"


@pytest.mark.parametrize("service", ["serve", "worker"])
def test_each_process_is_a_command_of_the_app_and_has_time_to_stop(service: str):
    python, module, bot, command = SERVICES[service]["command"]

    assert (python, module, bot) == ("python", "-m", "bot")
    assert _parser().parse_args([command]).what == command == service
    assert float(SERVICES[service]["stop_grace_period"].removesuffix("s")) > STOP_SECONDS


def test_each_process_is_checked_by_the_image_and_the_database_by_its_own_program():
    """The image's check asks the port that the image sets: no service has another one, or none."""
    for service in ("serve", "worker"):
        assert "healthcheck" not in SERVICES[service]
        assert SERVICES[service]["build"] == "."
        assert "SCRIPT2DOC_HEALTH_PORT" not in environment_of(service)
        assert SERVICES[service]["restart"] == "unless-stopped"
    assert "SCRIPT2DOC_HEALTH_PORT=8080" in (ROOT / "Dockerfile").read_text()
    assert SERVICES["migrate"]["healthcheck"] == {"disable": True}
    (kind, command) = SERVICES["database"]["healthcheck"]["test"]
    given = SERVICES["database"]["environment"]
    assert (kind, command) == ("CMD-SHELL", f"pg_isready -U {given['POSTGRES_USER']} -d {given['POSTGRES_DB']}")


def test_tables_are_made_before_any_process_starts():
    for service in ("serve", "worker"):
        assert SERVICES[service]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert environment_of("migrate") == {URL_VARIABLE: environment_of("worker")["SCRIPT2DOC_DATABASE_URL"]}
    assert SERVICES["migrate"]["command"] == ["python", "-m", "bot.store.migrations"]
    assert SERVICES["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_volumes_and_services_that_are_named_are_there():
    volumes = [each.partition(":")[0] for service in SERVICES.values() for each in service.get("volumes", ())]
    needed = [name for service in SERVICES.values() for name in service.get("depends_on", ())]

    assert set(volumes) == set(COMPOSE["volumes"])
    assert set(needed) <= set(SERVICES)


def test_the_ports_of_http_are_published_without_the_signs_before_them():
    text = re.sub(r"^    # (?=ports:|  - )", "    ", (ROOT / "compose.yaml").read_text(), flags=re.MULTILINE)
    published = yaml.safe_load(text)["services"]["serve"]["ports"]

    image = (ROOT / "Dockerfile").read_text()
    health = re.findall(r"SCRIPT2DOC_HEALTH_PORT=(\d+)", image)
    assert [port.rpartition(":")[2] for port in published] == [str(validated({})[0].port), *health]
    assert all(port.startswith("127.0.0.1:") for port in published), "a proxy on the same machine passes them on"
