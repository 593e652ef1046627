"""The lake of Examples/lake: the same questions in three engines, and savefiles that a cluster converts."""
import datetime
import glob
import json
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

import compact
import convert
import engines
import samples
import support
import traffic
import tshark
from frames import Savefile


class Lake(unittest.TestCase):
    longMessage = False

    @classmethod
    def setUpClass(cls):
        cls.lake = support.scratch("lake")
        made = subprocess.run([sys.executable, os.path.join(support.EXAMPLE, "make"), cls.lake, "--swiftcap", support.SWIFTCAP],
                              stdin=subprocess.DEVNULL, capture_output=True)
        if made.returncode != 0:
            raise AssertionError("make: status %d: %s" % (made.returncode, (made.stdout + made.stderr).decode()))
        # What a killed run leaves: no engine may stumble over it.
        for day in glob.glob(os.path.join(cls.lake, "*/date=*/host=edge1")):
            with open(os.path.join(day, "120000.parquet.a1b2c3~"), "wb") as file:
                file.write(b"PAR1, and then no more")
        cls.answers = {}
        for kind in support.ENGINES:
            engine = support.engine(kind)
            setup, questions = engines.statements(kind.file, cls.lake)
            for statement in setup:
                engine.run(statement)
            cls.answers[kind.name] = {question: [tuple(map(support.plain, row)) for row in engine.ask(statement)]
                                      for question, statement in questions.items()}

    def test_same(self):
        """lake: DuckDB, ClickHouse and Spark give the same answers to the same questions"""
        self.assertEqual(set(map(tuple, self.answers.values())), {tuple(self.answers["DuckDB"])})
        self.assertEqual(len(self.answers["DuckDB"]), 5)
        for name in ("ClickHouse", "Spark"):
            for question, rows in self.answers["DuckDB"].items():
                self.assertTrue(rows, question)
                self.assertEqual(self.answers[name][question], rows, "%s: %s" % (name, question))

    def test_talkers(self):
        """lake: the top talkers of the past days are those that tshark counts"""
        totals = {}
        for path in glob.glob(os.path.join(self.lake, "savefiles/*/*.pcap")):
            host = os.path.basename(os.path.dirname(path))[5:]
            for packet in tshark.read(path):
                if packet.network:
                    kind = packet.network[0]
                    key = (host, packet.first(kind + ".src"), packet.first(kind + ".dst"))
                    octets, packets = totals.get(key, (0, 0))
                    totals[key] = (octets + packet.number("frame.len"), packets + 1)
        expected = sorted((key + value for key, value in totals.items()), key=lambda row: (-row[3], row[:3]))[:10]
        past = [row for row in self.answers["DuckDB"]["top_talkers"] if not row[1].startswith("10.9.")]
        self.assertEqual(past, expected[:len(past)])
        self.assertEqual(past[0][:3], ("edge1", "10.1.0.10", "10.1.0.200"))

    def test_scanner(self):
        """lake: the scanner is found, with its ports and the refusals, and nothing else is taken for one"""
        yesterday = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=1)
        self.assertEqual(self.answers["DuckDB"]["scanners"],
                         [(str(yesterday), "edge2", traffic.SCANNER, traffic.SCANNED_PORTS, traffic.SCANNED_PORTS)])

    def test_names(self):
        """lake: DNS names are those that clients asked for, on each host"""
        rows = self.answers["DuckDB"]["dns_names"]
        self.assertEqual({row[0] for row in rows}, set(traffic.HOSTS))
        self.assertEqual({row[1] for row in rows}, set(traffic.NAMES))

    def test_promiscuous(self):
        """lake: who was promiscuous: edge1's capture, and another program on office for a while; none on edge2"""
        rows = [row for row in self.answers["DuckDB"]["promiscuous"] if row[1] == "lan"]
        self.assertEqual({row[0] for row in rows}, {"edge1", "office"})
        self.assertEqual({row[4] for row in rows if row[0] == "edge1"}, {True})
        others = [row for row in rows if row[0] == "office"]
        self.assertEqual([(row[2], row[4]) for row in others], [("packet_socket", False)])
        self.assertTrue(others[0][3].startswith("python"), others)
        self.assertLess(others[0][5], others[0][6])

    def test_foreign(self):
        """lake: foreign frames were heard while promiscuous, and not otherwise"""
        heard = {}
        for host, _, promiscuous, _, packets, foreign, senders in self.answers["DuckDB"]["foreign_frames"]:
            entry = heard.setdefault((host, bool(promiscuous)), [0, 0, 0])
            heard[host, bool(promiscuous)] = [entry[0] + packets, entry[1] + foreign, max(entry[2], senders)]
        self.assertGreater(heard["edge1", True][1], 0)
        self.assertGreater(heard["office", True][1], 0)
        self.assertGreater(heard["office", False][0], 0)
        self.assertEqual(heard["edge2", False][1], 0)
        # Between a change and the moment at which it was read a few may come.
        self.assertLessEqual(heard["office", False][1], heard["office", True][1] // 10)
        self.assertEqual(heard["edge1", True][2], 2)


    def test_compacted(self):
        """lake: after compaction there is one file in each folder of the past days, and the answers are the same"""
        folders = glob.glob(os.path.join(self.lake, "packets/date=*/host=*"))
        for folder in folders:
            compact.compact(support.engine(engines.DuckDB).connection, folder)
        self.assertEqual({len(glob.glob(folder + "/*.parquet")) for folder in folders}, {1})
        for kind in support.ENGINES[:2]:
            engine = support.engine(kind)
            for question, statement in engines.statements(kind.file, self.lake)[1].items():
                rows = [tuple(map(support.plain, row)) for row in engine.ask(statement)]
                self.assertEqual(rows, self.answers["DuckDB"][question], "%s: %s" % (kind.name, question))


class Conversion(unittest.TestCase):
    """Savefiles of two hosts, some of them unreadable, converted by two workers."""

    longMessage = False


    def setUp(self):
        self.root = support.scratch(self.id().split(".")[-1])
        self.inputs, self.lake = os.path.join(self.root, "savefiles"), os.path.join(self.root, "lake")
        self.packets = {}
        for number in range(40):
            folder = os.path.join(self.inputs, "host=h%d" % (number % 2))
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, "%02d.pcap" % number)
            with Savefile(path) as file:
                for place in range(20 + number):
                    payload = b"%d %d" % (number, place)
                    frame = samples.udp(samples.A, samples.B, 1000 + number, 2000 + place, payload)
                    file.add(samples.BEGIN + number * 10 ** 12 + place,
                             samples.ether(samples.M, samples.N, 0x0800, samples.ipv4(samples.A, samples.B, 17, frame)))
            self.packets[path] = 20 + number
        first, second, third, fourth = sorted(self.packets)[:4]
        with open(first, "r+b") as file:
            file.truncate(os.path.getsize(first) - 3)
        self.packets[first] -= 1
        with open(second, "wb") as file:
            file.write(b"this is no savefile")
        Savefile(third).file.close()
        os.unlink(fourth)
        os.symlink("/nonexistent", fourth)
        self.packets.update({second: 0, third: 0, fourth: 0})
        self.statuses = {first: "cut", second: "failed", third: "empty", fourth: "failed"}

    def held(self, records):
        """Each savefile has one record with the right status, and each of its packets is in the lake once."""
        self.assertEqual([record["path"] for record in records], sorted(self.packets))
        self.assertEqual({record["path"]: record["status"] for record in records},
                         {path: self.statuses.get(path, "converted") for path in self.packets})
        for record in records:
            self.assertEqual(bool(record["error"]), record["status"] in ("cut", "failed"), record)
        rows = support.engine(engines.DuckDB).ask(
            "SELECT source.port - 1000 AS number, destination.port - 2000 AS place, host, count(*) FROM "
            "read_parquet('%s/packets/date=*/host=*/*.parquet', hive_partitioning = true) GROUP BY ALL" % self.lake)
        self.assertEqual({row[3] for row in rows}, {1}, "packets that are there twice")
        wanted = {(int(os.path.basename(path)[:2]), place, os.path.basename(os.path.dirname(path))[5:])
                  for path, number in self.packets.items() for place in range(number)}
        self.assertEqual({row[:3] for row in rows}, wanted)
        self.assertEqual(os.listdir(os.path.join(self.lake, "staging")), [])

    def files(self):
        return {path: os.stat(path).st_mtime_ns for path in glob.glob(self.lake + "/packets/*/*/*")}

    def slow(self, seconds):
        """A swiftcap that takes its time, so that there is a middle of the conversion."""
        path = os.path.join(self.root, "slow")
        with open(path, "w") as file:
            file.write('#!/bin/sh\nsleep %s\nexec %s "$@"\n' % (seconds, support.SWIFTCAP))
        os.chmod(path, 0o755)
        return path

    def context(self):
        context = support.engine(engines.Spark).session.sparkContext
        context.addPyFile(os.path.join(support.EXAMPLE, "convert.py"))
        return context

    def test_worker_killed(self):
        """conversion: a worker killed in the middle loses nothing and doubles nothing; a second run changes nothing"""
        context = self.context()
        context.parallelize(range(4), 4).count()  # both workers have begun
        settings = convert.settings_for(self.lake, self.slow(0.15))
        answer = []
        work = threading.Thread(target=lambda: answer.append(convert.convert_all(context, settings, [self.inputs])))
        work.start()
        self.until(lambda: len(glob.glob(self.lake + "/converted/*")) >= 6)
        killed = executors()[0]
        os.kill(killed, signal.SIGKILL)
        done = len(glob.glob(self.lake + "/converted/*"))
        work.join(180)
        self.assertFalse(work.is_alive(), "the conversion did not end")
        self.assertLess(done, 30, "the worker was killed too late to tell anything")
        self.assertNotIn(killed, executors())
        self.held(answer[0])

        before = self.files()
        again = convert.convert_all(context, convert.settings_for(self.lake, support.SWIFTCAP), [self.inputs])
        self.held(again)
        self.assertEqual(self.files(), before)

        # What was changed since is converted again, in the place of what was there; what was mended is no longer missing.
        changed = sorted(path for path in self.packets if path not in self.statuses)[0]
        broken = [path for path, status in self.statuses.items() if status == "failed"][0]
        with open(changed, "rb") as file:
            text = file.read()
        with Savefile(broken) as file:
            frame = samples.udp(samples.A, samples.B, 1000 + int(os.path.basename(broken)[:2]), 2000, b"mended")
            file.add(samples.BEGIN, samples.ether(samples.M, samples.N, 0x0800, samples.ipv4(samples.A, samples.B, 17, frame)))
        del self.statuses[broken]
        self.packets[broken] = 1
        with open(changed, "wb") as file:
            file.write(text[:-(16 + 14 + 20 + 8 + len(b"%d %d" % (int(os.path.basename(changed)[:2]), self.packets[changed] - 1)))])
        self.packets[changed] -= 1
        self.held(convert.convert_all(context, convert.settings_for(self.lake, support.SWIFTCAP), [self.inputs]))

    def test_submit(self):
        """conversion: convert.py by itself: its report, its counts, its status"""
        report = os.path.join(self.root, "report.ndjson")
        words = [sys.executable, os.path.join(support.EXAMPLE, "convert.py"), "--swiftcap", support.SWIFTCAP, "--report", report,
                 self.inputs, os.path.join(self.root, "not-there.pcap"), self.lake]
        result = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, env={**os.environ, "MASTER": "local[1]"})
        self.assertEqual(result.returncode, 1, result.stderr.decode())
        self.assertEqual(result.stderr.decode().splitlines()[-1], "36 converted, 1 cut, 1 empty, 3 failed")
        with open(report) as lines:
            records = [json.loads(line) for line in lines]
        self.held([record for record in records if not record["path"].endswith("not-there.pcap")])

    def until(self, holds):
        end = time.monotonic() + 120
        while not holds():
            self.assertLess(time.monotonic(), end, "it did not come")
            time.sleep(0.02)


def executors():
    """Process numbers of Spark's executors that this process' driver started."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % entry, "rb") as file:
                words = file.read().split(b"\0")
            if any(word.endswith(b"CoarseGrainedExecutorBackend") for word in words) and descends(int(entry), os.getpid()):
                found.append(int(entry))
        except OSError:
            continue
    return found


def descends(process, ancestor):
    while process > 1:
        if process == ancestor:
            return True
        with open("/proc/%d/stat" % process) as file:
            process = int(file.read().rpartition(")")[2].split()[1])
    return False
