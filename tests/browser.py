# SPDX-License-Identifier: BSL-1.0
"""Chromium without a window, as far as a page needs to be looked at: over its DevTools protocol, on
a pipe. https://chromedevtools.github.io/devtools-protocol/ has the methods."""

import base64
import contextlib
import functools
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


@contextlib.contextmanager
def served(folder):
    """The address of a folder, on this machine's loopback."""
    handler = functools.partial(_Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


class Page:
    """One page in a browser of its own. `told` is what its console, and what the browser itself,
    had to say; `asked` are the addresses that were asked for."""

    def __init__(self, address):
        self.told, self.asked = [], []
        self._number, self._loaded = 0, False
        self._pieces, self._messages = [], []
        self._folder = tempfile.TemporaryDirectory(prefix="typenet-test-", ignore_cleanup_errors=True)
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()

        def hand_over():  # Chromium reads from 3 and writes to 4
            low, high = os.dup(to_read), os.dup(to_write)
            os.dup2(low, 3)
            os.dup2(high, 4)

        self._process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-pipe", f"--user-data-dir={self._folder.name}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=hand_over, start_new_session=True)
        os.close(to_read)
        os.close(to_write)
        self._session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Page.navigate", url=address)
        while not self._loaded or not self.ask("location.protocol != 'about:' && "
                                               "document.readyState == 'complete'"):
            self._receive()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._session = None
        try:
            self.call("Browser.close")
            self._process.wait(timeout=20)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._to)
        os.close(self._from)
        self._folder.cleanup()

    def _receive(self):
        while not self._messages:
            piece = os.read(self._from, 1 << 20)
            if not piece:
                raise RuntimeError("Chromium has gone")
            *whole, rest = piece.split(b"\0")
            for end in whole:
                self._messages.append(b"".join([*self._pieces, end]))
                self._pieces = []
            self._pieces.append(rest)
        message = json.loads(self._messages.pop(0))
        if "method" in message:
            self._loaded = self._loaded or message["method"] == "Page.loadEventFired"
            values = message.get("params", {})
            if message["method"] == "Runtime.consoleAPICalled":
                self.told.append(str(values["args"]))
            elif message["method"] == "Runtime.exceptionThrown":
                self.told.append(values["exceptionDetails"]["text"])
            elif message["method"] == "Log.entryAdded":
                self.told.append(values["entry"]["text"])
            elif message["method"] == "Network.requestWillBeSent":
                self.asked.append(values["request"]["url"])
        return message

    def call(self, method, **values):
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def show(self, width, height=900, scheme="light", media="", scale=1):
        """A window of that size, on a light or a dark system, on the screen or in print."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=scale, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def ask(self, expression):
        """What an expression of JavaScript says; a promise, what it comes to."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                          awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"]))
        return found["result"].get("value")

    def picture(self, clip=None):
        """A PNG of the whole page, or of a part of it: {x, y, width, height}."""
        how = {"clip": {**clip, "scale": 1}} if clip else {}
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True,
                                          **how)["data"])
