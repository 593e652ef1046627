"""Each engine reads each column, and has what tshark says of the same packets."""
import collections
import json
import os
import struct
import unittest

import reference
import samples
import support
import tshark
from frames import Savefile, mac

# Columns for which tshark has no word in a savefile of Ethernet.
UNSAID = {"observer.hostname", "observer.ingress.interface.name", "network.direction", "swiftcap.foreign_unicast",
          "swiftcap.cut_in", "swiftcap.malformed"}


def cooked(path):
    """A savefile of Linux cooked packets: to this host, and from it."""
    frame = samples.ipv4(samples.A, samples.B, 17, samples.udp(samples.A, samples.B, 1, 2, b"cooked"))
    with Savefile(path, link=113) as file:
        for kind in (0, 4):
            head = struct.pack(">HHH6s2xH", kind, 1, 6, mac(samples.M), 0x0800)
            file.add(samples.BEGIN, head + frame)


class Columns(unittest.TestCase):
    longMessage = False

    @classmethod
    def setUpClass(cls):
        cls.names = [name for name in support.declared() if name in reference.COLUMNS]
        cls.files = {}
        for name, write in (("everything", lambda path: samples.savefile(path, *samples.EVERYTHING)),
                            ("cut", lambda path: samples.savefile(path, *samples.EVERYTHING, snapshot=50)),
                            ("cooked", cooked)):
            savefile, parquet = support.scratch(name + ".pcap"), support.scratch(name + ".parquet")
            write(savefile)
            support.swiftcap("-r", savefile, "-w", parquet, "--columns", "all")
            cls.files[name] = (savefile, parquet, tshark.read(savefile))

    def test_references(self):
        """columns: each one of --list-columns has its counterpart in tshark, and the other way round"""
        self.assertEqual(set(support.declared()), set(reference.COLUMNS))

    def test_filled(self):
        """columns: the packets of the checks have a value in each"""
        empty = set(self.names) - UNSAID
        for _, _, packets in self.files.values():
            empty -= {name for name in empty if any(reference.COLUMNS[name](packet) not in (None, Ellipsis) for packet in packets)}
        self.assertEqual(empty, set())

    def check(self, kind):
        for savefile, parquet, packets in self.files.values():
            with self.subTest(savefile=os.path.basename(savefile)):
                ours = support.engine(kind).columns(parquet, self.names)
                found = [entry for entry in support.differences(self.names, ours, packets) if not entry[4]]
                self.assertEqual(found, [], support.listing(found))

    def test_duckdb(self):
        """columns: DuckDB has what tshark has"""
        self.check(support.engines.DuckDB)

    def test_clickhouse(self):
        """columns: ClickHouse has what tshark has"""
        self.check(support.engines.ClickHouse)

    def test_spark(self):
        """columns: Spark has what tshark has"""
        self.check(support.engines.Spark)

    def test_ndjson(self):
        """columns: NDJSON has what Parquet has"""
        savefile, parquet, _ = self.files["everything"]
        lines = support.swiftcap("-r", savefile, "--json", "--columns", "all").stdout.decode("ascii").splitlines()
        rows = [flat(json.loads(line)) for line in lines]
        ours = support.engine(support.engines.DuckDB).columns(parquet, self.names)
        for name in self.names:
            if name != "time":
                self.assertEqual([row.get(name) for row in rows], ours[name], name)
        stamps = [row["@timestamp"] for row in rows]
        self.assertEqual([stamp[:26].rstrip("Z").ljust(26, "0") for stamp in stamps],
                         [support.plain(time).isoformat(timespec="microseconds") for time in ours["time"]])


def flat(document, prefix=""):
    """{dotted name: value} of nested objects; a key that comes twice is an error."""
    found = {}
    for key, value in document.items():
        assert prefix + key not in found, "key twice: %s" % (prefix + key)
        found.update(flat(value, prefix + key + ".") if isinstance(value, dict) else {prefix + key: value})
    return found


class Hostile(unittest.TestCase):
    """Names from packets that would like to be something else."""

    longMessage = False


    @classmethod
    def setUpClass(cls):
        cls.savefile, cls.parquet = support.scratch("hostile.pcap"), support.scratch("hostile.parquet")
        samples.savefile(cls.savefile, samples.hostile)
        support.swiftcap("-r", cls.savefile, "-w", cls.parquet, "--columns", "all")
        texts = [text for _, text in samples.HOSTILE]
        cls.expected = {"dns.question.name": texts, "tls.client.server_name": texts, "swiftcap.dhcp.host_name": texts}

    def held(self, table):
        for column, texts in self.expected.items():
            self.assertEqual([value for value in table[column] if value is not None], texts, column)

    def test_engines(self):
        """hostile names: each engine has them as the documented escapes"""
        for kind in support.ENGINES:
            with self.subTest(engine=kind.name):
                self.held(support.engine(kind).columns(self.parquet, list(self.expected)))

    def test_ndjson(self):
        """hostile names: NDJSON stays one valid object of printable ASCII in each line"""
        text = support.swiftcap("-r", self.savefile, "--json", "--columns", "all").stdout
        self.assertFalse([octet for octet in set(text) if octet != 10 and not 32 <= octet < 127])
        table = collections.defaultdict(list)
        for line in text.splitlines():
            row = flat(json.loads(line))
            for column in self.expected:
                table[column].append(row.get(column))
        self.assertEqual(text.count(b"\n"), 4 * len(samples.HOSTILE))
        self.held(table)
