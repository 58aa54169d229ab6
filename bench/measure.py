"""Measures CPU time and memory of processes from outside, describes the machine, and prints tables."""

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
            continue  # the process has ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found = [pid]
    for member in found:
        found += children.get(member, [])
    return found


def _of_process(pid, file):
    """The text of a file of /proc; "" if the process has ended. PostgreSQL ends its helpers when it likes."""
    try:
        return pathlib.Path(f"/proc/{pid}/{file}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def cpu_seconds(pid):
    """User and system time of the process and its descendants so far. What a descendant used that has ended is in the
    sum of its parent, so the difference of two readings is right although descendants come and go; None: no process."""
    fields = (_of_process(member, "stat").rpartition(")")[2].split() for member in (family(pid) if pid else []))
    return sum(sum(map(int, each[11:15])) for each in fields) / TICKS


def memory_kib(pids):
    """The memory of these processes (Pss), in KiB. Pages that they share are counted once."""
    total = 0
    for pid in pids:
        if found := re.search(r"^Pss:\s+(\d+) kB", _of_process(pid, "smaps_rollup"), re.MULTILINE):
            total += int(found.group(1))
    return total


def wrk(address, path, seconds, connections, script="by_turns.lua", arguments=(), fields=()):
    """Runs wrk once, with a script of peers/. The script gets `path` and the arguments; in by_turns.lua, # stands for
    the number of a lecture. `fields` are header fields of each request. Any answer but 2xx is an error."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s",
               *(word for field in fields for word in ("-H", field)), "-s", pathlib.Path(__file__).parent / "peers" / script, address, "--", path, *map(str, arguments)]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=seconds + 60).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"{address}{path} failed under load:\n{text}")
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    if requests == 0:
        raise RuntimeError(f"{address}{path}: not one answer in {seconds} s; is the machine too busy?")
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    size = re.search(r"^bytes: (\d+)", text, re.MULTILINE)  # printed by some scripts only
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
    """Prints a Markdown table. The first two columns are texts, the others are numbers."""
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
