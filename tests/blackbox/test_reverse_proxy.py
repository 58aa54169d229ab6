"""Behind nginx as Debian has it: below a path, with its own buffering, and with the client's address passed on."""

import os
import re
import socket
import subprocess

import pytest

from kit.api import Api, assert_problem
from kit.process import run
from kit.recordings import make_recording
from kit.sse import events
from kit.waiting import wait_until
from kit.stand_ins import RemoteSpeech
from kit.tokens import make_token

CONFIGURATION = """
daemon off;
user root;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_max_body_size 0;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{listens};
        location /lectern/ {{
            proxy_pass http://127.0.0.1:{port}/;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto https;
        }}
    }}
}}
"""


class Nginx:
    """Debian's nginx below /lectern. It inherits a socket whose port the system has chosen."""

    def __init__(self, folder):
        self.folder = folder
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}/lectern"

    def start(self, server):
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, listens=self.port, port=server.port))
        descriptor = self.socket.fileno()
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-e", str(self.folder / "error.log"), "-c", str(configuration)],
                                        env={**os.environ, "NGINX": f"{descriptor};"}, pass_fds=(descriptor,))
        self.socket.close()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="module")
def speech():
    with RemoteSpeech() as service:
        yield service


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    return Nginx(tmp_path_factory.mktemp("nginx"))


@pytest.fixture(scope="module")
def server(start_module_server, nginx, speech):
    server = start_module_server(auth_mode="required", public_url=nginx.base + "/", trusted_proxies="127.0.0.1",
                                 speech_engine="remote", speech_remote_url=speech.url)
    nginx.start(server)
    yield server
    nginx.stop()


@pytest.fixture(scope="module")
def api(server, nginx):
    """The API through nginx, with a teacher's token."""
    return Api(nginx.base, make_token(server, "teacher"))


@pytest.fixture(scope="module")
def stranger(server, nginx):
    return Api(nginx.base)


def test_addresses_that_are_given_out_work(api, stranger, tiny):
    def path(address):
        assert address.startswith(api.base + "/api/"), address
        return address.removeprefix(api.base)

    answer = api.post("/api/v1/uploads", data=tiny.read_bytes())
    assert api.ok("GET", path(answer.headers["Location"])) == answer.json()
    lecture = api.finish(answer.json()["link"])
    clip = api.cut(api.plan(lecture, (1, 3))[0]["id"], mode="fast")
    assert stranger.get(path(clip["media_url"])).content[4:8] == b"ftyp"
    results = api.results(lecture)
    assert results["snippets"][0]["media_url"] == clip["media_url"]
    assert stranger.get(path(results["captions_url"])).text.startswith("WEBVTT")
    assert '"Finished"' in stranger.get(path(results["events_url"])).text

    listed = api.get("/api/v1/sessions", params={"limit": 1})
    links = re.findall(r"<([^>]*)>", listed.headers["Link"])
    assert links and all(api.get(path(link)).status_code == 200 for link in links)
    classroom = api.ok("POST", "/api/v1/classrooms/", status=201, json={"name": "10A"})
    calendar = api.ok("POST", f"/api/v1/classrooms/{classroom['id']}/calendar/", status=201)["url"]
    assert stranger.get(path(calendar)).text.startswith("BEGIN:VCALENDAR")
    assert api.ok("GET", "/openapi.json")["servers"] == [{"url": api.base}]


def test_pages_work_below_the_path(api, stranger):
    page = stranger.get("/lectures/1").text
    addresses = re.findall(r'(?:href|src)="([^"#]+)', page)
    assert any(address.endswith("/main.js") for address in addresses)
    for address in addresses:
        assert address.startswith("/lectern/web/"), address
        assert stranger.get(address.removeprefix("/lectern")).status_code == 200


def test_events_come_at_once(api, speech, tmp_path):
    """nginx would gather them; then the first event would come with the last."""
    speech.hold()
    mute = make_recording(tmp_path / "mute.mp4", 8, subtitles=False)
    lecture = api.create(api.upload(mute))
    seen = []
    for _, _, data in events(api, lecture):
        seen.append(data["job_status"])
        if data["job_status"] == "Processing: Transcribing" and not speech.gate.is_set():
            speech.wait_for_caller()
            speech.let_go()
    assert seen[-1] == "Finished" and "Processing: Transcribing" in seen


def test_the_log_sees_the_client(server, api):
    path = "/api/v1/sessions/987654321"
    assert_problem(api.get(path, headers={"X-Forwarded-For": "203.0.113.7, 198.51.100.9"}), 404)
    assert_problem(Api(server.api.base).get(path), 401)
    # nginx adds the address that it sees, which is a trusted proxy's here; the one before it is the client's.
    def logged():
        return [line for line in server.lines if path in line]

    wait_until(lambda: len(logged()) == 2, "both requests to be logged")
    lines = logged()
    assert [line.split(" ms ")[1].split()[0] for line in lines] == ["198.51.100.9", "127.0.0.1"]


def test_browsers_change_things_from_the_public_origin_alone(api, nginx):
    upload = {"data": b"abc", "headers": {"Origin": nginx.base.removesuffix("/lectern")}}
    assert api.post("/api/v1/uploads", **upload).status_code == 201
    upload["headers"] = {"Origin": "http://127.0.0.1:1"}
    assert_problem(api.post("/api/v1/uploads", **upload), 403)


@pytest.mark.parametrize("options, text", [
    ({"public_url": "school.example"}, "--public-url"), ({"public_url": "https://a/?b"}, "--public-url"),
    ({"trusted_proxies": "proxy.example"}, "--trusted-proxies"), ({"trusted_proxies": "10.0.0.0/33"}, "--trusted-proxies"),
    ({"public_url": "https://school.example/lectern"}, "--auth-mode required"),
])
def test_options_that_cannot_be(tmp_path, options, text):
    flags = [word for name, value in options.items() for word in ("--" + name.replace("_", "-"), value)]
    done = run("serve", "--port", 0, "--state", tmp_path, *flags)
    assert done.returncode != 0 and text in done.stdout + done.stderr
