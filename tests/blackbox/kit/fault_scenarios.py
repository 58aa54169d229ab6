"""The operations whose system calls the fault tests break, and what must be true afterwards."""

from .api import ENDED_TASKS
from .batches import ENDED, Client
from .waiting import wait_until


class Scenario:
    """One operation of a server.

    `prepare` brings a server into the state in which each run begins. `begin` requests the operation; it returns what
    the server acknowledged, or None. `is_idle` tells whether the operation has ended or waits for its next attempt.
    `check` checks a healthy server after the fault."""

    options = {}

    def __init__(self, imports):
        """`imports`: a folder with the recording lecture.mp4, and one.mp4, two.mp4, three.mp4 for downloads."""
        self.imports = imports
        self.options = {"sources_import_folder": imports, "topics_shortest_seconds": 2}

    def prepare(self, server):
        pass

    def begin(self, server):
        raise NotImplementedError

    def is_idle(self, server):
        return True

    def check(self, server, acknowledged):
        raise NotImplementedError


def acknowledged(answer, status=200):
    """The JSON of a success (True if it has no body), else None. Any other answer must be 500, 503 or 507."""
    if answer.status_code == status:
        return answer.json() if answer.content else True
    assert answer.status_code in (500, 503, 507), f"{answer.status_code} {answer.text}"
    return None


class Lectures(Scenario):
    """One lecture from the import folder, with a clip."""

    def __init__(self, imports):
        super().__init__(imports)
        self.bytes = (imports / "lecture.mp4").read_bytes()
        self.link = f"file://{imports}/lecture.mp4"

    def prepare(self, server):
        api = server.api
        self.lecture = api.finish(self.link)
        self.snippet = api.plan(self.lecture, (1, 3))[0]["id"]
        api.cut(self.snippet, mode="fast")
        self.clip = api.get(f"/api/v1/snippets/{self.snippet}/download").content

    def has_clip(self, api):
        answer = api.get(f"/api/v1/snippets/{self.snippet}/download")
        return answer.status_code == 200 and answer.content[4:8] == b"ftyp"


class DeleteLecture(Lectures):
    def begin(self, server):
        return acknowledged(server.api.delete(f"/api/v1/sessions/{self.lecture}"), 204)

    def check(self, server, deleted):
        if server.api.get(f"/api/v1/sessions/{self.lecture}").status_code == 404:
            wait_until(lambda: not list((server.state / "lectures").glob("*/*")), "its files to be deleted")
            return
        assert not deleted
        assert self.has_clip(server.api) and (server.lecture_folder(self.lecture) / "recording").exists()


class PublishClip(Lectures):
    """A new clip replaces an older one."""

    def begin(self, server):
        started = acknowledged(server.api.post(f"/api/v1/snippets/{self.snippet}/process", json={"mode": "exact"}))
        return started and started["task_id"]

    def task(self, api):
        return api.task(api.snippet(self.snippet)["task_id"])

    def is_idle(self, server):
        task = self.task(server.api)
        return task["status"] in ENDED_TASKS or (task["status"] != "STARTED" and task["error"])

    def check(self, server, task):
        api = server.api
        wait_until(lambda: self.task(api)["status"] in ENDED_TASKS, "the cut to end")
        if task:
            assert api.task(task)["status"] == "SUCCESS"
        assert self.has_clip(api)
        clips = server.lecture_folder(self.lecture) / "clips"
        wait_until(lambda: len(list(clips.iterdir())) == 1, "the older clip to be deleted")


class PublishRecording(Lectures):
    """A download becomes the recording of a lecture."""

    def prepare(self, server):
        pass

    def begin(self, server):
        body = {"name": "Lecture", "drive_link": self.link}
        created = acknowledged(server.api.post("/api/v1/upload-session", json=body))
        return created and created["id"]

    def has_ended(self, api):
        return all(one["job_status"] in ("Finished", "Failed") for one in api.ok("GET", "/api/v1/sessions"))

    def is_idle(self, server):
        sessions = server.api.ok("GET", "/api/v1/sessions")
        return self.has_ended(server.api) or all(server.api.status(one["id"])["error"] for one in sessions)

    def check(self, server, lecture):
        api = server.api
        wait_until(lambda: self.has_ended(api), "the pipeline to end")
        sessions = api.ok("GET", "/api/v1/sessions")
        assert len(sessions) <= 1 and (not lecture or [one["id"] for one in sessions] == [lecture])
        for one in sessions:
            assert one["job_status"] == "Finished", one
            assert (server.lecture_folder(one["id"]) / "recording").read_bytes() == self.bytes


class UploadRecording(PublishRecording):
    """A recording is uploaded and becomes a lecture."""

    def begin(self, server):
        api = server.api
        self.upload = None
        answer = api.post("/api/v1/uploads", data=self.bytes, headers={"Content-Type": "video/mp4"})
        upload = acknowledged(answer, 201)
        self.upload = upload and upload["link"]
        if not upload:
            return None
        created = acknowledged(api.post("/api/v1/upload-session", json={"name": "x", "drive_link": self.upload}))
        return created and created["id"]

    def check(self, server, lecture):
        super().check(server, lecture)
        if self.upload and not server.api.ok("GET", "/api/v1/sessions"):
            super().check(server, server.api.create(self.upload))


class Batches(Scenario):
    """A client with two batches (sessions) of downloaded files. Both have a file a.mp4."""

    files = {"x": {"a.mp4": "one.mp4", "b.mp4": "two.mp4"}, "y": {"a.mp4": "three.mp4", "c.mp4": "two.mp4"}}

    def prepare(self, server):
        client = Client(server, "acme")
        for session, files in self.files.items():
            client.download(session, *(name.removesuffix(".mp4") for name in files),
                            urls=[f"file://{self.imports}/{source}" for source in files.values()])
        self.wait_for(client, self.before())

    def before(self):
        return self.stored(self.files)

    def after(self):
        """The files after the operation."""
        raise NotImplementedError

    def stored(self, sessions):
        """The files of a client with these sessions: {"x": {"a.mp4": bytes}}."""
        return {session: {name: (self.imports / source).read_bytes() for name, source in files.items()}
                for session, files in sessions.items()}

    def wait_for(self, client, wanted):
        wait_until(lambda: client.stored() == wanted, f"exactly {[*map(sorted, wanted.values())]} to be on the disk")

    def check(self, server, done):
        """Nothing has changed or everything is done, in the rows and on the disk; there is never a mixture."""
        client = Client(server, "acme")
        found = client.contents()
        assert found == self.after() or (not done and found == self.before()), f"acknowledged: {done}, found: {found}"
        self.wait_for(client, found)


class MergeSessions(Batches):
    def begin(self, server):
        return acknowledged(Client(server, "acme").merge("x", "y"))

    def after(self):
        return self.stored({"x": {**self.files["x"], "a (2).mp4": "three.mp4", "c.mp4": "two.mp4"}})


class DeleteSession(Batches):
    def begin(self, server):
        return acknowledged(server.api.delete("/api/client/acme/x/delete_session"))

    def after(self):
        return self.stored({"y": self.files["y"]})


class DeleteClient(Batches):
    def begin(self, server):
        return acknowledged(server.api.delete("/api/client/acme/delete_client"))

    def after(self):
        return {}


class PublishDownload(Batches):
    """A download becomes a file of a session that already has a file of this name."""

    def prepare(self, server):
        super().prepare(server)
        self.task, = Client(server, "acme").create("x", "a", urls=f"file://{self.imports}/three.mp4")

    def begin(self, server):
        return acknowledged(server.api.post(f"/api/start/{self.task}"))

    def is_idle(self, server):
        task = Client(server, "acme").task(self.task)
        return task["status"] in {"created", *ENDED} or (task["status"] == "queued" and task["error"])

    def after(self):
        return self.stored({**self.files, "x": {**self.files["x"], "a (2).mp4": "three.mp4"}})

    def check(self, server, started):
        client = Client(server, "acme")
        if not started and client.task(self.task)["status"] == "created":
            self.wait_for(client, self.before())
            client.start(self.task)
        client.wait(self.task, "done")
        super().check(server, True)
