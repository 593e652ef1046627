#!/usr/bin/env python3
"""Converts savefiles to the packets of a lake on a Spark cluster: each executor runs swiftcap on its share.

    spark-submit --master spark://head:7077 convert.py --swiftcap /opt/swiftcap /mnt/savefiles /mnt/lake

Savefiles and lake are folders that every executor sees under the same path. A savefile becomes one file,

    LAKE/packets/date=DAY/host=NAME/STEM-HASH.parquet

where DAY (UTC) is its first packet's and NAME comes from its path. It is written in LAKE/staging and renamed when it is
whole; LAKE/converted has a small JSON file for each savefile that is done. So the job can be run again at any time, after
a crash too: what is done and unchanged is left alone, what is not is done once. Task attempts that Spark repeats or
runs twice give the same names, hence no packet twice.

The report has one JSON object for each savefile, with one of these as its status:

    converted   all its packets are in the lake
    cut         the savefile ends in mid-packet or is damaged: the packets before are in the lake, `error` says what swiftcap said
    empty       no packets
    failed      nothing could be read; `error` says why. It is tried again by the next run

Exit status: 0 all are converted or empty, 1 some are cut or failed.
"""
import argparse
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid

ENDINGS = tuple(kind + packing for kind in (".pcap", ".cap", ".pcapng", ".trace") for packing in ("", ".gz", ".zst", ".lz4"))


class Failure(Exception):
    """What could not be done with one savefile."""


def savefiles(inputs):
    """(path, size or None, error) of each savefile in folders, lists (@FILE, a path in a line) and plain names."""
    for name in inputs:
        if name.startswith("@"):
            with open(name[1:]) as lines:
                yield from savefiles([line.rstrip("\n") for line in lines if line.strip()])
        elif os.path.isdir(name):
            unread = []
            for folder, folders, names in os.walk(name, onerror=unread.append):
                folders.sort()
                yield from savefiles([os.path.join(folder, entry) for entry in sorted(names) if entry.endswith(ENDINGS)])
            for error in unread:
                yield os.path.abspath(error.filename), None, error.strerror
        else:
            try:
                yield os.path.abspath(name), os.stat(name).st_size, None
            except OSError as error:
                yield os.path.abspath(name), None, error.strerror


def shares(found, count):
    """As many lists of paths as count, each with about the same number of bytes."""
    parts = [[0, []] for _ in range(max(1, min(count, len(found))))]
    for path, size, _ in sorted(found, key=lambda entry: -entry[1]):
        least = min(parts, key=lambda part: part[0])
        least[0] += size + 4096
        least[1].append(path)
    return [paths for _, paths in parts if paths]


def run(settings, words):
    """swiftcap's exit status, output and last line of standard error. A signal or a time-out is a Failure."""
    try:
        result = subprocess.run([settings["swiftcap"]] + words, stdin=subprocess.DEVNULL, capture_output=True,
                                timeout=settings["timeout"], env={**os.environ, "TZ": "UTC"})
    except subprocess.TimeoutExpired:
        raise Failure("swiftcap did not end within %d s" % settings["timeout"]) from None
    except OSError as error:
        raise Failure("%s: %s" % (settings["swiftcap"], error.strerror)) from None
    if result.returncode < 0:
        raise Failure("swiftcap was ended by signal %d" % -result.returncode)
    said = [line for line in result.stderr.decode(errors="replace").splitlines() if line.startswith("swiftcap: ")]
    return result.returncode, result.stdout, said[-1] if said else ""


def day(settings, path):
    """The first packet's day (UTC), None where there is no packet."""
    status, text, said = run(settings, ["-r", path, "-nn", "-tttt", "-c", "1"])
    found = re.match(rb"\d{4}-\d\d-\d\d", text)
    if found:
        return found.group().decode()
    if status != 0:
        raise Failure(said or "swiftcap ended with status %d" % status)
    return None


def write_whole(path, text):
    """A file that is there whole or not at all."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(path), prefix=".", delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)


def done(settings, marker, fingerprint):
    """What the marker says, if it is of this very savefile and what it names is there."""
    try:
        with open(marker) as file:
            record = json.load(file)
        whole = record["output"] is None or os.path.exists(os.path.join(settings["lake"], record["output"]))
        return record if record["fingerprint"] == fingerprint and whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def convert_once(settings, path, key):
    """(status, output relative to the lake or None, error) of one try."""
    date = day(settings, path)
    if date is None:
        return "empty", None, None
    host = re.search(settings["host"], path)
    if not host:
        raise Failure("no host in its path: --host is %r" % settings["host"])
    stem = re.sub(r"[^\w.-]", "_", os.path.basename(path).split(".pcap")[0])
    output = os.path.join("packets", "date=" + date, "host=" + host.group(1), "%s-%s.parquet" % (stem, key))
    os.makedirs(os.path.join(settings["lake"], "staging"), exist_ok=True)
    folder = tempfile.mkdtemp(prefix=settings["run"] + "-", dir=os.path.join(settings["lake"], "staging"))
    try:
        staged = os.path.join(folder, "packets.parquet")
        code, _, said = run(settings, ["-r", path, "-w", staged] + settings["options"])
        if not os.path.exists(staged):
            raise Failure(said or "swiftcap ended with status %d" % code)
        final = os.path.join(settings["lake"], output)
        os.makedirs(os.path.dirname(final), exist_ok=True)
        os.replace(staged, final)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ("cut", output, said) if code else ("converted", output, None)


def convert(settings, path):
    """Converts one savefile, unless that is done, and returns its record for the report. Raises nothing."""
    key = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    marker = os.path.join(settings["lake"], "converted", key + ".json")
    record = {"path": path, "status": "failed", "output": None, "error": None, "tries": 0, "run": settings["run"],
              "executor": socket.gethostname(), "seconds": 0.0}
    began = time.monotonic()
    while record["status"] == "failed" and record["tries"] < settings["tries"]:
        record["tries"] += 1
        try:
            state = os.stat(path)
            fingerprint = [state.st_size, state.st_mtime_ns]
            known = done(settings, marker, fingerprint)
            if known:
                return known
            record["status"], record["output"], record["error"] = convert_once(settings, path, key)
            record["fingerprint"] = fingerprint
            record["seconds"] = round(time.monotonic() - began, 3)
            forget(settings, marker, record["output"])
            write_whole(marker, json.dumps(record))
        except (Failure, OSError) as error:
            record["status"], record["error"] = "failed", str(error)
            time.sleep(min(2.0, 0.1 * 2 ** record["tries"]))
    record["seconds"] = round(time.monotonic() - began, 3)
    return record


def forget(settings, marker, output):
    """Removes what an earlier version of the same savefile gave under another day."""
    try:
        with open(marker) as file:
            earlier = json.load(file)["output"]
        if earlier and earlier != output:
            os.unlink(os.path.join(settings["lake"], earlier))
    except (OSError, ValueError, KeyError, TypeError):
        pass


def convert_all(context, settings, inputs):
    """Converts on the cluster behind a SparkContext; the records of all savefiles, in the order of their paths."""
    found = {entry[0]: entry for entry in savefiles(inputs)}
    records = [{"path": path, "status": "failed", "output": None, "error": error, "tries": 0}
               for path, size, error in found.values() if size is None]
    readable = [entry for entry in found.values() if entry[1] is not None]
    if readable:
        parts = shares(readable, 8 * context.defaultParallelism)
        work = context.parallelize(parts, len(parts))
        records += work.flatMap(lambda paths: [convert(settings, path) for path in paths]).collect()
    staging = os.path.join(settings["lake"], "staging")
    for name in os.listdir(staging) if os.path.isdir(staging) else []:
        if name.startswith(settings["run"]):
            shutil.rmtree(os.path.join(staging, name), ignore_errors=True)
    return sorted(records, key=lambda record: record["path"])


def settings_for(lake, swiftcap="swiftcap", host=r"host=([^/]+)", tries=3, timeout=3600, options=()):
    """What executors have to know."""
    return {"lake": os.path.abspath(lake), "swiftcap": swiftcap, "host": host, "tries": tries, "timeout": timeout,
            "options": list(options), "run": uuid.uuid4().hex[:12]}


def main():
    parser = argparse.ArgumentParser(description="Converts savefiles to the packets of a lake on a Spark cluster.")
    parser.add_argument("inputs", nargs="+", metavar="SAVEFILES", help="folders, files, or @FILE with a path in each line")
    parser.add_argument("lake", metavar="LAKE", help="the lake's folder")
    parser.add_argument("--swiftcap", default="swiftcap", help="the program, as executors find it (swiftcap)")
    parser.add_argument("--host", default=r"host=([^/]+)", help="regular expression whose group is the host's name in a path")
    parser.add_argument("--option", action="append", default=[], help="a further word for swiftcap, as --option=--columns=dns")
    parser.add_argument("--report", default="-", help="where the report goes, one JSON object for each savefile (stdout)")
    parser.add_argument("--tries", type=int, default=3, help="tries for each savefile, beside Spark's own (3)")
    parser.add_argument("--timeout", type=int, default=3600, help="seconds for one savefile (3600)")
    words = parser.parse_args()

    from pyspark.sql import SparkSession
    spark = SparkSession.builder.appName("swiftcap convert").getOrCreate()
    settings = settings_for(words.lake, words.swiftcap, words.host, words.tries, words.timeout, words.option)
    records = convert_all(spark.sparkContext, settings, words.inputs)
    spark.stop()

    text = "".join(json.dumps(record) + "\n" for record in records)
    if words.report == "-":
        sys.stdout.write(text)
    else:
        write_whole(os.path.abspath(words.report), text)
    counts = {status: sum(record["status"] == status for record in records)
              for status in ("converted", "cut", "empty", "failed")}
    print(", ".join("%d %s" % (count, status) for status, count in counts.items()), file=sys.stderr)
    sys.exit(1 if counts["cut"] or counts["failed"] else 0)


if __name__ == "__main__":
    main()
