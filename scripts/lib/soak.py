"""scripts/soak: a long capture under a steady load, in the network namespace in which this program is started."""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SIZE = 128
PERIOD = 10.0  # seconds between samples
STEADY = 1 << 20  # octets by which memory may seem to grow in the second half
# A report keeps 10,000 changes of the books, which take memory: all of them come in this part of the time, so that what grows later
# has another reason.
CHANGES, EARLY = 11_000, 0.35
OPTIONS = ["-C", "100", "-W", "5", "-B", "262144"]


def ip(*words):
    subprocess.run(["ip", *words], check=True)


class Capture:
    """The program that is watched, with its files and its report."""

    def __init__(self, program, folder, options):
        self.folder, self.report = folder, os.path.join(folder, "report.json")
        self.said = open(os.path.join(folder, "said"), "w+")
        words = [program, "-i", "v1", "-w", os.path.join(folder, "soak.pcap"), "--report", self.report, *options, "udp port 9"]
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.said)
        for _ in range(1000):
            if "listening on" in self.text():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        sys.exit("scripts/soak: the capture did not start: " + self.text())

    def text(self):
        with open(self.said.name) as file:
            return file.read()

    def sample(self):
        """(resident octets, descriptors, threads) of the process and its helpers."""
        resident = descriptors = threads = 0
        for pid in [self.process.pid, *children(self.process.pid)]:
            try:
                with open("/proc/%d/status" % pid) as file:
                    status = file.read()
                resident += 1024 * int(re.search(r"VmRSS:\s*(\d+)", status).group(1))
                threads += int(re.search(r"Threads:\s*(\d+)", status).group(1))
                descriptors += len(os.listdir("/proc/%d/fd" % pid))
            except (FileNotFoundError, AttributeError):
                pass  # ended meanwhile
        return resident, descriptors, threads

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(120)
        with open(self.report) as file:
            return status, json.load(file)


def children(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
            return [int(word) for word in file.read().split()]
    except FileNotFoundError:
        return []


class Beside:
    """What goes on beside the capture: the switch, other captures, a macvlan, audits."""

    def __init__(self, program, seconds):
        self.program, self.turn, self.other, self.audits, self.failed = program, 0, None, 0, []
        self.began, self.early, self.flips = time.monotonic(), seconds * EARLY, 0
        self.switch = subprocess.Popen(["ip", "-batch", "-"], stdin=subprocess.PIPE, text=True)

    def flip(self):
        """As many changes as are due by now."""
        due = min(CHANGES, int(CHANGES * (time.monotonic() - self.began) / self.early))
        while self.flips < due:
            self.flips += 1
            self.switch.stdin.write("link set v1 promisc %s\n" % ("on" if self.flips % 2 else "off"))
            self.switch.stdin.flush()
            time.sleep(0.005)

    def step(self):
        self.turn += 1
        self.flip()
        if self.flips == CHANGES and self.turn % 2 == 0:
            ip("link", "set", "v1", "promisc", "on" if self.turn % 4 == 0 else "off")
        if self.turn % 10 == 3:
            ip("link", "add", "mv", "link", "v1", "type", "macvlan", "mode", "passthru") if self.turn % 20 == 3 else ip(
                "link", "del", "mv")
        if self.turn % 10 == 5:
            self.end()
            self.other = subprocess.Popen(["tcpdump", "-i", "v1", "-c", "5", "-w", "/dev/null", "-Z", "root", "tcp port 1"],
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if self.turn % 10 == 8:
            answer = subprocess.run([self.program, "audit", "v1", "--json"], capture_output=True)
            self.audits += 1
            if answer.returncode != 0:
                self.failed.append(answer.stderr.decode(errors="replace").strip())

    def end(self):
        if self.other:
            self.other.send_signal(signal.SIGINT)
            self.other.wait()
            self.other = None

    def undo(self):
        self.end()
        self.switch.stdin.close()
        self.switch.wait()
        subprocess.run(["ip", "link", "del", "mv"], stderr=subprocess.DEVNULL)
        ip("link", "set", "v1", "promisc", "off")


def slope(samples):
    """Growth in octets over the time of samples, by least squares."""
    if len(samples) < 3:
        return 0.0
    middle = sum(at for at, _ in samples) / len(samples)
    mean = sum(value for _, value in samples) / len(samples)
    spread = sum((at - middle) ** 2 for at, _ in samples)
    rate = sum((at - middle) * (value - mean) for at, value in samples) / spread
    return rate * (samples[-1][0] - samples[0][0])


def readable(folder):
    """(files, packets in them) as tcpdump reads them; a file that it does not read to its end raises."""
    files = packets = 0
    for name in sorted(os.listdir(folder)):
        if name.startswith("soak.pcap"):
            answer = subprocess.run(["tcpdump", "-r", os.path.join(folder, name), "--count", "-Z", "root"], capture_output=True,
                                    text=True, check=True)
            packets += int(re.search(r"(\d+) packets?", answer.stdout + answer.stderr).group(1))
            files += 1
    return files, packets


def run(words, folder):
    ip("link", "add", "v0", "type", "veth", "peer", "name", "v1")
    for name in ("lo", "v0", "v1"):
        ip("link", "set", name, "up")
    program = os.environ["SWIFTCAP"]
    capture = Capture(program, folder, words.option or OPTIONS)
    seconds = words.hours * 3600
    beside = Beside(program, seconds)
    count = int(words.rate * seconds)
    sender = subprocess.Popen([os.environ["SOAK_SENDER"], "send", "v0", str(count), str(SIZE), str(words.rate)])
    began, samples, next_sample = time.monotonic(), [], 0.0
    print("%8s  %12s  %11s  %7s" % ("seconds", "resident MiB", "descriptors", "threads"), flush=True)
    while sender.poll() is None and capture.process.poll() is None:
        now = time.monotonic() - began
        if now >= next_sample:
            samples.append((now, *capture.sample()))
            next_sample += PERIOD
            if len(samples) % max(1, int(seconds / PERIOD / 20)) == 1 or seconds < 300:
                print("%8.0f  %12.1f  %11d  %7d" % (now, samples[-1][1] / 2 ** 20, *samples[-1][2:]), flush=True)
        beside.step()
        time.sleep(0.5)
    sender.wait()
    beside.undo()
    time.sleep(1)
    status, report = capture.stop()
    return verdict(count, samples, beside, status, report, folder)


def verdict(count, samples, beside, status, report, folder):
    counts = report["interfaces"][0]["packets"]
    half = [sample for sample in samples if sample[0] >= samples[-1][0] / 2]
    grown = slope([sample[:2] for sample in half])
    descriptors = sorted({sample[2] for sample in half})
    files, kept = readable(folder)
    checks = [
        (status == 0, "exit status %d; %s" % (status, report["interfaces"][0]["verdict"]["summary"])),
        (counts["captured"] + counts["dropped_by_kernel"] == count,
         "%d sent, %d captured, %d dropped" % (count, counts["captured"], counts["dropped_by_kernel"])),
        (counts["dropped_by_kernel"] == 0, "nothing lost"),
        (files > 0 and kept > 0, "%d files read by tcpdump to their ends, %d packets" % (files, kept)),
        (abs(grown) < STEADY, "memory of the second half: %+.2f MiB by least squares, %.1f to %.1f MiB" % (
            grown / 2 ** 20, min(s[1] for s in half) / 2 ** 20, max(s[1] for s in half) / 2 ** 20)),
        (descriptors[-1] - descriptors[0] <= 3, "descriptors: %d to %d" % (descriptors[0], descriptors[-1])),
        (not beside.failed, "%d audits beside it%s" % (beside.audits, "".join("; " + text for text in beside.failed[:3]))),
    ]
    for good, text in checks:
        print("%s %s" % ("ok     " if good else "FAILED ", text))
    return all(good for good, _ in checks)


def main():
    parser = argparse.ArgumentParser(prog="scripts/soak", description="A long capture under a steady load.")
    parser.add_argument("hours", type=float, help="how long; 0.17 is ten minutes")
    parser.add_argument("--rate", type=int, default=100_000, help="packets a second (100000)")
    parser.add_argument("--folder", help="where the files go (a temporary folder in /var/tmp, which is removed)")
    parser.add_argument("--option", action="append", help="options of the capture instead of %s, each by --option=" % " ".join(OPTIONS))
    words = parser.parse_args()
    folder = words.folder or tempfile.mkdtemp(prefix="soak-", dir="/var/tmp")
    os.makedirs(folder, exist_ok=True)
    try:
        return 0 if run(words, folder) else 1
    finally:
        if not words.folder:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
