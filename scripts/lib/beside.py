"""swiftcap beside tcpdump, packet by packet: what scripts/differential and scripts/conformance --cuts share."""
import collections
import os
import tempfile

import texts

# What became of a packet: the same text; another; text of tcpdump's that depends on octets behind the packet; a packet at
# which tcpdump ended, so that there is nothing to compare with.
SAME, OTHER, BEYOND, LOST = "identical", "different", "beyond", "lost"

Result = collections.namedtuple("Result", "number outcome pair")
Outcome = collections.namedtuple("Outcome", "results faults ends")


class Programs:
    """The two programs, and how long one run may take."""

    def __init__(self, tcpdump, swiftcap, timeout):
        self.tcpdump, self.swiftcap, self.timeout = tcpdump, swiftcap, timeout

    def command(self, program, path, flags):
        return [program, "-#", "-r", path] + ([] if any(flag.startswith("-t") for flag in flags) else ["-t"]) + flags


def compare(programs, path, flags):
    """Each packet of a savefile that tcpdump prints, with both texts of those that differ.

    Where tcpdump crashes or does not end, it goes on behind the packet at which it did, if the format is the classic one:
    `ends` says where.
    """
    ends, results = [], []
    first, whole = 0, path
    with tempfile.TemporaryDirectory(prefix="swiftcap-beside-") as folder:
        while True:
            status, out, _ = texts.run(programs.command(programs.tcpdump, path, flags), programs.timeout)
            died = status is None or status < 0 or status >= 128
            if died:
                # What was in its buffer is lost: once more, line by line.
                _, out, _ = texts.run(programs.command(programs.tcpdump, path, ["-l"] + flags), programs.timeout)
            theirs = texts.packets(out)
            status, out, _ = texts.run(programs.command(programs.swiftcap, path, flags), programs.timeout)
            ours = texts.packets(out)
            fault = None
            if status is None:
                fault = "%s %s: swiftcap does not end" % (whole, " ".join(flags))
            elif status < 0 or status >= 128:
                fault = "%s %s: swiftcap ends by a signal (status %d)" % (whole, " ".join(flags), status)
            last = max(theirs) if theirs else 0
            if died and last:
                # It may be half said.
                theirs.pop(last)
            for number, text in theirs.items():
                mine = ours.get(number)
                if mine == text:
                    results.append(Result(first + number, SAME, None))
                else:
                    results.append(Result(first + number, OTHER, (text, mine)))
            if fault:
                return Outcome(results, [fault], ends)
            if not died:
                break
            first += max(last, 1)
            ends.append(first)
            results.append(Result(first, LOST, None))
            rest = texts.classic(whole)
            if rest is None or first >= len(rest[1]):
                break
            path = os.path.join(folder, "rest.pcap")
            texts.write(path, rest[0], rest[1][first:])
        results = settle(programs, whole, flags, results, folder)
    return Outcome(results, [], ends)


# More differences of one file are not looked into.
MOST = 400


def settle(programs, path, flags, results, folder):
    """Finds the differences that are tcpdump's alone: its text of a packet changes with what lies in memory behind it.

    A packet is read into a buffer that the one before has used. So each is put behind a copy of itself with more octets,
    which are zeros in one file and others in a second; what tcpdump then says of it must be the same.
    """
    different = [result.number for result in results if result.outcome == OTHER][:MOST]
    read = texts.classic(path) if different else None
    if read is None:
        return results
    head, records = read
    said = []
    for filling in (b"\x00", b"\x5a"):
        name = os.path.join(folder, "filled.pcap")
        pairs = []
        for number in different:
            record = records[number - 1]
            # Two of them: the first may change what is remembered, for both files alike.
            pairs += [record.longer(filling * 512), record]
        texts.write(name, head, pairs)
        status, out, _ = texts.run(programs.command(programs.tcpdump, name, ["-l"] + flags), programs.timeout)
        said.append(texts.packets(out))
    beyond = {number for place, number in enumerate(different)
              if said[0].get(2 * place + 2) != said[1].get(2 * place + 2)}
    return [result._replace(outcome=BEYOND) if result.number in beyond else result for result in results]


def cuts(path, most, destination):
    """Writes each packet of a savefile cut at each length into one classic file, at most so many packets; what lengths are
    left out are spread evenly. Returns the lengths: for each of them all packets follow in order."""
    read = texts.classic(path) or texts.as_classic(path)
    if read is None or not read[1]:
        return []
    head, records = read
    longest = max(len(record.data) for record in records)
    rounds = max(1, most // len(records)) if most else longest
    lengths = sorted({max(1, longest * turn // rounds) for turn in range(1, rounds + 1)}) if rounds < longest \
        else list(range(1, longest + 1))
    # The first octets hold the headers: a sample takes each length there, as far as half of it goes.
    if rounds < longest:
        near = list(range(1, rounds // 2 + 1))
        lengths = sorted(set(near) | set(lengths[len(near):]))
    texts.write(destination, head, [record.cut(length) for length in lengths for record in records])
    return lengths


class Tally:
    """Counts by protocol and set of flags, and the first differences of each protocol."""

    def __init__(self, examples=1):
        self.groups = collections.defaultdict(collections.Counter)
        self.examples, self.shown = examples, collections.defaultdict(list)

    def add(self, protocol, flags, result, where):
        self.groups[protocol, flags][result.outcome] += 1
        if result.outcome == OTHER and len(self.shown[protocol]) < self.examples:
            text, mine = result.pair
            self.shown[protocol].append((where, texts.first_difference(text, mine or b"")))

    def total(self, outcome=None, flags=None):
        return sum(count for (_, each), counts in self.groups.items() if flags is None or each == flags
                   for name, count in counts.items() if outcome is None or name == outcome)

    def protocols(self):
        """Protocol -> counts over all sets of flags."""
        found = collections.defaultdict(collections.Counter)
        for (protocol, _), counts in self.groups.items():
            found[protocol].update(counts)
        return found

    def table(self, head="carries"):
        lines = ["%-20s %9s %9s %10s %7s %5s" % (head, "packets", "identical", "different", "beyond", "lost")]
        for protocol, counts in sorted(self.protocols().items(), key=lambda item: (share(item[1]), item[0])):
            lines.append("%-20s %9d %8.2f%% %10d %7d %5d" % (
                protocol, sum(counts.values()), share(counts), counts[OTHER], counts[BEYOND], counts[LOST]))
        return "\n".join(lines)

    def differences(self):
        for protocol, found in sorted(self.shown.items()):
            for where, pair in found:
                yield "%s: %s" % (protocol, where)
                if pair:
                    yield "  tcpdump   %s\n  swiftcap  %s" % pair


def share(counts):
    """Percentage of identical ones among those that can be compared."""
    good, bad = counts[SAME], counts[OTHER]
    return 100 * good / (good + bad) if good + bad else 100.0
