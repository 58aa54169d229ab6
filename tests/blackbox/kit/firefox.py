"""Headless Firefox, controlled over its Marionette socket. It needs only Debian's firefox-esr package."""

import json
import os
import socket
import subprocess

from .waiting import TIMEOUT, wait_until

PREFERENCES = {
    "marionette.port": 0,  # a free one, which it writes into the profile
    "media.autoplay.default": 0,  # play() is allowed without a click
    "media.autoplay.blocking_policy": 0,
    "devtools.jsonview.enabled": False,  # JSON is a page of the server as any other
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}

# The outcome of the page's script goes through JSON, as in Chromium, so that both browsers give the same values.
CALL = """
    const [body, done] = arguments;
    const AsyncFunction = (async () => {}).constructor;
    new AsyncFunction(body)().then(value => done({value: value === undefined ? null : value}),
                                   error => done({error: String(error) + '\\n' + error.stack}));
"""

# What scripts in a page may use: the first element of a selector, and the value of a function once it is there.
HELPERS = """
    const find = selector => document.querySelector(selector);
    const until = async (what, look) => {
        for (const end = Date.now() + %d; ;) {
            const found = look();
            if (found) return found;
            if (Date.now() > end) throw new Error('waited in vain: ' + what);
            await new Promise(requestAnimationFrame);
        }
    };
""" % (TIMEOUT * 1000)

# Errors of pages since the last call: of their scripts, and violations of their Content-Security-Policy.
ERRORS = """
    const [origin] = arguments;
    const errors = Services.console.getMessageArray().filter(one => one instanceof Ci.nsIScriptError
        && !(one.flags & one.warningFlag) && one.sourceName.startsWith(origin));
    Services.console.reset();
    return errors.map(one => one.errorMessage + ' ' + one.sourceName + ':' + one.lineNumber);
"""

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Control": "\ue009", "Escape": "\ue00c", "ArrowLeft": "\ue012",
        "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}


class Firefox:
    def __init__(self, profile):
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        self._port_file = profile / "MarionetteActivePort"
        self._log = open(profile / "browser.log", "wb")
        command = ["firefox-esr", "--headless", "--no-remote", "--marionette", "--remote-allow-system-access",  # for errors()
                   "--profile", str(profile), "about:blank"]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
                                         env=dict(os.environ, HOME=str(profile), MOZ_CRASHREPORTER_DISABLE="1"))
        self._number = 0

    def __enter__(self):
        try:
            port = int(wait_until(self._port, "Firefox to listen"))
            self._socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
            self._answers = self._socket.makefile("rb")
            self._read()  # its greeting
            self._call("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
            self._call("WebDriver:SetTimeouts", script=TIMEOUT * 1000, pageLoad=TIMEOUT * 1000)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_):
        try:
            self._call("Marionette:Quit", flags=["eForceQuit"])
            self._socket.close()
        finally:
            self._end()

    def _end(self):
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _port(self):
        assert self._process.poll() is None, "Firefox ended when it started"
        return self._port_file.exists() and self._port_file.read_text(encoding="ascii")

    def _read(self):
        size = b""
        while not size.endswith(b":"):
            piece = self._answers.read(1)
            assert piece, "Firefox ended"
            size += piece
        return json.loads(self._answers.read(int(size[:-1])))

    def _call(self, method, **parameters):
        self._number += 1
        message = json.dumps([0, self._number, method, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, number, error, result = self._read()
        assert number == self._number and not error, error
        return result

    def open(self, address):
        self._call("WebDriver:Navigate", url=address)

    def run(self, script):
        """Runs the script in the page, as the body of an async function that may use HELPERS; returns its value."""
        outcome = self._call("WebDriver:ExecuteAsyncScript", script=CALL, args=[HELPERS + script])["value"]
        assert "error" not in outcome, outcome["error"]
        return outcome["value"]

    def press(self, *chords):
        """Presses keys at the element with the focus: "Tab", "b", "Shift+ArrowRight"."""
        for chord in chords:
            names = chord.split("+")
            values = [KEYS.get(name, name) for name in names]
            assert all(len(value) == 1 for value in values), f"unknown key: {chord}"
            steps = [{"type": "keyDown", "value": value} for value in values]
            steps += [{"type": "keyUp", "value": value} for value in reversed(values)]
            self._call("WebDriver:PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": steps}])

    def errors(self, origin):
        """What the pages of this origin have written to the browser's console as errors, since the last call."""
        self._call("Marionette:SetContext", value="chrome")
        try:
            return self._call("WebDriver:ExecuteScript", script=ERRORS, args=[origin])["value"]
        finally:
            self._call("Marionette:SetContext", value="content")
