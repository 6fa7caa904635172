"""Talks to an echo with the websockets package: echo_client.py FOLDER URL. Prints "ok" and what was negotiated."""
import asyncio
import sys

sys.path.insert(0, sys.argv[1])

import websockets  # noqa: E402


async def main(url):
    async with websockets.connect(url, max_size=None) as socket:
        for message in ["", "hello", "κόσμε 🙂" * 1000, b"", bytes(range(256)) * 1000, "x" * 1_000_000]:
            await socket.send(message)
            answer = await socket.recv()
            assert answer == message, "an echo of %d became %d" % (len(message), len(answer))
        await (await socket.ping())
        await socket.close(4321, "done")
        assert socket.close_code == 4321, socket.close_code
        extensions = [type(extension).__name__ for extension in socket.protocol.extensions]
    print("ok", ",".join(extensions))


asyncio.run(main(sys.argv[2]))
