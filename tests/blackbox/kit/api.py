"""The API as a client sees it."""

import json
import os
import uuid

import requests

from .waiting import TIMEOUT, wait_until

RUNNING = {"Pending", "Processing: Downloading", "Processing: Transcribing", "Processing: Analyzing"}
STEPS = ["Pending", "Processing: Downloading", "Processing: Transcribing", "Processing: Analyzing"]
ENDED_TASKS = {"SUCCESS", "FAILURE", "REVOKED"}


class Api:
    def __init__(self, base, token=None):
        self.base = base
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = False
        self.session.mount(base, requests.adapters.HTTPAdapter(pool_maxsize=64))
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method, path, **arguments):
        arguments.setdefault("timeout", TIMEOUT)
        return self.session.request(method, self.base + path, **arguments)

    def get(self, path, **arguments):
        return self.call("GET", path, **arguments)

    def post(self, path, json=None, **arguments):
        return self.call("POST", path, json=json, **arguments)

    def put(self, path, **arguments):
        return self.call("PUT", path, **arguments)

    def patch(self, path, json=None, **arguments):
        return self.call("PATCH", path, json=json, **arguments)

    def delete(self, path, **arguments):
        return self.call("DELETE", path, **arguments)

    def ok(self, method, path, status=200, **arguments):
        """Sends a request. The answer must have this status; returns its JSON."""
        answer = self.call(method, path, **arguments)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text[:1000]}"
        return answer.json() if answer.content else None

    # -- lectures

    def upload(self, path):
        """Uploads a file; returns its link."""
        with open(path, "rb") as file:
            body = self.ok("POST", "/api/v1/uploads", status=201, data=file, params={"name": os.path.basename(path)},
                           headers={"Content-Type": "application/octet-stream"})
        assert body["complete"] and body["received"] == os.path.getsize(path)
        return body["link"]

    def create(self, link, **members):
        members.setdefault("name", f"Lecture {uuid.uuid4().hex[:8]}")
        return self.ok("POST", "/api/v1/upload-session", json={"drive_link": link, **members})["id"]

    def status(self, lecture):
        return self.ok("GET", f"/api/v1/jobs/{lecture}/status")

    def wait_status(self, lecture, *wanted, timeout=TIMEOUT):
        """Waits until job_status is one of `wanted`. Fails at once if the pipeline has ended with another status."""
        def look():
            status = self.status(lecture)
            if status["job_status"] in wanted:
                return status
            assert status["job_status"] in RUNNING, f"wanted {wanted}, the pipeline ended as {json.dumps(status)}"
            return None
        return wait_until(look, f"lecture {lecture} to be {' or '.join(wanted)}", timeout)

    def finish(self, link, timeout=TIMEOUT, **members):
        lecture = self.create(link, **members)
        self.wait_status(lecture, "Finished", timeout=timeout)
        self.wait_preview(lecture, timeout)
        return lecture

    def wait_preview(self, lecture, timeout=TIMEOUT):
        """Waits until the preview is made, or cannot be. It comes beside the pipeline and changes what is read."""
        def is_settled():
            answer = self.get(f"/api/v1/sessions/{lecture}/peaks?pps=1")
            return answer.status_code != 404 or "Retry-After" not in answer.headers
        wait_until(is_settled, f"the preview of lecture {lecture}", timeout)

    def results(self, lecture):
        return self.ok("GET", f"/api/v1/sessions/{lecture}/results")

    # -- snippets

    def plan(self, lecture, *bounds, name="Part"):
        """Replaces the plan by snippets with these bounds (seconds); returns the snippets."""
        items = [{"name": f"{name} {n}", "start": start, "end": end, "summary": ""}
                 for n, (start, end) in enumerate(bounds, 1)]
        return self.ok("PATCH", f"/api/v1/sessions/{lecture}/plan", json={"snippets": items})["snippets"]

    def snippet(self, snippet):
        return self.ok("GET", f"/api/v1/snippets/{snippet}")

    def process(self, snippet, **options):
        return self.ok("POST", f"/api/v1/snippets/{snippet}/process", json=options or None)["task_id"]

    def task(self, task):
        return self.ok("GET", f"/api/v1/snippets/tasks/{task}")

    def wait_task(self, task, *wanted, timeout=TIMEOUT):
        def look():
            body = self.task(task)
            if body["status"] in wanted:
                return body
            assert body["status"] not in ENDED_TASKS, f"wanted {wanted}, the task ended as {json.dumps(body)}"
            return None
        return wait_until(look, f"task {task} to be {' or '.join(wanted)}", timeout)

    def cut(self, snippet, timeout=TIMEOUT, **options):
        """Cuts a snippet and waits for the end of the cut; returns the snippet as it is then."""
        task = self.process(snippet, **options)
        done = self.wait_task(task, "SUCCESS", timeout=timeout)
        assert done["result"] == "Processed 1 videos."
        return self.snippet(snippet)

    def clip_url(self, snippet):
        return f"{self.base}/api/v1/snippets/{snippet}/download"


def assert_problem(answer, status, *fields):
    """Checks an error answer; returns its JSON. `fields`: all fields that it must name, if any are given."""
    assert answer.status_code == status, f"{answer.status_code} {answer.text[:500]}"
    assert answer.headers["Content-Type"].split(";")[0] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status and body["title"] and body["type"] and isinstance(body["detail"], str)
    lowered = answer.text.lower()
    for leak in ("select ", "insert into", "sqlite", "libpq", "/work/", "/tmp/", "exception", "boost::", "std::"):
        assert leak not in lowered, f"{leak!r} in an answer: {answer.text}"
    if fields:
        assert sorted(body["errors"]) == sorted(fields), body
        assert all(isinstance(messages, list) and messages and all(messages) for messages in body["errors"].values())
    return body
