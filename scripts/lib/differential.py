"""Runs swiftcap and tcpdump on savefiles and compares their texts packet by packet: see scripts/differential."""
import argparse
import collections
import os
import shlex
import sys
from concurrent.futures import ThreadPoolExecutor

import texts


def names(path):
    """What each packet carries, by number."""
    return {number: texts.carried(link, data) for number, (link, data) in enumerate(texts.savefile(path), 1)}


def compare(job):
    path, flags, programs, timeout = job
    runs = [texts.run([program, "-#", "-t" if "-t" not in flags else "-#", "-r", path] + flags, timeout=timeout)
            for program in programs]
    theirs, ours = (texts.packets(out) for _, out, _ in runs)
    kinds = names(path)
    results = []
    for number, text in theirs.items():
        same = ours.get(number) == text
        results.append((kinds.get(number, "?"), same, None if same else
                        (path, number, flags, texts.first_difference(text, ours.get(number, b"")))))
    status = runs[1][0]
    fault = None
    if status is None:
        fault = "%s %s: swiftcap does not end" % (path, " ".join(flags))
    elif status < 0 or status >= 128:
        fault = "%s %s: swiftcap ends by a signal (status %d)" % (path, " ".join(flags), status)
    return results, fault


def floors(path):
    if not path or not os.path.exists(path):
        return {}
    with open(path) as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return {line[0].replace("_", " "): float(line[1]) for line in lines}


def main():
    parser = argparse.ArgumentParser(prog="scripts/differential", usage="scripts/differential [options] FILE... [-- FLAGS]",
                                     description="swiftcap beside the installed tcpdump, packet by packet")
    parser.add_argument("files", nargs="+", help="savefiles, or folders of them")
    parser.add_argument("--flags", action="append", help="a set of flags, as --flags='-nn -e'; may be given several times (-nn)")
    parser.add_argument("--examples", type=int, default=1, help="differences that are shown for each protocol (1)")
    parser.add_argument("--floors", metavar="FILE", help="least percentage for each protocol: falling below is a failure")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write what was reached into --floors")
    parser.add_argument("--least", type=float, help="least percentage of all packets")
    parser.add_argument("--packets", type=int, help="least number of packets")
    parser.add_argument("--timeout", type=float, default=120, help="seconds for one run (120)")
    parser.add_argument("--quiet", action="store_true", help="the closing line only")
    parser.add_argument("--binary", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--tcpdump", default="tcpdump", help=argparse.SUPPRESS)
    words = sys.argv[1:]
    sets = []
    if "--" in words:
        place = words.index("--")
        words, sets = words[:place], [words[place + 1:]]
    arguments = parser.parse_args(words)
    sets += [shlex.split(flags) for flags in arguments.flags or []]
    sets = sets or [["-nn"]]
    paths = []
    for name in arguments.files:
        if os.path.isdir(name):
            paths += sorted(os.path.join(name, entry) for entry in os.listdir(name)
                            if entry.endswith((".pcap", ".cap", ".pcapng", ".trace")))
        else:
            paths.append(name)
    jobs = [(path, flags, (arguments.tcpdump, arguments.binary), arguments.timeout) for path in paths for flags in sets]
    groups, shown, faults = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(list), []
    with ThreadPoolExecutor(2) as pool:
        for results, fault in pool.map(compare, jobs):
            if fault:
                faults.append(fault)
            for kind, same, difference in results:
                groups[kind][0] += same
                groups[kind][1] += 1
                if difference and len(shown[kind]) < arguments.examples:
                    shown[kind].append(difference)
    same, total = sum(group[0] for group in groups.values()), sum(group[1] for group in groups.values())
    if not arguments.quiet:
        print("%-16s %9s %9s" % ("carries", "packets", "identical"))
        for kind, (good, count) in sorted(groups.items(), key=lambda item: (item[1][0] / item[1][1], item[0])):
            print("%-16s %9d %8.2f%%" % (kind, count, 100 * good / count))
        for kind, differences in sorted(shown.items()):
            for path, number, flags, pair in differences:
                print("\n%s: %s, packet %d, %s" % (kind, os.path.basename(path), number, " ".join(flags)))
                if pair:
                    print("  tcpdump   %s\n  swiftcap  %s" % pair)
        print()
    for fault in faults:
        print(fault)
    share = 100 * same / total if total else 0
    failed = bool(faults) or total == 0
    least = floors(arguments.floors)
    for kind, wanted in sorted(least.items()):
        good, count = groups.get(kind, (0, 0))
        if count and 100 * good / count + 1e-9 < wanted:
            print("%s: %.2f%% of its packets are identical, the floor is %.2f%%" % (kind, 100 * good / count, wanted))
            failed = True
    if arguments.lift and arguments.floors:
        for kind, (good, count) in groups.items():
            # Rounded down: the floor must be reached again.
            least[kind] = max(least.get(kind, 0), int(10000 * good / count) / 100)
        with open(arguments.floors, "w") as file:
            file.write("# Least percentage of identical packets for each protocol; they only rise.\n")
            file.writelines("%s %.2f\n" % (kind.replace(" ", "_"), value) for kind, value in sorted(least.items()))
    if arguments.least is not None and share < arguments.least:
        print("%.3f%% of the packets are identical, the least is %.3f%%" % (share, arguments.least))
        failed = True
    if arguments.packets is not None and total < arguments.packets:
        print("%d packets were compared, the least is %d" % (total, arguments.packets))
        failed = True
    print("%d of %d packets are identical (%.3f%%), %d files, %d sets of flags" % (same, total, share, len(paths), len(sets)))
    sys.exit(1 if failed or (same < total and not least and arguments.least is None) else 0)


main()
