"""Waiting for something to become true: looking again until a deadline, never a blind pause."""

import threading
import time

# Sanitizers and busy machines are slow; a test that is right never waits for this long.
PATIENCE = 90.0

_never = threading.Event()


def wait_until(look, what, timeout=PATIENCE, every=0.02):
    """Calls `look` until it gives something true and returns that; fails with `what` at the deadline."""
    end = time.monotonic() + timeout
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"waited {timeout:.0f} s in vain for {what}"
        _never.wait(every)
