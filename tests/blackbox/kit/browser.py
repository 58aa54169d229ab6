"""Headless Chromium, controlled over its DevTools pipe. It needs only Debian's chromium package."""

import json
import os
import subprocess
import threading

from .waiting import TIMEOUT


class Browser:
    def __init__(self, profile):
        to_read, self._commands = os.pipe()
        self._answers, to_write = os.pipe()

        def descriptors():  # the browser reads commands from 3 and writes answers to 4
            low, high = os.dup(to_read), os.dup(to_write)
            os.dup2(low, 3)
            os.dup2(high, 4)

        command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   "--mute-audio", "--autoplay-policy=no-user-gesture-required", "--ignore-certificate-errors",
                   "--no-first-run", "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"]
        self._log = open(os.path.join(profile, "browser.log"), "wb")
        self._process = subprocess.Popen(command, preexec_fn=descriptors, pass_fds=(3, 4, to_read, to_write),
                                         stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        os.close(to_read)
        os.close(to_write)
        self._number = 0
        self._buffer = b""

    def __enter__(self):
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return self

    def __exit__(self, *_):
        os.close(self._commands)  # the browser exits when this pipe is closed
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._answers)
        self._log.close()

    def _call(self, method, session=None, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        watchdog = threading.Timer(TIMEOUT, self._process.kill)
        watchdog.start()
        try:
            while True:
                while b"\0" not in self._buffer:
                    piece = os.read(self._answers, 1 << 16)
                    assert piece, f"the browser ended while it was asked for {method}"
                    self._buffer += piece
                text, _, self._buffer = self._buffer.partition(b"\0")
                answer = json.loads(text)
                if answer.get("id") == self._number:
                    assert "error" not in answer, answer
                    return answer["result"]
        finally:
            watchdog.cancel()

    def open(self, address):
        answer = self._call("Page.navigate", self._session, url=address)
        assert "errorText" not in answer, answer

    def run(self, script):
        """Runs the script in the page, as the body of an async function; returns its value."""
        answer = self._call("Runtime.evaluate", self._session, expression=f"(async () => {{{script}}})()",
                            awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")
