"""scripts/faults: faults by what is written, in the network namespace in which this program is started."""
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

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM, SENDER = os.environ["SWIFTCAP"], os.environ["SENDER"]
COUNT, RATE, SIZE = 160_000, 40_000, 128
GROUPS = "/run/netns/groups"  # a mount of this program's own, as all of /run/netns is

# What is written, by name: options and the file.
SHAPES = {
    "one file": (["-w"], "x.pcap"),
    "rotated": (["-C", "2", "-w"], "x.pcap"),
    "packed": (["-w"], "x.pcap.zst"),
    "pcapng": (["-w"], "x.pcapng"),
    "Parquet": (["-w"], "x.parquet"),
    "two interfaces": (["-i", "w1", "-w"], "x.pcapng"),
    "two threads": (["--threads", "2", "-w"], "x.pcap"),
    "pipe": (["-w", "-"], None),
}


def ip(*words):
    subprocess.run(["ip", *words], check=True)


class Run:
    """One capture under traffic, with what became of it."""

    def __init__(self, shape, home, folder, words=(), environment=None, reader=None, before=()):
        options, name = SHAPES[shape]
        self.shape, self.folder, self.report = shape, folder, os.path.join(home, "report.json")
        self.said = os.path.join(home, "said")
        line = [*before, PROGRAM, "-i", "v1", *words, "--report", self.report, *options]
        if name:
            line.append(os.path.join(folder, name))
        self.reader = reader and subprocess.Popen(reader, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        with open(self.said, "w") as errors:
            self.process = subprocess.Popen(
                [*line, "udp port 9"], stdin=subprocess.DEVNULL, stderr=errors,
                stdout=self.reader.stdin if self.reader else subprocess.DEVNULL, env={**os.environ, **(environment or {})})
        if self.reader:
            self.reader.stdin.close()
        self.senders, self.sent, self.status = [], 0, None
        wait(lambda: "listening on" in self.text() or self.process.poll() is not None, 20)

    def text(self):
        with open(self.said, errors="replace") as file:
            return file.read()

    def send(self, count=COUNT, wrap=()):
        for name in ("v0", "w0")[:1 + (self.shape == "two interfaces")]:
            self.senders.append(subprocess.Popen([*wrap, SENDER, "send", name, str(count), str(SIZE), str(RATE)],
                                                 stderr=subprocess.DEVNULL))
            self.sent += count

    def finish(self):
        """Waits for the traffic, ends what still runs, and says with which status; None where it had to be killed."""
        for sender in self.senders:
            sender.wait()
        time.sleep(0.3)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.status = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.reader:
            self.reader.wait()

    def numbers(self):
        """(captured, dropped, received by filter, status of the books) over all interfaces; None without a report."""
        try:
            with open(self.report) as file:
                interfaces = json.load(file)["interfaces"]
        except (OSError, ValueError, KeyError):
            return None
        counts = [[entry["packets"][key] or 0 for entry in interfaces]
                  for key in ("captured", "dropped_by_kernel", "received_by_filter")]
        return *map(sum, counts), {entry["verdict"]["status"] for entry in interfaces}

    def written(self):
        """Packets in the files, read to their ends by another program where there is one; raises where one is not whole."""
        total = 0
        for name in sorted(os.listdir(self.folder)):
            path = os.path.join(self.folder, name)
            # A file begun when nothing more could be written has not even a head, and no packet was counted for it.
            if name.endswith("~") or not os.path.getsize(path):
                continue
            if name.endswith(".parquet"):
                total += rows(path)
                continue
            words = [PROGRAM] if name.endswith(".zst") else ["tcpdump", "-Z", "root"]
            answer = subprocess.run([*words, "-r", path, "--count"], capture_output=True, text=True)
            found = re.search(r"(\d+) packets?", answer.stdout + answer.stderr)
            if answer.returncode != 0 or not found:
                raise ValueError("%s: %s" % (name, (answer.stderr or "no answer").strip().splitlines()[-1]))
            total += int(found.group(1))
        return total


def rows(path):
    """Rows of a Parquet file, by DuckDB where scripts/test-lake has installed it."""
    with open(path, "rb") as file:
        head = file.read(4)
        file.seek(-4, os.SEEK_END)
        if (head, file.read(4)) != (b"PAR1", b"PAR1"):
            raise ValueError("%s is not whole" % path)
    python = os.path.join(TOP, ".build/lake-venv/bin/python")
    if not os.path.exists(python):
        return 0
    question = "import duckdb, sys; print(duckdb.sql(\"SELECT count(*) FROM read_parquet('%s')\" % sys.argv[1]).fetchall()[0][0])"
    return int(subprocess.run([python, "-c", question, path], capture_output=True, text=True, check=True).stdout)


def wait(condition, seconds):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def devices():
    for one, other in (("v0", "v1"), ("w0", "w1")):
        subprocess.run(["ip", "link", "del", other], stderr=subprocess.DEVNULL)
        ip("link", "add", one, "type", "veth", "peer", "name", other)
        ip("link", "set", one, "up")
        ip("link", "set", other, "up")


def references():
    out = subprocess.run(["ip", "-d", "-j", "link", "show", "v1"], capture_output=True, text=True).stdout
    return json.loads(out)[0]["promiscuity"] if out else None


# MARK: what must hold in every cell


def judge(run, ends=0, exact=True, complete=True, words=None, report=True):
    """Faults found. ends: the exit statuses that are right; exact: all that was sent was seen; complete: what was captured is
    in the files; words: what stderr must say."""
    wrong = []
    ends = ends if isinstance(ends, tuple) else (ends,)
    if run.status not in ends:
        wrong.append("status %s: %s" % (run.status, run.text().strip().splitlines()[-1:]))
    numbers = run.numbers()
    if report and not numbers:
        wrong.append("no report")
    if numbers:
        captured, dropped, received, books = numbers
        # A run that a fault ended leaves packets in the ring that are neither.
        if captured + dropped > received or (ends == (0,) and captured + dropped != received):
            wrong.append("%d captured + %d dropped, %d received" % (captured, dropped, received))
        if exact and received != run.sent:
            wrong.append("%d sent, %d seen" % (run.sent, received))
        if books - {"balanced", "unknown"}:
            wrong.append("books: %s" % books)
    try:
        kept = run.written() if SHAPES[run.shape][1] else None
        if complete and numbers and kept is not None and kept != captured and not (run.shape == "Parquet" and kept == 0):
            wrong.append("%d captured, %d in the files" % (captured, kept))
        if not complete and kept == 0 and run.shape not in ("Parquet", "packed"):
            wrong.append("no packet in the files")
    except (ValueError, OSError, subprocess.CalledProcessError) as error:
        wrong.append("unreadable: %s" % error)
    if words and not re.search(words, run.text()):
        wrong.append("does not say %r: %s" % (words, run.text().strip().splitlines()[-3:]))
    if references() not in (0, None):
        wrong.append("%s references are left" % references())
    return wrong


# MARK: the faults


def nothing(shape, home, words):
    run = Run(shape, home, home_files(home))
    run.send()
    run.finish()
    return judge(run)


def stopped_reader(shape, home, words):
    if shape != "pipe":
        return None
    run = Run(shape, home, home_files(home), reader=["cat"])
    run.send()
    time.sleep(0.5)
    run.reader.send_signal(signal.SIGSTOP)
    time.sleep(5)
    run.reader.send_signal(signal.SIGCONT)
    run.finish()
    return judge(run)


def full_disk(shape, home, words):
    folder = home_files(home)
    small = shape in ("Parquet", "packed")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=" + ("16k" if small else "3m"), "tmpfs", folder], check=True)
    try:
        run = Run(shape, home, folder)
        run.send()
        run.finish()
        return judge(run, 1, exact=False, complete=False, words="No space left on device")
    finally:
        subprocess.run(["umount", folder], check=True)


def disk(kind):
    def fault(shape, home, words):
        # What is written of these frames is less than a megabyte there.
        small = shape in ("Parquet", "packed")
        room = "slow" if kind == "slow" else "8000" if small else "4000000"
        folder, backing = home_files(home), os.path.join(home, "backing")
        os.mkdir(backing)
        server = subprocess.Popen(["/usr/bin/python3", os.path.join(HERE, "faulty_disk.py"), folder, backing, room],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if not wait(lambda: os.path.ismount(folder), 10):
                return ["the file system of the test was not mounted"]
            run = Run(shape, home, folder)
            run.send()
            run.finish()
            if kind == "slow":
                return judge(run)
            wrong = judge(run, 1, exact=False, complete=False, words="Input/output error")
            # A packed file goes as far as the disk took it.
            return [text for text in wrong if shape != "packed" or "truncated" not in text]
        finally:
            subprocess.run(["umount", "-l", folder])
            server.kill()
            server.wait()
    return fault


def little_memory(shape, home, words):
    group, limit = memory_group()
    try:
        run = Run(shape, home, home_files(home))
        with open(os.path.join(group, limit), "w") as file:
            file.write(str(words.memory << 20))
        with open(os.path.join(group, "cgroup.procs"), "w") as file:
            file.write(str(run.process.pid))
        run.send()
        run.finish()
        if run.status == -signal.SIGKILL:  # the kernel's choice; what was written can be read
            return judge(run, -signal.SIGKILL, exact=False, complete=False, report=False)
        return judge(run)
    finally:
        wait(lambda: subprocess.run(["rmdir", group], stderr=subprocess.DEVNULL).returncode == 0, 5)
        subprocess.run(["umount", GROUPS])


def memory_group():
    """A new group of processes with a limit of memory, and the name of the limit, by either version of the kernel's interface."""
    os.makedirs(GROUPS, exist_ok=True)
    limit = "memory.limit_in_bytes"
    if subprocess.run(["mount", "-t", "cgroup", "-o", "memory", "memory", GROUPS], stderr=subprocess.DEVNULL).returncode:
        subprocess.run(["mount", "-t", "cgroup2", "none", GROUPS], check=True)
        limit = "memory.max"
    group = os.path.join(GROUPS, "swiftcap-faults-%d" % os.getpid())
    os.mkdir(group)
    return group, limit


def few_descriptors(shape, home, words):
    probe = Run(shape, home, home_files(home))
    needed = max(map(int, os.listdir("/proc/%d/fd" % probe.process.pid))) + 6
    probe.finish()
    for name in os.listdir(probe.folder):
        os.remove(os.path.join(probe.folder, name))
    run = Run(shape, home, probe.folder, before=["prlimit", "--nofile=%d" % needed])
    run.send()
    run.finish()
    if shape == "rotated":
        return judge(run, (0, 1), exact=False, complete=False, words="Too many open files|packets captured")
    return judge(run)


def stepping_clock(shape, home, words):
    step = os.path.join(home, "clock")

    def turn(offset):
        with open(step + "~", "w") as file:
            file.write(offset)
        os.rename(step + "~", step)

    turn("+0")
    library = [path for path in ("/usr/lib/%s-linux-gnu/faketime/libfaketimeMT.so.1" % os.uname().machine,)
               if os.path.exists(path)]
    run = Run(shape, home, home_files(home), words=["-G", "1"] if shape == "rotated" else [], environment={
        "LD_PRELOAD": library[0], "FAKETIME_TIMESTAMP_FILE": step, "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
    run.send()
    for offset in ("+3600", "-3600", "+0"):
        time.sleep(1)
        turn(offset)
    run.finish()
    # With -G the names have no time in them here: a later file takes an earlier one's place, as tcpdump's do.
    return judge(run, complete=shape != "rotated")


def flapping(shape, home, words):
    run = Run(shape, home, home_files(home))
    run.send()
    batch = "link set v1 down\nlink set v1 up\n" * words.flaps
    subprocess.run(["ip", "-batch", "-"], input=batch, text=True, check=True)
    run.finish()
    return judge(run, exact=False)


def gone(shape, home, words):
    name = "swiftcap-faults"
    ip("netns", "add", name)
    ip("link", "set", "v0", "netns", name)
    ip("netns", "exec", name, "ip", "link", "set", "v0", "up")
    run = Run(shape, home, home_files(home))
    run.shape, shape = ("pcapng" if shape == "two interfaces" else shape), shape
    run.send(wrap=["ip", "netns", "exec", name])
    run.shape = shape
    time.sleep(1.5)
    for sender in run.senders:
        sender.kill()
    ip("netns", "del", name)
    run.finish()
    return judge(run, (0, 1), exact=False, words="v1.*(gone|disappeared|removed|went)|No such device|interface")


def suspended(shape, home, words):
    run = Run(shape, home, home_files(home))
    run.send()
    time.sleep(1)
    run.process.send_signal(signal.SIGSTOP)
    time.sleep(words.suspend)
    run.process.send_signal(signal.SIGCONT)
    run.finish()
    return judge(run)


def killed_helper(shape, home, words):
    run = Run(shape, home, home_files(home), words=["-Z", "nobody"] if shape == "rotated" else [])
    with open("/proc/%d/task/%d/children" % (run.process.pid, run.process.pid)) as file:
        helpers = [int(word) for word in file.read().split()]
    if not helpers:
        run.finish()
        return ["there is no helper to kill"]
    run.send()
    time.sleep(0.5)
    for helper in helpers:
        os.kill(helper, signal.SIGKILL)
    run.finish()
    # The report cannot be made, and the books are on the terminal.
    wrong = judge(run, 1, exact=False, complete=False, words="the process that opens files for this run has ended", report=False)
    if "What this capture took, it gave back" not in run.text():
        wrong.append("no books on the terminal")
    if shape == "Parquet":
        return [text for text in wrong if "is not whole" not in text]  # it has its own name only when it is whole
    found = re.search(r"(\d+) packets? captured", run.text())
    if not found or int(found.group(1)) != run.written():
        wrong.append("%s, %d in the files" % (found and found.group(), run.written()))
    # Only what takes a new file ends before the traffic does.
    if shape != "rotated" and run.written() < run.sent * 0.9:
        wrong.append("%d sent, %d in the files" % (run.sent, run.written()))
    return wrong


def killed(shape, home, words):
    run = Run(shape, home, home_files(home))
    run.send()
    time.sleep(2.5)
    run.process.kill()
    run.finish()
    if shape == "Parquet":
        named = [name for name in os.listdir(run.folder) if name.endswith(".parquet")]
        return ["a file that is not whole has its name: %s" % named] if named else []
    wrong = judge(run, -signal.SIGKILL, exact=False, complete=False, report=False) if shape != "packed" else []
    return [text for text in wrong if "truncated" not in text]


FAULTS = {
    "nothing": nothing, "stopped reader": stopped_reader, "full disk": full_disk, "failing disk": disk("failing"),
    "slow disk": disk("slow"), "little memory": little_memory, "few descriptors": few_descriptors,
    "stepping clock": stepping_clock, "flapping": flapping, "interface gone": gone, "suspended": suspended,
    "killed helper": killed_helper, "killed": killed,
}


def home_files(home):
    folder = os.path.join(home, "files")
    os.makedirs(folder, exist_ok=True)
    os.chmod(folder, 0o777)
    return folder


def cell(fault, shape, words):
    if shape == "pipe" and fault not in ("nothing", "stopped reader"):
        return None
    devices()
    home = tempfile.mkdtemp(prefix="faults-", dir="/var/tmp")
    os.chmod(home, 0o755)
    try:
        return FAULTS[fault](shape, home, words)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(prog="scripts/faults", description="Faults by what is written, each a run under traffic.")
    parser.add_argument("--only", metavar="WORD", help="cells whose names have WORD in them")
    parser.add_argument("--suspend", type=float, default=5, help="seconds for which a capture is stopped (5)")
    parser.add_argument("--memory", type=int, default=48, help="MiB of memory that a capture may take (48)")
    parser.add_argument("--flaps", type=int, default=1000, help="how often an interface goes down and up (1000)")
    words = parser.parse_args()
    ip("link", "set", "lo", "up")
    os.makedirs("/run/netns", exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run/netns"], check=True)
    if os.path.exists("/proc/sys/net/ipv6/conf/default/disable_ipv6"):
        with open("/proc/sys/net/ipv6/conf/default/disable_ipv6", "w") as file:
            file.write("1")
    began, good, bad = time.monotonic(), 0, 0
    for fault in FAULTS:
        for shape in SHAPES:
            title = "%-16s %-15s" % (fault, shape)
            if words.only and words.only not in title:
                continue
            wrong = cell(fault, shape, words)
            if wrong is None:
                continue
            good, bad = good + (not wrong), bad + bool(wrong)
            print("%s %s" % (title, "ok" if not wrong else "FAILED: " + "; ".join(wrong)), flush=True)
    print("faults, %d s: %d cells hold, %d do not" % (time.monotonic() - began, good, bad))
    return 0 if good and not bad else 1


if __name__ == "__main__":
    sys.exit(main())
