"""A server on loopback that says exactly the bytes it is told to, proper HTTP or not; and one that nobody may reach."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType


class RawServer:
    """Answers each connection with the same pieces and counts what it is sent."""

    def __init__(self, *pieces: bytes, again: bool = False, pause: float = 0.0, host: str = "127.0.0.1") -> None:
        """`again`: the last piece is repeated for ever, with `pause` seconds before each piece but the first."""
        self._pieces = pieces
        self._again = again
        self._pause = pause
        self._host = host
        self.connections = 0
        self.received = b""
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> RawServer:
        self._server = await asyncio.start_server(self._serve, self._host, 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def url(self, path: str = "/") -> str:
        return f"http://{self._host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                self.received += await reader.readuntil(b"\r\n\r\n")
                for number, piece in enumerate(self._pieces):
                    if number and self._pause:
                        await asyncio.sleep(self._pause)
                    writer.write(piece)
                    await writer.drain()
                while self._again:
                    await asyncio.sleep(self._pause)
                    writer.write(self._pieces[-1])
                    await writer.drain()
        finally:
            self._tasks.discard(task)
            writer.close()
