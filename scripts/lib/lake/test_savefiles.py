"""Real traffic: a folder of savefiles, each packet's columns beside tshark's, and why they differ where they do."""
import collections
import concurrent.futures
import os
import unittest

import reference
import support
import tshark

folder = None


class Savefiles(unittest.TestCase):
    longMessage = False

    def test_savefiles(self):
        """savefiles: what differs from tshark on real traffic is explained"""
        if not folder:
            self.skipTest("no folder of savefiles given (--savefiles)")
        paths = sorted(os.path.join(folder, name) for name in os.listdir(folder)
                       if name.endswith((".pcap", ".pcapng", ".cap", ".trace")))
        self.assertTrue(paths, "no savefiles in " + folder)
        names = [name for name in support.declared() if name in reference.COLUMNS]
        place = support.scratch("savefiles")
        os.mkdir(place)
        unexplained, reasons, packets = [], collections.Counter(), 0
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for path, read in zip(paths, pool.map(lambda path: self.converted(place, path), paths)):
                parquet = self.parquet(place, path)
                if not os.path.exists(parquet):
                    self.assertFalse(read, "%s: tshark reads packets, swiftcap none" % path)
                    continue
                ours = support.engine(support.engines.DuckDB).columns(parquet, names)
                packets += len(read)
                for column, number, mine, other, reason in support.differences(names, ours, read):
                    if reason:
                        reasons[reason] += 1
                    else:
                        unexplained.append((os.path.basename(path), column, number, mine, other))
        print("        %d packets of %d savefiles, %d columns each" % (packets, len(paths), len(names)))
        for reason, number in reasons.most_common():
            print("        %6d values: %s" % (number, reason))
        shown = ["%s: %s of packet %d: swiftcap %r, tshark %r" % entry for entry in unexplained[:40]]
        self.assertEqual(unexplained, [], "%d differences without explanation\n%s" % (len(unexplained), "\n".join(shown)))

    def parquet(self, place, path):
        return os.path.join(place, os.path.basename(path) + ".parquet")

    def converted(self, place, path):
        support.swiftcap("-r", path, "-w", self.parquet(place, path), "--columns", "all", check=False)
        return tshark.read(path)

    def test_savefiles_elsewhere(self):
        """savefiles: ClickHouse and Spark have what DuckDB has of them"""
        place = support.scratch("savefiles")
        if not os.path.isdir(place):
            self.skipTest("no savefiles were converted")
        names = [name for name in support.declared() if name not in ("time", "observer.hostname")]
        answers = {}
        for kind in support.ENGINES:
            engine = support.engine(kind)
            select = ", ".join("count(%s), %s" % (name, digest(name)) for name in names)
            pattern = os.path.join(place, "*.parquet") if kind is not support.engines.Spark else place
            answers[kind.name] = list(map(int_or_zero, engine.ask("SELECT %s FROM %s" % (select, engine.source(pattern)))[0]))
        self.assertEqual(answers["ClickHouse"], answers["DuckDB"])
        self.assertEqual(answers["Spark"], answers["DuckDB"])


def digest(name):
    """A sum over a column's values that all engines can form."""
    kind = support.declared()[name]
    if kind == "boolean":
        return "sum(CASE WHEN %s THEN 1 ELSE 0 END)" % name
    if kind == "int64":
        return "sum(%s %% 1000003)" % name
    return ("sum(%s)" if kind.startswith("uint") else "sum(length(%s))") % name


def int_or_zero(value):
    return int(value or 0)
