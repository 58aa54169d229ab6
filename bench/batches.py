#!/usr/bin/python3
"""Batches of downloads: a session of 1,000 tasks beside Flask, a merge of 10,000 files beside mv.

On both sides, committed data is on the disk.
"""

import argparse
import pathlib
import tempfile

import create_batches
import measure
import merge_batches


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["create", "merge"], help="only this one")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--files", type=int, default=10000, help="files of a merge")
    options = parser.parse_args()
    print(measure.machine())
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder:
        for part, compare in (("create", lambda: create_batches.compare(pathlib.Path(folder), options.rounds)),
                              ("merge", lambda: merge_batches.compare(pathlib.Path(folder), options.rounds,
                                                                      options.files))):
            if options.part in (None, part):
                print()
                compare()


if __name__ == "__main__":
    main()
