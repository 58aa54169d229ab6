"""Random ranges of 1 MiB over 64 connections: CPU time of the server for each GB (10^9 bytes)."""

import statistics

import measure

CONNECTIONS = 64


def load(competitor, size, seconds):
    before = measure.cpu_seconds(competitor.pid)
    run = measure.wrk(competitor.address, competitor.clip, seconds, CONNECTIONS, "ranges.lua", [size])
    run["cpu"] = (measure.cpu_seconds(competitor.pid) - before) / run["bytes"] * 1e9
    run["speed"] = run["bytes"] / seconds / 1e9
    return run


def compare(servers, kinds, rounds, seconds):
    rows = []
    for kind in kinds:
        with servers.competitors(kind) as competitors:
            runs = {c.name: [] for c in competitors}
            for c in competitors:
                load(c, servers.size, 1)  # warms caches
            for _ in range(rounds):
                for c in competitors:
                    runs[c.name].append(load(c, servers.size, seconds))
        median = {name: {value: statistics.median(run[value] for run in all_runs) for value in ("cpu", "speed", "p99_ms")}
                  for name, all_runs in runs.items()}
        rows += [[kind, name, f"{m['cpu']:.3f}", f"{median['nginx']['cpu'] / m['cpu']:.2f}", f"{m['speed']:.2f}",
                  f"{m['p99_ms']:.0f}"] for name, m in median.items()]
    measure.print_table(["ranges", "server", "CPU s/GB", "x nginx", "GB/s", "p99 ms"], rows)
