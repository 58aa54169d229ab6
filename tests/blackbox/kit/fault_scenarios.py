"""What a server does while its system calls are broken, and what must be true afterwards."""

from .waiting import wait_until


class Scenario:
    """`prepare` brings a server into the state in which each run begins; `begin` asks for the operation and gives
    what was acknowledged, None if nothing was; `has_ended` says whether the operation goes on by itself no more;
    `check` looks at a healthy server, after the fault."""

    options = {}

    def prepare(self, api):
        pass

    def begin(self, api):
        raise NotImplementedError

    def has_ended(self, api):
        return True

    def check(self, server, acknowledged):
        raise NotImplementedError

    def __repr__(self):
        return type(self).__name__


def acknowledged(answer, status=200):
    """Its JSON (or True) if the answer is a success; everything else must be an honest refusal."""
    if answer.status_code == status:
        return answer.json() if answer.content else True
    assert answer.status_code in (500, 503, 507), f"{answer.status_code} {answer.text}"
    return None


class Lectures(Scenario):
    """One lecture from the import folder, with a clip."""

    def __init__(self, recording):
        self.recording = recording  # beneath the import folder
        self.bytes = recording.read_bytes()
        self.options = {"sources_import_folder": recording.parent, "topics_shortest_seconds": 2}
        self.link = f"file://{recording}"

    def prepare(self, api):
        self.lecture = api.finish(self.link)
        self.snippet = api.plan(self.lecture, (1, 3))[0]["id"]
        api.cut(self.snippet, mode="fast")
        self.clip = api.get(f"/api/v1/snippets/{self.snippet}/download").content

    def has_clip(self, api):
        answer = api.get(f"/api/v1/snippets/{self.snippet}/download")
        return answer.status_code == 200 and answer.content[4:8] == b"ftyp"


class DeleteLecture(Lectures):
    def begin(self, api):
        return acknowledged(api.delete(f"/api/v1/sessions/{self.lecture}"), 204)

    def check(self, server, deleted):
        if server.api.get(f"/api/v1/sessions/{self.lecture}").status_code == 404:
            assert not list((server.state / "lectures").glob("*/*")), "its files have to go"
            return
        assert not deleted
        assert self.has_clip(server.api) and (server.state / f"lectures/{self.lecture}/recording").exists()


class PublishClip(Lectures):
    """A clip takes the place of another one."""

    def begin(self, api):
        started = acknowledged(api.post(f"/api/v1/snippets/{self.snippet}/process", json={"mode": "exact"}))
        return started and started["task_id"]

    def has_ended(self, api):
        return api.task(api.snippet(self.snippet)["task_id"])["status"] in ("SUCCESS", "FAILURE", "REVOKED")

    def check(self, server, task):
        api = server.api
        wait_until(lambda: self.has_ended(api), "the cut to end")
        if task:
            assert api.task(task)["status"] == "SUCCESS"
        assert self.has_clip(api)
        assert len(list((server.state / f"lectures/{self.lecture}/clips").iterdir())) == 1


class PublishRecording(Lectures):
    """A download becomes the recording of a lecture."""

    def prepare(self, api):
        self.lecture = None

    def begin(self, api):
        body = {"name": "Lecture", "drive_link": self.link}
        created = acknowledged(api.post("/api/v1/upload-session", json=body))
        return created and created["id"]

    def has_ended(self, api):
        return all(one["job_status"] in ("Finished", "Failed") for one in api.ok("GET", "/api/v1/sessions"))

    def check(self, server, lecture):
        api = server.api
        wait_until(lambda: self.has_ended(api), "the pipeline to end")
        sessions = api.ok("GET", "/api/v1/sessions")
        assert len(sessions) <= 1 and (not lecture or [one["id"] for one in sessions] == [lecture])
        for one in sessions:
            assert one["job_status"] == "Finished", one
            assert (server.state / f"lectures/{one['id']}/recording").read_bytes() == self.bytes


class UploadRecording(PublishRecording):
    """A recording is sent, and a lecture made of it."""

    def begin(self, api):
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
