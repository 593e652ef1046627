"""Runs swiftcap and tcpdump on savefiles and compares their texts packet by packet: see scripts/differential."""
import argparse
import os
import shlex
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import beside
import texts


def words(line):
    parser = argparse.ArgumentParser(
        prog="scripts/differential", usage="scripts/differential [options] FILE... [-- FLAGS]",
        description="swiftcap beside the installed tcpdump, packet by packet")
    parser.add_argument("files", nargs="+", help="savefiles, or folders of them")
    parser.add_argument("--flags", action="append",
                        help="a set of flags, as --flags='-nn -e'; may be given several times (-nn)")
    parser.add_argument("--cuts", type=int, metavar="N",
                        help="each packet cut at each length, at most N packets for a file (0: all)")
    parser.add_argument("--examples", type=int, default=1, help="differences that are shown for each protocol (1)")
    parser.add_argument("--floors", metavar="FILE",
                        help="least percentages by protocol and set of flags: falling below one is a failure")
    parser.add_argument("--raise", dest="lift", action="store_true",
                        help="write what was reached into --floors; no floor falls")
    parser.add_argument("--slack", type=float, default=0,
                        help="points below a floor that are no failure, for captures that are random (0)")
    parser.add_argument("--least", type=float, help="least percentage of all packets")
    parser.add_argument("--packets", type=int, help="least number of packets that are compared")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for one run (60)")
    parser.add_argument("--quiet", action="store_true", help="the closing lines only")
    parser.add_argument("--binary", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--tcpdump", default="tcpdump", help=argparse.SUPPRESS)
    sets = []
    if "--" in line:
        place = line.index("--")
        line, sets = line[:place], [line[place + 1:]]
    arguments = parser.parse_args(line)
    arguments.sets = sets + [shlex.split(flags) for flags in arguments.flags or []] or [["-nn"]]
    if arguments.lift and not arguments.floors:
        parser.error("--raise needs --floors")
    return arguments


def savefiles(names):
    for name in names:
        if os.path.isdir(name):
            yield from sorted(os.path.join(name, entry) for entry in os.listdir(name)
                              if entry.endswith((".pcap", ".cap", ".pcapng", ".trace")))
        else:
            yield name


def job(path, flags, programs, keys, most):
    """What each packet of one file carries, what became of it, and where it is."""
    with tempfile.TemporaryDirectory(prefix="swiftcap-cuts-") as folder:
        compared = path
        lengths = []
        if most is not None:
            compared = os.path.join(folder, "cuts.pcap")
            lengths = beside.cuts(path, most, compared)
            if not lengths:
                return [], [], []
        outcome = beside.compare(programs, compared, flags)
        kinds = [keys.carried(link, data) for link, data in texts.savefile(path)]

        def place(number):
            index = (number - 1) % len(kinds) if lengths else number - 1
            where = "%s, packet %d" % (os.path.basename(path), index + 1)
            return index, where + (", cut at %d" % lengths[(number - 1) // len(kinds)] if lengths else "")

        found = []
        for result in outcome.results:
            index, where = place(result.number)
            found.append((kinds[index] if index < len(kinds) else "?", result, "%s, %s" % (where, " ".join(flags))))
        ends = ["%s, %s" % (place(number)[1], " ".join(flags)) for number in outcome.ends]
        return found, outcome.faults, ends


def read_floors(path):
    """(protocol, flags) -> percentage. The first line names the sets of flags, each other one a protocol."""
    if not path or not os.path.exists(path):
        return {}
    found, sets = {}, []
    with open(path) as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("#") or not line.strip():
                continue
            if not sets:
                sets = cells[1:]
                continue
            found.update(((cells[0], flags), float(cell)) for flags, cell in zip(sets, cells[1:]) if cell != "-")
    return found


def write_floors(path, floors):
    sets = sorted({flags for _, flags in floors}, key=lambda flags: (len(flags), flags))
    with open(path, "w") as file:
        file.write("# Least percentage of identical packets for each protocol and set of flags; they only rise.\n")
        file.write("# Written by scripts/differential --floors FILE --raise.\n")
        file.write("\t".join(["protocol"] + sets) + "\n")
        for protocol in sorted({protocol for protocol, _ in floors}):
            cells = [floors.get((protocol, flags)) for flags in sets]
            file.write("\t".join([protocol] + ["-" if cell is None else "%.3f" % cell for cell in cells]) + "\n")


def check(arguments, tally):
    """Lines about floors that are not kept; raises them when that is asked for."""
    floors = read_floors(arguments.floors)
    lines = []
    for (protocol, flags), wanted in sorted(floors.items()):
        counts = tally.groups.get((protocol, flags))
        if counts and beside.share(counts) + arguments.slack + 1e-9 < wanted:
            lines.append("%s with %s: %.3f%% of its packets are identical, the floor is %.3f%%"
                         % (protocol, flags, beside.share(counts), wanted))
    if arguments.lift:
        for key, counts in tally.groups.items():
            # Rounded down: the floor must be reached again.
            floors[key] = max(floors.get(key, 0), int(1000 * beside.share(counts)) / 1000)
        write_floors(arguments.floors, floors)
    same, different = tally.total(beside.SAME), tally.total(beside.OTHER)
    reached = 100 * same / (same + different) if same + different else 0
    if arguments.least is not None and reached < arguments.least:
        lines.append("%.3f%% of the packets are identical, the least is %.3f%%" % (reached, arguments.least))
    if arguments.packets is not None and same + different < arguments.packets:
        lines.append("%d packets were compared, the least is %d" % (same + different, arguments.packets))
    strict = arguments.floors is None and arguments.least is None
    if strict and different or not same + different:
        lines.append("not all are identical")
    return lines, "%d of %d packets are identical (%.3f%%)" % (same, same + different, reached)


def main():
    arguments = words(sys.argv[1:])
    programs = beside.Programs(arguments.tcpdump, arguments.binary, arguments.timeout)
    keys = texts.Keys(arguments.binary)
    paths = list(savefiles(arguments.files))
    tally, faults, ends = beside.Tally(arguments.examples), [], []
    with ThreadPoolExecutor(2) as pool:
        jobs = [(flags, pool.submit(job, path, flags, programs, keys, arguments.cuts))
                for path in paths for flags in arguments.sets]
        for flags, each in jobs:
            found, broken, died = each.result()
            faults += broken
            ends += died
            for protocol, result, where in found:
                tally.add(protocol, " ".join(flags), result, where)
    if not arguments.quiet:
        print(tally.table())
        print()
        for line in tally.differences():
            print(line)
        for end in ends:
            print("tcpdump ends at %s" % end)
        print()
    lines, closing = check(arguments, tally)
    for line in faults + lines:
        print(line)
    print("%s, %d files, %d sets of flags; beside them %d with octets from behind the packet in tcpdump's text, "
          "%d at which tcpdump ends" % (closing, len(paths), len(arguments.sets), tally.total(beside.BEYOND),
                                        tally.total(beside.LOST)))
    sys.exit(1 if faults or lines else 0)


main()
