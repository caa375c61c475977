"""python -m bot [serve | playground | doctor]

`serve` (the default) serves Slack: over Socket Mode with SLACK_BOT_TOKEN and SLACK_APP_TOKEN, over HTTP with
SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET. With no tokens at all it opens the playground, a Slack workspace on loopback.
Exit codes: 0 stopped as asked; 1 something is wrong (doctor); 2 settings that can't be used, said in one line.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence

from bot.settings import Settings, SettingsError, environment, read_settings


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The Slack app Script2Doc.")
    parser.add_argument("what", nargs="?", choices=["serve", "playground", "doctor"], default="serve")
    what = parser.parse_args(argv).what
    try:
        env = environment()
        settings = read_settings(env)
        if what == "doctor":
            from bot.doctor import examine

            return asyncio.run(examine(settings, env))
        return asyncio.run(_serve(settings, env, playground=what == "playground"))
    except SettingsError as error:
        print(f"script2doc: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


async def _serve(settings: Settings, env: Mapping[str, str], *, playground: bool) -> int:
    from bot import serve
    from bot.store import StoreError

    tokens = (settings.bot_token, settings.app_token, settings.signing_secret)
    try:
        if playground or not any(tokens):
            await serve.in_playground(settings, env)
        else:
            await serve.in_slack(settings, env)
    except StoreError as error:
        raise SettingsError(str(error)) from None
    return 0


if __name__ == "__main__":
    sys.exit(main())
