"""Limits: open jobs, connections, deadlines, free space. A refusal is a proper answer."""

import pytest

from kit.api import assert_problem
from kit.raw_http import connect, exchange, read_head
from kit.recordings import make_recording
from kit.stand_ins import RemoteSpeech
from kit.waiting import wait_until


def test_open_jobs_are_bounded(start_server, tmp_path):
    mute = make_recording(tmp_path / "mute.mp4", 4, subtitles=False)
    with RemoteSpeech() as speech:
        speech.hold()
        server = start_server(jobs_max_open=2, speech_engine="remote", speech_remote_url=speech.url,
                              topics_shortest_seconds=2)
        links = [server.api.upload(mute) for _ in range(3)]
        lectures = [server.api.create(link) for link in links[:2]]
        refused = server.api.post("/api/v1/upload-session", json={"name": "third", "drive_link": links[2]})
        assert_problem(refused, 503)
        assert int(refused.headers["Retry-After"]) >= 1
        assert len(server.api.ok("GET", "/api/v1/sessions")) == 2, "the refused lecture is not stored"
        speech.let_go()
        for lecture in lectures:
            server.api.wait_status(lecture, "Finished")
        server.api.finish(links[2])


def test_a_slow_header_is_refused(start_server):
    server = start_server(header_seconds=1)
    with connect(server) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: loc")
        status, _, _ = read_head(connection)  # waits until the server answers or closes
        assert status in (0, 408)
    assert server.api.ok("GET", "/healthz")


def test_an_idle_connection_is_closed(start_server):
    server = start_server(idle_seconds=1)
    with connect(server) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        status, fields, rest = read_head(connection)
        while len(rest) < int(fields["content-length"]):
            rest += connection.recv(65536)
        assert status == 200 and connection.recv(65536) == b""


def test_connections_are_bounded(start_server):
    server = start_server(max_connections=5)
    open_ones = []
    try:
        def refused():
            connection = connect(server)
            open_ones.append(connection)
            try:
                connection.sendall(b"GET /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\n\r\n")
            except (BrokenPipeError, ConnectionResetError):
                return True
            status, fields, _ = read_head(connection)
            assert status in (0, 200, 503)
            if status == 503:
                assert int(fields["retry-after"]) >= 1
            return status != 200
        assert any(refused() for _ in range(20))
        for path in (b"/healthz", b"/readyz", b"/metrics"):
            assert exchange(server, b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path)[0] == 200
    finally:
        for connection in open_ones:
            connection.close()
    def served_again():
        with connect(server) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return read_head(connection)[0] == 200
    wait_until(served_again, "room for a connection")


def test_a_full_disk_is_507_and_reads_go_on(start_server, tiny):
    """storage.keep_free_mib is larger than any disk."""
    server = start_server()
    lecture = server.api.finish(server.api.upload(tiny))
    clip = server.api.cut(server.api.plan(lecture, (1, 2))[0]["id"], mode="fast")
    server.stop()
    server.start(storage_keep_free_mib=1 << 38)
    answer = server.api.post("/api/v1/uploads", data=tiny.read_bytes(), headers={"Content-Type": "video/mp4"})
    assert_problem(answer, 507)
    assert server.api.get(f"/api/v1/snippets/{clip['id']}/download").status_code == 200
    assert server.api.results(lecture)["snippets"]


@pytest.mark.parametrize("pieces", [[b"GET /healthz HTTP/1.1\r\n", b"Host: localhost\r\n", b"\r\n"],
                                    [bytes([one]) for one in b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"]])
def test_requests_in_pieces(server, pieces):
    with connect(server) as connection:
        for piece in pieces:
            connection.sendall(piece)
        assert read_head(connection)[0] == 200
