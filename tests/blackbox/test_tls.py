"""HTTPS: which versions and ciphers, plain text to a TLS port, clips played by ffmpeg."""

import socket
import ssl

import pytest

from kit import frames
from kit.waiting import PATIENCE


@pytest.fixture(scope="module")
def server(start_module_server, certificate):
    return start_module_server(tls_cert=certificate[0], tls_key=certificate[1])


def test_the_certificate_is_the_given_one(server, certificate):
    context = ssl.create_default_context(cafile=certificate[0])
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as plain:
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
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as plain:
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
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as plain:
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            context.wrap_socket(plain)


def test_plain_text_and_rubbish_are_survived(server, api):
    for rubbish in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01\xff\xff" + bytes(100), b""):
        with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as plain:
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
