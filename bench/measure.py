"""What a process costs, seen from outside, and where it was measured."""

import datetime
import os
import pathlib
import platform
import re
import subprocess

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid):
    """The process and all its descendants."""
    children = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found = [pid]
    for member in found:
        found += children.get(member, [])
    return found


def cpu_seconds(pids):
    """User and system time of these processes so far, and of their children that have ended."""
    total = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))
    return total / TICKS


def memory_kib(pids):
    """What these processes hold in memory, pages that they share counted once."""
    total = 0
    for pid in pids:
        rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE).group(1))
    return total


def wrk(address, path, seconds, connections, script="by_turns.lua", arguments=(), fields=()):
    """One run of wrk with a script of peers/, which gets `path` (in by_turns.lua # stands for a lecture's number) and
    the arguments; `fields` go with each request. Fails on any answer but 2xx."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s",
               *(word for field in fields for word in ("-H", field)), "-s", pathlib.Path(__file__).parent / "peers" / script, address, "--", path, *map(str, arguments)]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=seconds + 60).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"{address}{path} failed under load:\n{text}")
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    if requests == 0:
        raise RuntimeError(f"{address}{path}: not one answer in {seconds} s; is the machine this busy?")
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    size = re.search(r"^bytes: (\d+)", text, re.MULTILINE)  # some scripts tell
    return {"requests": requests,
            "bytes": int(size.group(1)) if size else None,
            "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)),
            "p99_ms": float(amount) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]}


def machine():
    """One line: day, processor, kernel, how busy."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return (f"{datetime.date.today()}, {os.cpu_count()} cores of {model.group(1) if model else platform.machine()}, "
            f"Linux {platform.release()}, load {os.getloadavg()[0]:.1f} before the run")


def print_table(header, rows):
    """As Markdown; the first two columns are words, the others numbers."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]

    def line(cells):
        aligned = [cell.ljust(width) if i < 2 else cell.rjust(width)
                   for i, (cell, width) in enumerate(zip(cells, widths))]
        return "| " + " | ".join(aligned) + " |"

    print(line(header))
    print("|" + "|".join("-" * (w + 2) if i < 2 else "-" * (w + 1) + ":" for i, w in enumerate(widths)) + "|")
    for row in rows:
        print(line(row))
