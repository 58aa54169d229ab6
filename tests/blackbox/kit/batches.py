"""A client of the downloads API: its batches (in the API: sessions) of download tasks, and their files."""

import contextlib
import json
import os

from .waiting import TIMEOUT, wait_until

ENDED = {"done", "failed", "cancelled"}


class Client:
    def __init__(self, server, name):
        self.server = server
        self.name = name

    @property
    def api(self):
        return self.server.api  # each start of the server makes a new one

    @property
    def path(self):
        return f"/api/client/{self.name}"

    def create(self, session, *names, urls=None, **members):
        """Adds tasks with these names; returns their ids."""
        body = {"ids": [f"id-{n}" for n, _ in enumerate(names)], "names": list(names), "batch_names": ["Batch"] * len(names)}
        if urls is not None:
            body["lecture_urls"] = [urls] * len(names) if isinstance(urls, str) else urls
        return self.api.ok("POST", f"{self.path}/{session}/create_session", json={**body, **members})["task_ids"]

    def start(self, task):
        assert self.api.ok("POST", f"/api/start/{task}")["task_id"] == task

    def task(self, task):
        return self.api.ok("GET", f"/api/tasks/{task}")

    def wait(self, task, *wanted, timeout=TIMEOUT):
        def look():
            body = self.task(task)
            if body["status"] in wanted:
                return body
            assert body["status"] not in ENDED, f"wanted {wanted}, the task ended as {json.dumps(body)}"
            return None
        return wait_until(look, f"task {task} to be {' or '.join(wanted)}", timeout)

    def download(self, session, *names, urls):
        """Creates tasks, starts them, and waits until all are done; returns the tasks."""
        tasks = self.create(session, *names, urls=urls)
        for task in tasks:
            self.start(task)
        return [self.wait(task, "done") for task in tasks]

    def merge(self, first, second):
        return self.api.post(f"{self.path}/merge_sessions", json={"session_ids": [first, second]})

    def session(self, session):
        return self.api.ok("GET", f"{self.path}/{session}")

    def content(self, task):
        answer = self.api.get(f"/api/tasks/{task}/file")
        assert answer.status_code == 200, answer.text
        return answer.content

    def contents(self):
        """The client's files, read through the API: {session: {file name: bytes}}."""
        answer = self.api.get(self.path)
        if answer.status_code == 404:
            return {}
        assert answer.status_code == 200, answer.text
        return {one["session_id"]: {task["file"]: self.content(task["task_id"]) for task in one["tasks"] if task["file"]}
                for one in answer.json()["sessions"]}

    def stored(self):
        """The client's files on the disk, in the same form. Empty folders are included."""
        root = self.server.state / "clients" / self.name
        folders = root.iterdir() if root.exists() else ()
        return {folder.name: {file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders}

    def on_disk(self):
        """{path below the client's folder: size in bytes}. Leaves out a file that is moved during the walk."""
        root = self.server.state / "clients" / self.name
        found = {}
        for folder, _, files in os.walk(root):
            for file in files:
                path = os.path.join(folder, file)
                with contextlib.suppress(FileNotFoundError):
                    found[os.path.relpath(path, root)] = os.path.getsize(path)
        return found
