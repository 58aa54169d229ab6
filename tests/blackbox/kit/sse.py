"""Reading Server-Sent Events."""

import json
import time

from .waiting import TIMEOUT


def events(api, lecture, last_id=None):
    """The events of a lecture's pipeline: yields (id, event, data) until the stream ends."""
    return stream(api, f"/api/v1/jobs/{lecture}/events", last_id)


def stream(api, path, last_id=None):
    """Yields (id, event, data) until the stream ends. Fails if only comments come for longer than TIMEOUT."""
    headers = {"Accept": "text/event-stream"}
    if last_id is not None:
        headers["Last-Event-ID"] = last_id
    with api.get(path, headers=headers, stream=True, timeout=TIMEOUT) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].split(";")[0] == "text/event-stream"
        answer.encoding = "utf-8"  # always, whatever the header says
        fields, end = {}, time.monotonic() + TIMEOUT
        for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
            if not line:
                if "data" in fields:
                    yield fields.get("id"), fields.get("event", "message"), json.loads(fields["data"])
                    end = time.monotonic() + TIMEOUT
                fields = {}
                assert time.monotonic() < end, f"no event of {path} for {TIMEOUT:.0f} s"
            elif not line.startswith(":"):
                name, _, value = line.partition(":")
                fields[name] = value.removeprefix(" ")
