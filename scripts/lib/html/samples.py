"""Makes the pages that scripts/test-html looks at: run in a network namespace of its own, with the folder to put them into."""
import json
import os
import signal
import subprocess
import sys
import time

SWIFTCAP = os.environ["SWIFTCAP"]
HOSTILE = ["<script>document.title='taken'</script>", "\"><img src=x onerror=document.title='taken'>", "\u202e\u001b[31m'</style>",
           "a" * 300]


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def send(count):
    import socket
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
        wire.bind(("v1", 0))
        for _ in range(count):
            wire.send(bytes.fromhex("ffffffffffff0200000000010800") + bytes(50))


def capture(*words):
    process = subprocess.Popen([SWIFTCAP, "-n", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "listening on" in line:
            return process
    raise SystemExit("swiftcap does not listen")


def end(process):
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)


def main(folder):
    os.chdir(folder)
    # That of this namespace: what the driver obeys is read there.
    subprocess.run(["mount", "-t", "sysfs", "sysfs", "/sys"])
    ip("link", "add", "v0", "type", "veth", "peer", "name", "v1")
    for name in ("lo", "v0", "v1"):
        ip("link", "set", name, "up")
    run = capture("-i", "v0", "--report", "capture.html")
    again = capture("-i", "v0", "--report", "capture.json")
    for step in range(6):
        send(20 * (step + 1))
        time.sleep(0.5)
        if step == 1:
            other = capture("-i", "v0")
        if step == 2:
            ip("link", "set", "v0", "promisc", "on")
        if step == 4:
            ip("link", "set", "v0", "promisc", "off")
            end(other)
    audited = subprocess.run([SWIFTCAP, "audit", "--html", "audit.html"])
    end(run)
    end(again)
    if audited.returncode not in (0, 1, 2):
        raise SystemExit("audit failed")
    plain = capture("-p", "-i", "v0", "--report", "plain.json")
    send(50)
    time.sleep(1.2)
    end(plain)
    subprocess.run([SWIFTCAP, "compare", "capture.json", "plain.json", "--html", "compare.html"])
    hostile()


def hostile():
    """The same report with every name replaced, as another program could have written it."""
    with open("capture.json", encoding="utf-8") as file:
        text = file.read()

    def replaced(value, key=""):
        if isinstance(value, dict):
            return {key: replaced(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [replaced(each, key) for each in value]
        free = ("name", "interface", "evidence", "command", "user", "arguments", "host", "text", "filter", "device", "kernel",
                "kind_of_link", "read_error")
        return HOSTILE[len(key) % len(HOSTILE)] if isinstance(value, str) and key in free else value

    report = replaced(json.loads(text))
    report["interfaces"][0]["filter"] = HOSTILE[1]
    with open("hostile.json", "w", encoding="utf-8") as file:
        json.dump(report, file)
    for words in (["report", "hostile.json", "--html", "hostile.html"],
                  ["compare", "hostile.json", "hostile.json", "--html", "hostile-compare.html"]):
        subprocess.run([SWIFTCAP, *words])
        if not os.path.exists(words[-1]):
            raise SystemExit(f"{words[-1]} was not made")


main(sys.argv[1])
