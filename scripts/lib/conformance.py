"""Runs tcpdump's own tests against swiftcap: see scripts/conformance."""
import argparse
import collections
import os
import re
import shlex
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import beside
import texts


def rows(path):
    """name, input, output, arguments, category; tcpdump's list has blanks between them, a table has tabs and a head."""
    head, found = None, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("#"):
                continue
            if "\t" in line and head is None and line.startswith("name\t"):
                head = line.split("\t")
                continue
            if head:
                row = dict(zip(head, line.split("\t")))
            else:
                words = line.split(None, 3)
                if len(words) < 3:
                    continue
                row = dict(zip(("name", "pcap", "out", "args"), words + [""]))
            row.setdefault("category", re.split(r"[-_0-9]", row["name"])[0] or row["name"])
            found.append(row)
    return found


def test(row, folder, binary):
    command = [binary, "-#", "-n", "-r", os.path.join(folder, row["pcap"])]
    command += shlex.split(row.get("args", "").replace("@TESTDIR@", folder))
    status, got, _ = texts.run(command, timeout=20)
    with open(os.path.join(folder, row["out"]), "rb") as file:
        expected = file.read()
    wanted, ours = texts.packets(expected), texts.packets(got)
    same = sum(1 for number, text in wanted.items() if ours.get(number) == text)
    verdict = "passes" if got == expected and status == 0 else "differs"
    if status is None:
        verdict = "does not end"
    elif status < 0:
        verdict = "crashes (signal %d)" % -status
    elif status > 0:
        verdict = "exit status %d" % status
    return row, verdict, same, len(wanted), None if verdict == "passes" else texts.first_difference(expected, got)


def cut(row, folder, programs, most):
    """The case's packets cut at each length, with its arguments, beside the installed tcpdump."""
    flags = ["-n"] + shlex.split(row.get("args", "").replace("@TESTDIR@", folder))
    with tempfile.TemporaryDirectory(prefix="swiftcap-cuts-") as scratch:
        path = os.path.join(scratch, "cuts.pcap")
        lengths = beside.cuts(os.path.join(folder, row["pcap"]), most, path)
        if not lengths:
            return row, beside.Outcome([], [], []), [], 1
        packets = len(texts.classic(path)[1]) // len(lengths)
        return row, beside.compare(programs, path, flags), lengths, packets


def report_cuts(arguments, cases, folder):
    """Agreement on cut packets by protocol; the status to leave with."""
    programs = beside.Programs(arguments.tcpdump, arguments.binary, 60)
    tally, faults, ends = beside.Tally(arguments.examples), [], []
    with ThreadPoolExecutor(2) as pool:
        for row, outcome, lengths, packets in pool.map(
                lambda row: cut(row, os.path.abspath(folder), programs, arguments.cuts), cases):
            faults += outcome.faults

            def where(number):
                return "%s (%s), packet %d, cut at %d" % (
                    row["name"], row.get("args", ""), (number - 1) % packets + 1, lengths[(number - 1) // packets])

            for result in outcome.results:
                tally.add(row["category"], "", result, where(result.number))
            ends += [where(number) for number in outcome.ends if number <= packets * len(lengths)]
    if not arguments.quiet:
        print(tally.table("protocol"))
        print()
        for line in tally.differences():
            print(line)
        for end in ends:
            print("tcpdump ends at %s" % end)
        print()
    for fault in faults:
        print(fault)
    same, different = tally.total(beside.SAME), tally.total(beside.OTHER)
    reached = 100 * same / (same + different) if same + different else 0
    print("%d of %d cut packets are identical (%.3f%%); beside them %d with octets from behind the packet in tcpdump's "
          "text, %d at which tcpdump ends" % (same, same + different, reached, tally.total(beside.BEYOND),
                                              tally.total(beside.LOST)))
    low = reached < (100 if arguments.least is None else arguments.least)
    return 1 if faults or low or not same else 0


def main():
    parser = argparse.ArgumentParser(prog="scripts/conformance", description="tcpdump's own tests against swiftcap")
    parser.add_argument("checkout", nargs="?", help="a checkout of tcpdump: its tests/ folder and its list are taken")
    parser.add_argument("--tests", help="the folder of inputs and outputs, instead of CHECKOUT/tests")
    parser.add_argument("--list", help="the list, instead of CHECKOUT/tests/TESTLIST")
    parser.add_argument("--binary", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--floor", type=int, help="fewer passing cases are a failure; without it each difference is one")
    parser.add_argument("--cuts", type=int, metavar="N",
                        help="instead of that, each case cut at each length beside the installed tcpdump; at most N packets "
                        "of a case (0: all)")
    parser.add_argument("--least", type=float, help="with --cuts: least percentage of identical packets")
    parser.add_argument("--examples", type=int, default=1, help="with --cuts: differences shown for each protocol (1)")
    parser.add_argument("--tcpdump", default="tcpdump", help=argparse.SUPPRESS)
    parser.add_argument("--quiet", action="store_true", help="the closing line only")
    arguments = parser.parse_args()
    folder = arguments.tests or os.path.join(arguments.checkout or ".", "tests")
    table = arguments.list or os.path.join(folder, "TESTLIST")
    if not os.path.isfile(table):
        parser.error("no list of tests at %s: name a checkout of tcpdump, or --tests and --list" % table)
    cases = [row for row in rows(table) if os.path.exists(os.path.join(folder, row["pcap"]))
             and os.path.exists(os.path.join(folder, row["out"]))]
    if not cases:
        parser.error("%s names no test whose files are in %s" % (table, folder))
    if arguments.cuts is not None:
        sys.exit(report_cuts(arguments, cases, folder))
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda row: test(row, os.path.abspath(folder), arguments.binary), cases))
    groups = collections.OrderedDict()
    for row, verdict, same, total, _ in sorted(results, key=lambda result: result[0]["category"]):
        group = groups.setdefault(row["category"], [0, 0, 0, 0])
        for index, value in enumerate((verdict == "passes", 1, same, total)):
            group[index] += value
    passed = sum(group[0] for group in groups.values())
    if not arguments.quiet:
        width = max(len(name) for name in groups)
        print("%-*s  passes  of   packets identical" % (width, "protocol"))
        for name, (good, total, same, count) in groups.items():
            print("%-*s  %6d  %3d  %d of %d" % (width, name, good, total, same, count))
        for row, verdict, _, _, difference in results:
            if verdict != "passes":
                print("\n%s (%s) %s" % (row["name"], row.get("args", ""), verdict))
                if difference:
                    print("  tcpdump   %s\n  swiftcap  %s" % difference)
        print()
    identical = sum(group[2] for group in groups.values()), sum(group[3] for group in groups.values())
    print("%d of %d cases pass, %d of %d packets are identical" % (passed, len(cases), *identical))
    broken = [result for result in results if result[1].startswith(("crashes", "does not end"))]
    wanted = len(cases) if arguments.floor is None else arguments.floor
    sys.exit(1 if passed < wanted or broken else 0)


main()
