"""How the app holds up: a real server process, users who speak its websocket protocol, its memory.

    python -m benchmarks.app_load [--rounds 3]

Everything stays on this machine and ends by itself after a few minutes. A rerun is timed from the message of a user
to the last message of the answer; a browser needs some more time to draw it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version

import psutil

from benchmarks.app_client import Client
from benchmarks.app_server import AppServer
from benchmarks.solve import markdown

USERS = 10
IDLE_SESSIONS = 50
RERUNS = 1000
WARM_S = 6.0  # a visitor who reads for a moment before pressing


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def memory_mb(server: AppServer) -> float:
    """Resident memory of the server and its children."""
    process = psutil.Process(server.process.pid)
    everyone = [process, *process.children(recursive=True)]
    return float(sum(one.memory_info().rss for one in everyone)) / 1e6


async def reruns(client: Client, count: int) -> list[float]:
    return [await client.rerun() for _ in range(count)]


async def many(url: str, users: int, count: int) -> list[float]:
    """Reruns of so many users at once, each starting the next as soon as the last is drawn."""
    clients = [await Client(url).__aenter__() for _ in range(users)]
    try:
        for client in clients:
            await client.rerun()
        times = await asyncio.gather(*(reruns(client, count) for client in clients))
    finally:
        for client in clients:
            await client.__aexit__(None, None, None)
    return [one for user in times for one in user]


async def first_plan(url: str, length: str) -> float:
    """From a new visitor's first message to the drawn plan, for a question that the server has not been asked before."""
    async with Client(url) as client:
        start = time.perf_counter()
        await client.rerun()
        await client.choose("Length", length)
        await make_plan(client)
        return time.perf_counter() - start


async def make_plan(client: Client) -> None:
    """Presses the button and follows the progress, as the page does, until the plan is drawn."""
    await client.rerun(press="Make ")
    while client.screen.has("Stop"):
        await client.next_run()


async def delay(url: str) -> float:
    """How much longer another user's rerun takes, at the 95th percentile, while two weeks are solved."""
    async with Client(url) as planner, Client(url) as other:
        await planner.rerun()
        await planner.choose("Length", "14 days")
        await other.rerun()
        calm = quantile(await reruns(other, 20), 0.95)
        solving = asyncio.create_task(make_plan(planner))
        busy = []
        while not solving.done():
            busy.append(await other.rerun())
        await solving
    return quantile(busy, 0.95) - calm


async def per_idle_session(server: AppServer) -> float:
    """Memory in MB of a visitor who looks at a week."""
    before = memory_mb(server)
    clients = [await Client(server.socket_url).__aenter__() for _ in range(IDLE_SESSIONS)]
    try:
        for client in clients:
            await client.rerun()
            await make_plan(client)
        return (memory_mb(server) - before) / IDLE_SESSIONS
    finally:
        for client in clients:
            await client.__aexit__(None, None, None)


async def growth(server: AppServer) -> float:
    """How many MB the server has grown by after so many reruns of one warm user."""
    async with Client(server.socket_url) as client:
        await reruns(client, 50)
        before = memory_mb(server)
        await reruns(client, RERUNS)
        return memory_mb(server) - before


def figures(rounds: int) -> list[list[str]]:
    """Rows of what is measured, goal and figure; each round has a server of its own, so that no answer is remembered."""
    ready, days, weeks = [], [], []
    for last in (n == rounds - 1 for n in range(rounds)):
        with AppServer() as server:
            ready.append(server.ready_s)
            asyncio.run(reruns_of_one(server.socket_url, 5))  # the worker processes load their tables meanwhile
            time.sleep(WARM_S)
            days.append(asyncio.run(first_plan(server.socket_url, "1 day")))
            weeks.append(asyncio.run(first_plan(server.socket_url, "7 days")))
            if last:
                one = asyncio.run(reruns_of_one(server.socket_url, 200))
                ten = asyncio.run(many(server.socket_url, USERS, 30))
                late = asyncio.run(delay(server.socket_url))
                idle = asyncio.run(per_idle_session(server))
                grown = asyncio.run(growth(server))
                total = memory_mb(server)
    median = statistics.median
    return [
        ["server ready, s", "1.5", f"{median(ready):.2f}"],
        ["a new visitor's day drawn, s", "2", f"{median(days):.2f}"],
        ["a new visitor's week drawn, s", "6", f"{median(weeks):.2f}"],
        ["a rerun, 1 user, median, ms", "", f"{1000 * median(one):.0f}"],
        ["a rerun, 1 user, 95th percentile, ms", "150", f"{1000 * quantile(one, 0.95):.0f}"],
        [f"a rerun, {USERS} users at once, median, ms", "", f"{1000 * median(ten):.0f}"],
        [f"a rerun, {USERS} users at once, 95th percentile, ms", "300", f"{1000 * quantile(ten, 0.95):.0f}"],
        ["another user's delay while a plan is searched, ms", "300", f"{1000 * late:.0f}"],
        ["memory of an idle session with a week on show, MB", "2", f"{idle:.2f}"],
        [f"more memory after {RERUNS:,} reruns, MB", "30", f"{grown:.1f}"],
        ["memory of the server and its worker processes, MB", "", f"{total:.0f}"],
    ]


async def reruns_of_one(url: str, count: int) -> list[float]:
    """Reruns of a new visitor, the first left out."""
    async with Client(url) as client:
        await client.rerun()
        return await reruns(client, count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="servers started one after the other")
    rounds = parser.parse_args().rounds
    print(
        f"Python {sys.version.split()[0]}, Streamlit {version('streamlit')}; {os.cpu_count()} cores, "
        f"load before {os.getloadavg()[0]:.1f}; {rounds} rounds\n"
    )
    print(markdown(["measured", "at most", "figure"], figures(rounds)))


if __name__ == "__main__":
    main()
