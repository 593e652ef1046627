"""Files that are empty, cut short, growing, killed or large."""
import json
import os
import re
import subprocess
import threading
import time
import unittest

import samples
import support
from frames import Savefile

rows = 10_000_000


def count(kind, path):
    return support.engine(kind).ask("SELECT count(*) FROM " + support.engine(kind).source(path))[0][0]


class Edges(unittest.TestCase):
    """What is not there, or not whole."""

    longMessage = False


    def test_nulls(self):
        """files: columns without any value are null in each engine, never 0 or an empty text"""
        savefile, parquet = support.scratch("bare.pcap"), support.scratch("bare.parquet")
        with Savefile(savefile) as file:
            for place in range(3):
                file.add(samples.BEGIN + place, samples.ether(samples.M, samples.N, 0x88B5, b"no protocol that is known"))
        support.swiftcap("-r", savefile, "-w", parquet, "--columns", "all")
        names = [name for name in support.declared() if name.split(".")[0] in ("dns", "tls", "http", "url", "source", "destination")
                 or name.startswith(("swiftcap.ip.", "swiftcap.tcp.", "swiftcap.dhcp."))]
        names = ["event.sequence"] + [name for name in names if not name.endswith(".mac")]
        for kind in support.ENGINES:
            with self.subTest(engine=kind.name):
                table = support.engine(kind).columns(parquet, names)
                self.assertEqual(table.pop("event.sequence"), [1, 2, 3])
                self.assertEqual(set(map(tuple, table.values())), {(None, None, None)})

    def test_empty(self):
        """files: a file without packets has all columns and no rows"""
        savefile, parquet, lines = support.scratch("empty.pcap"), support.scratch("empty.parquet"), support.scratch("empty.ndjson")
        Savefile(savefile).file.close()
        support.swiftcap("-r", savefile, "-w", parquet)
        for kind in support.ENGINES:
            with self.subTest(engine=kind.name):
                self.assertEqual(count(kind, parquet), 0)
                self.assertEqual(support.engine(kind).columns(parquet, ["event.sequence", "source.ip"]),
                                 {"event.sequence": [], "source.ip": []})
        support.swiftcap("-r", savefile, "-w", lines)
        self.assertEqual(os.path.getsize(lines), 0)

    def test_cut_savefile(self):
        """files: of a savefile that ends in mid-packet all whole packets are there, and it is said"""
        whole, cut, parquet = support.scratch("whole.pcap"), support.scratch("cut-short.pcap"), support.scratch("cut-short.parquet")
        packets = samples.savefile(whole, samples.transports)
        with open(whole, "rb") as source, open(cut, "wb") as target:
            target.write(source.read()[:-5])
        result = support.swiftcap("-r", cut, "-w", parquet, check=False)
        self.assertEqual((result.returncode, b"truncated" in result.stderr), (1, True), result.stderr)
        for kind in support.ENGINES:
            with self.subTest(engine=kind.name):
                self.assertEqual(count(kind, parquet), packets - 1)

    def test_cut_parquet(self):
        """files: a Parquet file that was cut short is refused by each engine, not read in part"""
        savefile, parquet, cut = support.scratch("part.pcap"), support.scratch("part.parquet"), support.scratch("part-cut.parquet")
        samples.savefile(savefile, samples.transports)
        support.swiftcap("-r", savefile, "-w", parquet)
        with open(parquet, "rb") as source, open(cut, "wb") as target:
            target.write(source.read()[:-9])
        for kind in support.ENGINES:
            with self.subTest(engine=kind.name), self.assertRaises(Exception):
                count(kind, cut)

    def test_killed(self):
        """files: a killed run leaves no Parquet file that a reader would take for a whole one"""
        folder = support.scratch("killed")
        os.mkdir(folder)
        process = subprocess.Popen([support.SWIFTCAP, "-r", "-", "-w", os.path.join(folder, "x.parquet")], stdin=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        samples.many(process.stdin.write, 1, 20_000)
        process.stdin.flush()
        time.sleep(1)
        during = os.listdir(folder)
        process.kill()
        process.wait()
        process.stdin.close()
        self.assertTrue(during, "nothing was begun before the kill")
        self.assertFalse([name for name in during + os.listdir(folder) if name.endswith(".parquet")])


class Growing(unittest.TestCase):
    longMessage = False

    def test_packed(self):
        """files: DuckDB reads NDJSON and packed NDJSON by itself"""
        savefile = support.scratch("lines.pcap")
        packets = samples.savefile(savefile, *samples.EVERYTHING)
        for ending in (".ndjson", ".ndjson.zst"):
            path = support.scratch("lines" + ending)
            support.swiftcap("-r", savefile, "-w", path)
            answer = support.engine(support.engines.DuckDB).ask(
                "SELECT count(*), max(event.sequence), count(source.ip) > 0 "
                "FROM read_json('%s', format = 'newline_delimited')" % path)
            self.assertEqual(answer, [(packets, packets, True)], ending)

    def test_growing(self):
        """files: who reads growing NDJSON sees whole lines, from the first second on"""
        path, feed = support.scratch("growing.ndjson"), support.scratch("feed")
        os.mkfifo(feed)
        process = subprocess.Popen([support.SWIFTCAP, "-r", feed, "-w", path, "-U"], stderr=subprocess.DEVNULL)
        blocks, size = 8, 400

        def write():
            with open(feed, "wb", buffering=0) as pipe:
                def slowly(data):
                    pipe.write(data)
                    time.sleep(0.5)
                samples.many(slowly, blocks, size)

        writer = threading.Thread(target=write)
        writer.start()
        seen, growth = b"", set()
        with self.reader(path) as file:
            while process.poll() is None:
                seen += file.read()
                growth.add(len(seen))
                if seen and not seen.endswith(b"\n"):
                    # In the middle of a write(2): it ends before the next packets come.
                    time.sleep(0.3)
                    seen += file.read()
                    self.assertTrue(seen.endswith(b"\n"), "the file rests at a line that is not whole: ...%r" % seen[-60:])
                time.sleep(0.01)
            seen += file.read()
        writer.join()
        self.assertEqual(process.returncode, 0)
        self.assertGreater(len(growth), 3, "the file came all at once")
        self.assertEqual([json.loads(line)["event"]["sequence"] for line in seen.splitlines()], list(range(1, blocks * size + 1)))

    def reader(self, path):
        end = time.monotonic() + 20
        while not os.path.exists(path) and time.monotonic() < end:
            time.sleep(0.01)
        return open(path, "rb")


QUESTION = """SELECT count(*), sum(network.bytes), count(CASE WHEN source.ip = '10.0.3.8' THEN 1 END),
    count(CASE WHEN destination.port = 7 THEN 1 END), sum(event.sequence), count(DISTINCT source.ip) FROM %s"""


class Skipped(unittest.TestCase):
    """What an engine need not read."""

    longMessage = False

    def test_day(self):
        """files: a query by address and time reads less than a tenth of a day's lake, in files of five minutes"""
        folder = support.scratch("day/date=2026-11-20/host=edge1")
        os.makedirs(folder)
        day, noon, packets, expected = 1_795_132_800, 1_795_132_800 + 43200, 10_000, 0
        for begin in range(day, day + 86400, 300):
            name = time.strftime("%H%M%S.parquet", time.gmtime(begin))
            process = subprocess.Popen([support.SWIFTCAP, "-r", "-", "-w", os.path.join(folder, name)], stdin=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL)
            sources = samples.busy(process.stdin.write, begin, 300, packets)
            process.stdin.close()
            expected += sources[8] if noon <= begin < noon + 600 else 0
            self.assertEqual(process.wait(), 0)
        size = sum(entry.stat().st_size for entry in os.scandir(folder))
        engine = support.engine(support.engines.DuckDB)
        before = self.taken()
        answer = engine.ask(
            "SELECT count(*), sum(network.bytes) FROM read_parquet('%s/date=*/host=*/*.parquet', hive_partitioning = true) "
            "WHERE source.ip = '10.0.3.8' AND time >= TIMESTAMPTZ '2026-11-20 12:00:00+00' "
            "AND time < TIMESTAMPTZ '2026-11-20 12:10:00+00'" % support.scratch("day"))[0]
        taken = self.taken() - before
        print("        %d packets, %.1f MB; the query read %.2f MB, %.1f %%" % (
            288 * packets, size / 1e6, taken / 1e6, 100 * taken / size))
        self.assertEqual(answer, (expected, expected * 74))
        self.assertLess(taken, size / 10)

    def taken(self):
        """Octets that this process has read so far, with read(2) and its like (proc(5), rchar)."""
        with open("/proc/self/io") as file:
            return int(re.search(r"rchar: (\d+)", file.read()).group(1))


class Large(unittest.TestCase):
    longMessage = False

    def test_rows(self):
        """files: ten million rows, counted and added up by each engine"""
        parquet, size = support.scratch("large.parquet"), 100_000
        blocks = max(1, rows // size)
        began = time.monotonic()
        process = subprocess.Popen([support.SWIFTCAP, "-r", "-", "-w", parquet], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        samples.many(process.stdin.write, blocks, size)
        process.stdin.flush()
        with open("/proc/%d/status" % process.pid) as file:
            memory = int(re.search(r"VmHWM:\s*(\d+) kB", file.read()).group(1)) // 1024
        process.stdin.close()
        self.assertEqual(process.wait(), 0)
        self.assertLess(memory, 128, "MiB of memory: %d" % memory)
        print("        %d rows in %.1f s, %.1f octets each, at most %d MiB of memory" % (
            blocks * size, time.monotonic() - began, os.path.getsize(parquet) / blocks / size, memory))
        total = blocks * size
        expected = (total, total * 100, total // 50, total // 100, total * (total + 1) // 2, 50)
        for kind in support.ENGINES:
            with self.subTest(engine=kind.name):
                began = time.monotonic()
                engine = support.engine(kind)
                answer = engine.ask(QUESTION % engine.source(parquet))[0]
                self.assertEqual(tuple(map(int, answer)), expected)
                print("        %s: %.1f s" % (kind.name, time.monotonic() - began))
