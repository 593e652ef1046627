"""The attacks of scripts/test-sandbox, in a network namespace of its own: each way to run swiftcap gets packets that make the
thread which has them in hand try something, and each outcome is looked at."""

import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

SWIFTCAP = os.environ["SWIFTCAP"]
MARK = b"SWIFTCAP-TRAPDOOR:"

# What is tried, and in words.
ATTACKS = {
    "read-shadow": "open /etc/shadow",
    "write-passwd": "open /etc/passwd for writing",
    "write-outside": "make a file in /tmp",
    "remove": "remove a file in /tmp",
    "read-memory": "open /proc/PID/mem of another process",
    "read-environment": "open /proc/1/environ",
    "other-memory": "process_vm_readv",
    "connect": "connect with TCP",
    "datagram": "connect with UDP",
    "packet-socket": "open a packet socket",
    "send-packet": "send through the packet socket",
    "fork": "start a process",
    "execute": "execute a program",
    "executable-memory": "memory that is written and executed",
    "trace": "ptrace another process",
    "kill": "signal another process",
    "kill-thread": "signal another process's thread",
    "namespace": "setns",
    "new-namespace": "unshare",
    "mount": "mount",
    "become-root": "become root",
    "load-bpf": "load a BPF program",
    "ring": "make an io_uring",
    "other-architecture": "a call of another architecture (x32)",
}
# Ends the process whatever the build: tried by itself.
FATAL = ["other-architecture"]
# Replaces the process where it works.
LAST = ["execute"]
# Without the sandbox these answer with an error of their own, for the arguments that they are given.
UNPROVEN = ["trace", "namespace", "mount", "load-bpf", "other-architecture", "other-memory", "read-environment", "connect",
            "send-packet", "become-root", "ring"]

# Ways to run it: what is read or captured, and what becomes of it. {F} is a folder of root's alone.
READING = {
    "text": "-n -r {IN}",
    "text, names": "-r {IN}",
    "text, threads": "-n -r {BIG}",
    "copy": "-n -r {IN} -w {F}/copy",
    "copies, packed": "-n -r {IN} -C 1 -w {F}/copy.pcapng.zst",
    "rows": "--json -r {IN}",
    "Parquet": "-n -r {IN} -w {F}/rows.parquet",
    "-Z and -z": "-n -r {IN} -C 1 -Z nobody -z true -w {F}/users",
}
CAPTURING = {
    "text": "-n -i v0",
    "text, names": "-i v0",
    "file": "-n -i v0 -w {F}/file",
    "files": "-n -i v0 -G 1 -w {F}/%s --report {F}/report.json",
    "two interfaces": "-n -i v0 -i v2 -w {F}/both.pcapng",
    "threads": "-n -i v0 --threads 2 -w {F}/threads",
    "rows": "-n --json -i v0",
    "Parquet": "-n -i v0 -w {F}/rows.parquet",
    "recorder": "-n -i v0 --keep 1M --trigger 'udp port 2001' -w {F}/event.pcap",
    "-Z and -z": "-n -i v0 -G 1 -Z nobody -z true -w {F}/%s",
    "for Wireshark": "--capture --extcap-interface swiftcap-v0 --fifo {F}/pipe",
}


def udp(payload, port=2000):
    segment = struct.pack(">HHHH", 1000, port, 8 + len(payload), 0) + payload
    header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(segment), 1, 0, 64, 17, 0) + b"\x0a\0\0\x01\x0a\0\0\x02"
    return b"\2\0\0\0\0\2\2\0\0\0\0\1\x08\0" + header + segment


def attack(name):
    return udp(MARK + name.encode() + b"\n")


def savefile(path, frames):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for place, frame in enumerate(frames):
            file.write(struct.pack("<IIII", 1700000000 + place // 1000, place % 1000, len(frame), len(frame)) + frame)


def words(line, folder, names):
    """The frames come in between: before the attack, the attacks, behind it."""
    frames = [udp(b"before")] + [attack(name) for name in names] + [udp(b"behind"), udp(b"event", 2001)]
    if "{IN}" in line or "{BIG}" in line:
        savefile(f"{folder}/in", frames)
        savefile(f"{folder}/big", [udp(b"x" * 40)] * 20000 + frames)
    line = line.replace("{IN}", f"{folder}/in").replace("{BIG}", f"{folder}/big").replace("{F}", f"{folder}/out")
    return [word.replace("'", "") for word in re.findall(r"'[^']*'|\S+", line)], frames


def run(line, names, extra=()):
    """What each attack came to, how the run ended, and how many packets it says that it had."""
    folder = tempfile.mkdtemp(prefix="swiftcap-sandbox.")
    os.mkdir(f"{folder}/out", 0o700)
    open("/tmp/swiftcap-trapdoor", "w").close()
    arguments, frames = words(line, folder, names)
    if "--fifo" in arguments:
        open(f"{folder}/out/pipe", "w").close()  # stands for Wireshark's, which is there before
    errors = open(f"{folder}/errors", "wb")
    process = subprocess.Popen(
        [SWIFTCAP, *extra, *arguments], stdout=open(f"{folder}/text", "wb"), stderr=errors, stdin=subprocess.DEVNULL)
    try:
        if "-i" in arguments or "--fifo" in arguments:
            wait(lambda: begun(folder, arguments) or process.poll() is not None)
            time.sleep(0.2)
            out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            out.bind(("v1", 0))
            for frame in frames:
                out.send(frame)
            wait(lambda: process.poll() is not None or last(names, text(f"{folder}/errors")), 5)
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        said = text(f"{folder}/errors")
        kept = count(folder, arguments)
    finally:
        shutil.rmtree(folder)
        made = os.path.exists("/tmp/swiftcap-trapdoor")
        if made:
            os.remove("/tmp/swiftcap-trapdoor")
    outcomes = {}
    for name in names:
        refused = re.search(rf"^trapdoor: refused {name}: (.*)$", said, re.M)
        if f"trapdoor: DONE {name}\n" in said:
            outcomes[name] = "DONE"
        elif refused:
            outcomes[name] = refused.group(1)
        elif f"trapdoor: tries {name}\n" in said and process.returncode == -signal.SIGSYS:
            outcomes[name] = "process ended"
        else:
            outcomes[name] = "not tried"
    if not made and "remove" in names:
        outcomes["remove"] = "DONE"
    return outcomes, process.returncode, (kept, len(frames)), said


def begun(folder, arguments):
    """Whether the capture is there: it says so, or, where it says nothing, has taken its reference and had some time."""
    if "--fifo" not in arguments:
        return text(f"{folder}/errors").count("listening on") >= arguments.count("-i")
    shown = subprocess.run(["ip", "-d", "link", "show", "v0"], capture_output=True, text=True, check=True).stdout
    if " promiscuity 1 " not in shown:
        return False
    time.sleep(0.5)
    return True


def last(names, said):
    return bool(names) and re.search(rf"^trapdoor: (DONE|refused) {names[-1]}", said, re.M) is not None


def text(path):
    with open(path, "rb") as file:
        return file.read().decode("utf-8", "replace")


def wait(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)


def count(folder, arguments):
    """How many of the packets are in what was written; None where nothing here can read it."""
    total = 0
    files = [f"{folder}/out/{name}" for name in sorted(os.listdir(f"{folder}/out")) if not name.endswith(".json")]
    for path in files:
        if path.endswith(".parquet"):
            return None
        shown = subprocess.run(
            [SWIFTCAP, "--sandbox", "off", "-r", path, "--count"], capture_output=True, text=True, check=False).stdout
        total += int(shown.split()[0]) if shown else 0
    if not files:
        # Lines of text, or rows.
        return sum(1 for line in text(f"{folder}/text").splitlines() if "10.0.0.1" in line) - (
            20000 if f"{folder}/big" in arguments else 0)
    return total


def main():
    markdown = "--markdown" in sys.argv
    for command in (
        "ip link set lo up", "ip link add v0 type veth peer name v1", "ip link add v2 type veth peer name v3",
    ):
        subprocess.run(command.split(), check=True)
    for device in ("v0", "v1", "v2", "v3"):
        with open(f"/proc/sys/net/ipv6/conf/{device}/disable_ipv6", "w") as file:
            file.write("1")
        subprocess.run(["ip", "link", "set", device, "up"], check=True)
    together = [name for name in ATTACKS if name not in FATAL + LAST] + LAST
    bad = []
    bare, _, _, _ = run(READING["text"], together, ["--sandbox", "off"])
    for name in together:
        if bare[name] != "DONE" and name not in UNPROVEN:
            bad.append(f"without the sandbox, {name} is no attack: {bare[name]}")
    table = {}
    for kind, ways in (("-r", READING), ("-i", CAPTURING)):
        for way, line in ways.items():
            found, status, (kept, sent), said = run(line, together)
            for name in FATAL:
                found.update(run(line, [name])[0])
            table[f"{kind} {way}"] = found
            for name, outcome in found.items():
                if outcome in ("DONE", "not tried"):
                    bad.append(f"{kind} {way}: {name}: {outcome}")
            if status != 0:
                bad.append(f"{kind} {way}: status {status}: {said[-600:]}")
            if kept is not None and kept != sent:
                bad.append(f"{kind} {way}: {kept} of {sent} packets written")
    show(table, bare, markdown)
    for line in bad:
        print("scripts/test-sandbox:", line, file=sys.stderr)
    sys.exit(1 if bad else 0)


def show(table, bare, markdown):
    """One line for each attack: without the sandbox, and in all the ways to run it."""
    ways = list(table)
    print(f"{len(ways)} ways to run it: {', '.join(ways)}\n")
    rows = []
    for name, meaning in ATTACKS.items():
        outcomes = {}
        for way in ways:
            outcomes.setdefault(table[way][name], []).append(way)
        words = "; ".join(
            outcome + ("" if len(outcomes) == 1 else f" ({', '.join(where)})") for outcome, where in outcomes.items())
        rows.append((meaning, bare.get(name, "").replace("DONE", "done") or "not tried", words))
    if markdown:
        print("| what a packet makes a thread try | without the sandbox | in it |\n|---|---|---|")
        for row in rows:
            print("| " + " | ".join(row) + " |")
    else:
        for row in rows:
            print(f"{row[0]:45} {row[1]:30} {row[2]}")


main()
