# SPDX-License-Identifier: Apache-2.0
"""A line between a device and the hub that can be slow, or carry one way only."""

import asyncio
import threading

from waiting import SECONDS

PIECE = 65536


class Relay:
    """Passes connections on to a port of this machine. delay_s holds for each way; with deaf set,
    what the hub says does not arrive, and what the device says still does; with shut set nothing
    connects anew, which needs both ways."""

    def __init__(self, target):
        self.target = target
        self.delay_s = 0.0
        self.deaf = False
        self.shut = False
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(
            asyncio.start_server(self._accept, "127.0.0.1", 0))  # fmt: skip
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(SECONDS)
        self.server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    async def _accept(self, reader, writer):
        if self.shut:
            writer.close()
            return
        try:
            other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._pass(reader, other_writer, False),
                             self._pass(other_reader, writer, True))  # fmt: skip

    async def _pass(self, reader, writer, to_device):
        """Pieces keep their order and their distance."""
        pieces = asyncio.Queue()
        writing = asyncio.ensure_future(self._write(pieces, writer, to_device))
        try:
            while piece := await reader.read(PIECE):
                pieces.put_nowait((self.loop.time() + self.delay_s, piece))
        except OSError:
            pass
        pieces.put_nowait((self.loop.time() + self.delay_s, b""))
        await writing

    async def _write(self, pieces, writer, to_device):
        piece = b"x"
        while piece:
            due, piece = await pieces.get()
            await asyncio.sleep(max(0, due - self.loop.time()))
            if not (self.deaf and to_device):
                writer.write(piece)
        writer.close()
