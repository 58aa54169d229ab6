"""Waits until something becomes true: checks again and again until a deadline, and never sleeps for a fixed time."""

import threading
import time

# Seconds. Sanitizers and busy machines are slow; a correct test never waits this long.
TIMEOUT = 90.0

_never = threading.Event()


def wait_until(look, what, timeout=TIMEOUT, every=0.02):
    """Calls `look` until it returns something true, and returns that. Fails at the deadline; `what` says what it
    waited for. Times are in seconds."""
    end = time.monotonic() + timeout
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"waited {timeout:.0f} s in vain for {what}"
        _never.wait(every)
