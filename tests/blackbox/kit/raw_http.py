"""Raw HTTP: requests that no proper client would send, and the exact bytes of answers."""

import ctypes
import socket
import ssl
import struct

from .waiting import TIMEOUT


def connect(server, timeout=TIMEOUT):
    plain = socket.create_connection(("127.0.0.1", server.port), timeout)
    if server.scheme == "http":
        return plain
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname="localhost")


def vanish(connection):
    """As if the cable of this connection's client were pulled: the kernel drops all that comes for it, so nothing is
    acknowledged and nothing is refused."""
    program = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # BPF: return 0 bytes of each packet
    attached = struct.pack("HP", 1, ctypes.addressof(program))
    connection.setsockopt(socket.SOL_SOCKET, 26, attached)  # SO_ATTACH_FILTER, which the module does not name


def read_head(connection):
    """(status, {lower-case name: value}, bytes after the head); status 0 if the server closed before that."""
    got = b""
    while b"\r\n\r\n" not in got:
        try:
            piece = connection.recv(65536)
        except ConnectionResetError:
            piece = b""
        if not piece:
            return 0, {}, got
        got += piece
    head, _, rest = got.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    return int(lines[0].split()[1]), fields, rest


def exchange(server, request):
    """Sends `request` (bytes) on a new connection; returns (status, fields)."""
    with connect(server) as connection:
        try:
            connection.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server may answer before it has read everything
        status, fields, _ = read_head(connection)
        return status, fields
