"""How slow clients delay others: some send their header byte by byte, some read a large answer very slowly."""

import socket
import ssl
import statistics
import threading

import measure

CONNECTIONS = 16
PACE = 1.0  # seconds between two bytes of a header, and between two reads of an answer


class SlowClients:
    """Keeps this number of slow clients of both kinds connected to a server; replaces those that the server closes."""

    def __init__(self, competitor, headers, readers):
        self.competitor, self.wanted = competitor, {"header": headers, "reader": readers}
        self.clients = {"header": {}, "reader": {}}
        self.thrown_out = 0
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self._thread.join()

    def _connect(self, kind):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(60)
        connection.connect(("127.0.0.1", self.competitor.port))
        if self.competitor.secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            connection = context.wrap_socket(connection)
        if kind == "reader":
            connection.sendall(f"GET {self.competitor.clip} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        connection.setblocking(False)
        self.clients[kind][connection] = iter(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 100000)

    def _step(self, kind, connection):
        """False when the server has closed the connection."""
        try:
            if kind == "header":
                connection.send(bytes([next(self.clients[kind][connection])]))
            received = connection.recv(1024)
            return kind == "reader" and len(received) > 0  # before its request is complete, a client gets only an error
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return True
        except OSError:
            return False

    def _run(self):
        while not self._stopping.is_set():
            for kind, clients in self.clients.items():
                for connection in [c for c in clients if not self._step(kind, c)]:
                    del clients[connection]
                    connection.close()
                    self.thrown_out += 1
                while len(clients) < self.wanted[kind] and not self._stopping.is_set():
                    self._connect(kind)
            self._ready.set()
            self._stopping.wait(PACE)
        for clients in self.clients.values():
            for connection in clients:
                connection.close()


def compare(servers, kinds, rounds, seconds, headers=500, readers=300):
    rows = []
    for kind in kinds:
        with servers.competitors(kind) as competitors:
            for c in competitors:
                def p99():
                    return statistics.median(measure.wrk(c.address, c.small, seconds, CONNECTIONS)["p99_ms"]
                                             for _ in range(rounds))
                alone = p99()
                with SlowClients(c, headers, readers) as slow:
                    beside = p99()
                rows.append([kind, c.name, f"{alone:.1f}", f"{beside:.1f}", slow.thrown_out])
    measure.print_table([f"{headers} + {readers} slow clients", "server", "p99 ms without", "p99 ms", "thrown out"], rows)
