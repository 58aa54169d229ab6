"""Memory of a server for each idle keep-alive connection that has had one answer."""

import contextlib
import resource
import socket
import ssl
import time

import measure

ADDRESSES = 50  # in 127.0.0.0/8, from which the connections come


def connected(competitor, count, stack):
    """Opens connections and reads one answer on each; the stack closes them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    request = f"GET {competitor.small} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    for number in range(count):
        connection = socket.create_connection(("127.0.0.1", competitor.port), 60,
                                              source_address=(f"127.0.0.{2 + number % ADDRESSES}", 0))
        if competitor.secure:
            connection = context.wrap_socket(connection)
        stack.enter_context(connection)
        connection.sendall(request)
        got = b""
        while not got.endswith(b"}"):
            piece = connection.recv(65536)
            assert piece, f"{competitor.name} closed connection {number} after {got}"
            got += piece
        assert got.startswith(b"HTTP/1.1 200"), got


def settled_kib(competitor):
    """The memory of the server, when it no longer changes from second to second."""
    last = None
    while (now := measure.memory_kib(competitor.processes())) != last:
        last = now
        time.sleep(1)
    return now


def compare(servers, kinds, count):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    rows = []
    for kind in kinds:
        with servers.competitors(kind) as competitors:
            each = {}
            for c in competitors:
                with contextlib.ExitStack() as first:  # memory that is needed only once is not counted
                    connected(c, 100, first)
                with contextlib.ExitStack() as stack:
                    before = settled_kib(c)
                    connected(c, count, stack)
                    each[c.name] = (settled_kib(c) - before) / count
        rows += [[kind, name, f"{kib:.2f}", f"{kib / each['nginx']:.2f}"] for name, kib in each.items()]
    measure.print_table([f"{count:,} idle connections", "server", "KiB each", "x nginx"], rows)
