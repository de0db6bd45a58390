"""A headless Chromium, driven through two pipes by the DevTools protocol, with nothing but the standard library."""

import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

OPTIONS: Final = (
    "--headless",
    "--no-sandbox",  # in a container there is no other user to become
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # whatever is not on this machine is not there
    "--remote-debugging-pipe",
)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
PATIENCE: Final = 60.0
"""How many seconds anything may take."""

_READS, _WRITES = 3, 4  # the descriptors that Chromium reads commands from and writes answers to


def found() -> str | None:
    """Give the path of Chromium, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _high(descriptor: int) -> int:
    """Give a descriptor a number that does not stand in the way of the two that Chromium expects."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return high


class Chromium:
    """A running browser with one page."""

    def __init__(self, path: str, profile: Path) -> None:
        """Start it with an empty profile, and open a page."""
        to_read, self._to_write = map(_high, os.pipe())
        self._to_read, to_write = map(_high, os.pipe())
        arguments = [path, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        nowhere = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        pipes = [(os.POSIX_SPAWN_DUP2, to_read, _READS), (os.POSIX_SPAWN_DUP2, to_write, _WRITES)]
        # Its own group, so that the processes that it starts end with it.
        self._process = os.posix_spawn(path, arguments, os.environ, file_actions=[*pipes, nowhere], setpgroup=0)
        os.close(to_read)
        os.close(to_write)
        self._buffer = b""
        self._count = 0
        self.events: list[dict[str, Any]] = []
        """What the page has told of, since it was last looked at."""
        target = self.send("Target.createTarget", url="about:blank", session=None)["targetId"]
        self._session: str | None = self.send("Target.attachToTarget", targetId=target, flatten=True, session=None)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    @classmethod
    @contextmanager
    def running(cls, path: str) -> Iterator[Self]:
        """Run it for a while."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            browser = cls(path, Path(folder))
            try:
                yield browser
            finally:
                browser.close()

    def close(self) -> None:
        """End it, and wait until it has ended."""
        os.close(self._to_write)
        os.close(self._to_read)
        os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)

    def _message(self) -> dict[str, Any]:
        """Give the next message; messages end with a zero byte."""
        while b"\0" not in self._buffer:
            data = os.read(self._to_read, 1 << 20)
            if not data:
                message = "Chromium ended"
                raise RuntimeError(message)
            self._buffer += data
        text, _, self._buffer = self._buffer.partition(b"\0")
        result: dict[str, Any] = json.loads(text)
        return result

    def send(self, method: str, *, session: str | None = "page", **parameters: Any) -> dict[str, Any]:
        """Send a command to the page (to the browser, if the session is ``None``), and give its result."""
        self._count += 1
        command: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if session is not None:
            command["sessionId"] = self._session
        data = json.dumps(command).encode() + b"\0"
        while data:
            data = data[os.write(self._to_write, data) :]
        while True:
            message = self._message()
            if message.get("id") != self._count:
                self.events.append(message)
            elif "error" in message:
                fault = f"{method}: {message['error']}"
                raise RuntimeError(fault)
            else:
                return message["result"]  # type: ignore[no-any-return]  # what the protocol says

    def run(self, script: str) -> Any:
        """Give what a script comes to in the page; a promise is waited for."""
        result = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description", "a script failed"))
        return result["result"].get("value")

    def open(self, address: str) -> None:
        """Go to an address, and wait until all of it is there."""
        self.events.clear()
        self.send("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def wait(self, condition: str) -> None:
        """Wait until a condition holds in the page."""
        end = time.monotonic() + PATIENCE
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                message = f"it did not come about: {condition}"
                raise TimeoutError(message)
            time.sleep(0.05)

    def faults(self) -> list[str]:
        """Give what the page complained of: errors in the console, scripts that failed, what could not be fetched."""
        told = list[str]()
        for event in self.events:
            given = event.get("params", {})
            match event.get("method"):
                case "Runtime.exceptionThrown":
                    told.append(given["exceptionDetails"].get("text", "a script failed"))
                case "Runtime.consoleAPICalled" if given["type"] in ("error", "assert"):
                    told.append(" ".join(str(one.get("value", one.get("description"))) for one in given["args"]))
                case "Log.entryAdded" if given["entry"]["level"] == "error":
                    told.append(f"{given['entry']['text']} {given['entry'].get('url', '')}")
                case "Network.loadingFailed" if not given.get("canceled"):
                    told.append(f"could not be fetched: {given['errorText']}")
        return told

    def requests(self) -> list[str]:
        """Give the addresses that the page asked for."""
        asked = (event for event in self.events if event.get("method") == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in asked]
