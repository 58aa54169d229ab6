"""HTTPS: which versions and ciphers, plain text to a TLS port, clips played by ffmpeg."""

import re
import signal
import socket
import ssl

import pytest
import requests

from kit import frames
from kit.raw_http import connect, read_head
from kit.stand_ins import make_certificate
from kit.waiting import TIMEOUT, wait_until


@pytest.fixture(scope="module")
def server(start_module_server, certificate):
    return start_module_server(tls_cert=certificate[0], tls_key=certificate[1])


def test_the_certificate_is_the_given_one(server, certificate):
    context = ssl.create_default_context(cafile=certificate[0])
    with socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as secure:
            assert secure.version() in ("TLSv1.2", "TLSv1.3")


@pytest.mark.parametrize("version,works", [("TLSv1_2", True), ("TLSv1_3", True), ("TLSv1_1", False), ("TLSv1", False)])
def test_versions(server, version, works):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)
    with socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as plain:
        try:
            with context.wrap_socket(plain) as secure:
                assert works and secure.cipher()
        except (ssl.SSLError, ConnectionResetError):
            assert not works


@pytest.mark.parametrize("cipher", ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA"])
def test_weak_ciphers_are_refused(server, cipher):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(cipher + ":@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as plain:
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            context.wrap_socket(plain)


def test_plain_http_is_redirected_to_the_tls_port(start_server, certificate):
    server = start_server(tls_cert=certificate[0], tls_key=certificate[1], redirect_port=0)
    wait_until(lambda: re.search(r"Port (\d+) redirects", server.log()), "the second port to be logged")
    port = re.search(r"Port (\d+) redirects", server.log()).group(1)
    sent = requests.get(f"http://127.0.0.1:{port}/healthz?a=b", allow_redirects=False, timeout=TIMEOUT)
    assert sent.status_code == 308 and sent.headers["Location"] == f"https://127.0.0.1:{server.port}/healthz?a=b"
    followed = requests.get(f"http://127.0.0.1:{port}/healthz", verify=certificate[0], timeout=TIMEOUT)
    assert followed.status_code == 200 and followed.url.startswith("https://")


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_sessions_are_resumed(server, version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)

    def visit(session):
        with socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as plain:
            with context.wrap_socket(plain, session=session) as secure:
                secure.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert secure.recv(65536).startswith(b"HTTP/1.1 200")  # tickets come with the first answer
                return secure.session, secure.session_reused

    session, reused = visit(None)
    assert not reused
    for _ in range(2):
        session, reused = visit(session)
        assert reused


def test_a_new_certificate_keeps_connections_open(start_server, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    certificate, key = make_certificate(first)
    server = start_server(tls_cert=certificate, tls_key=key)

    def served_one():
        return ssl.get_server_certificate(("127.0.0.1", server.port), timeout=TIMEOUT)

    before = served_one()
    with connect(server) as kept:
        def ask():
            kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            status, fields, rest = read_head(kept)
            while len(rest) < int(fields["content-length"]):
                rest += kept.recv(65536)
            return status

        assert ask() == 200
        for old, new in zip((certificate, key), make_certificate(second)):
            new.replace(old)
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: served_one() != before, "the new certificate")
        assert ask() == 200
        key.write_text("no key")
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "certificates could not be reloaded" in server.log(), "the error in the log")
        assert ask() == 200
    assert served_one() != before


def test_plain_text_and_rubbish_are_survived(server, api):
    for rubbish in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01\xff\xff" + bytes(100), b""):
        with socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as plain:
            plain.sendall(rubbish)
            plain.shutdown(socket.SHUT_WR)
            try:
                while plain.recv(65536):
                    pass
            except ConnectionResetError:
                pass
    assert api.ok("GET", "/healthz")


def test_ffmpeg_plays_a_clip(api, lecture):
    snippet = api.cut(api.plan(lecture, (2, 6))[0]["id"], mode="exact")
    assert frames.frame_numbers(api.clip_url(snippet["id"])) == list(range(50, 150))
    assert api.snippet(snippet["id"])["media_url"].startswith(("/", "https://"))


def test_new_certificates_do_not_cut_the_drain_short(start_server, certificate):
    server = start_server(tls_cert=certificate[0], tls_key=certificate[1], drain_seconds=60)
    content = b"x" * 1000
    with connect(server) as connection:
        connection.sendall(b"POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\n"
                           b"Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n"
                           b"Expect: 100-continue\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")
        server.process.send_signal(signal.SIGTERM)

        def takes_nobody():
            try:
                connect(server).close()
            except OSError:
                return True
            return False
        wait_until(takes_nobody, "the server to drain")
        server.process.send_signal(signal.SIGHUP)
        connection.sendall(content)
        assert read_head(connection)[0] == 201
    server.wait_for_end()
