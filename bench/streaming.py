#!/usr/bin/python3
"""Lectern beside nginx: ranges of a clip, idle connections, slow clients; plain and over TLS 1.3 (AES-128-GCM) with the
same ECDSA certificate. Both servers run at the same time and take turns in each round; the tables have the medians.
"""

import argparse
import tempfile

import idle_connections
import measure
import ranges
import slow_clients
from clip_servers import KINDS, ClipServers


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["ranges", "idle", "slow"], help="only this part")
    parser.add_argument("--kind", choices=KINDS, help="only this kind of connection")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="seconds of load for each server in each round")
    parser.add_argument("--idle", type=int, default=10000, help="number of idle connections")
    options = parser.parse_args()
    kinds = [options.kind] if options.kind else KINDS
    print(measure.machine())
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder:
        servers = ClipServers(folder)
        for part, compare in (("ranges", lambda: ranges.compare(servers, kinds, options.rounds, options.seconds)),
                              ("idle", lambda: idle_connections.compare(servers, kinds, options.idle)),
                              ("slow", lambda: slow_clients.compare(servers, kinds, options.rounds, options.seconds))):
            if options.part in (None, part):
                print()
                compare()


if __name__ == "__main__":
    main()
