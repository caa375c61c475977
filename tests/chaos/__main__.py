"""make chaos: kills processes of the bot at random moments, and proves that nothing is lost and nothing is done twice.

Prints what was counted and each breach; the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import secrets
import sys
from contextlib import nullcontext
from pathlib import Path

from tests.acceptance.conftest import clean_environment
from tests.chaos import course
from tests.chaos.fleet import FLEETS
from tests.forked import by_itself, forking


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many, on each database (200)")
    parser.add_argument("--requests", type=int, default=100, help="how many guides are asked for meanwhile (100)")
    parser.add_argument("--on", choices=list(FLEETS), nargs="*", default=list(FLEETS), help="the databases; both")
    parser.add_argument("--only", help="which process is killed, such as “serve” or, with PostgreSQL, “server”; any")
    parser.add_argument("--seed", type=int, help="of what is left to chance; any")
    parser.add_argument("--minutes", type=float, default=600.0, help="no more kills after so long, on each database")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds for what is left after the last kill")
    parser.add_argument("--short", action="store_true", help="3 kills over 3 requests on each database")
    parser.add_argument("--whole-starts", action="store_true", help="each process loads Python and the bot anew")
    parser.add_argument("--logs", type=Path, help="the folder in which the processes' logs are kept")
    asked = parser.parse_args()
    if asked.short:
        asked.kills, asked.requests = 3, 3
    seed = secrets.randbelow(10**6) if asked.seed is None else asked.seed
    print(f"seed {seed}", flush=True)
    logging.basicConfig(level=logging.ERROR)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # whoever is killed hangs up
    found = 0
    # To load all that a process needs takes longer than all the rest that a kill waits for.
    with nullcontext(by_itself) if asked.whole_starts else forking(clean_environment()) as starter:
        for database in asked.on:
            outcome = asyncio.run(
                course.run(
                    database,
                    asked.kills,
                    asked.requests,
                    seed,
                    seconds=60 * asked.minutes,
                    patience=asked.patience,
                    logs=asked.logs,
                    only=asked.only,
                    starter=starter,
                    tell=lambda said: print(said, file=sys.stderr, flush=True),
                )
            )
            print(outcome, flush=True)
            found += len(outcome.breaches)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
