"""The chain of scripts/test-prometheus, run in a network namespace of its own: argv is the folder of the programs, the rules."""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

SWIFTCAP = os.environ["SWIFTCAP"]
EXPORTER, SERVER = "127.0.0.1:9100", "127.0.0.1:9090"
began = time.monotonic()


def say(text):
    print(f"{time.monotonic() - began:5.1f} s  {text}", flush=True)


def fetch(address):
    with urllib.request.urlopen(f"http://{address}", timeout=5) as answer:
        return answer.read().decode()


def wait(what, seconds, condition):
    """Polls until `condition` gives something; that is returned."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = condition()
        except (urllib.error.URLError, ConnectionError, TimeoutError, FileNotFoundError):
            found = None
        if found:
            say(what)
            return found
        if time.monotonic() > end:
            raise SystemExit(f"waited {seconds} s in vain: {what}")
        time.sleep(0.2)


def alerts():
    """The firing ones of the namespace in question, by name; also those without one."""
    data = json.loads(fetch(f"{SERVER}/api/v1/alerts"))["data"]["alerts"]
    return {(each["labels"]["alertname"], each["labels"].get("device", "")): each["labels"] for each in data
            if each["state"] == "firing"}


class Processes:
    def __init__(self):
        self.all = []

    def start(self, log, *words):
        with open(log, "wb") as file:
            process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=file, stderr=file)
        self.all.append(process)
        return process

    def stop(self, process, number=signal.SIGTERM):
        process.send_signal(number)
        return process.wait(timeout=20)

    def end(self):
        for process in reversed(self.all):
            if process.poll() is None:
                process.kill()
                process.wait()


def chain(folder, programs, rules, processes):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    os.mkdir("textfiles")
    with open(rules, encoding="utf-8") as file:
        text = file.read()
    # Minutes become seconds; everything else is as it is shipped.
    text = re.sub(r"^(\s+for: )\d+[mh]$", r"\g<1>2s", text, flags=re.M)
    with open("rules.yml", "w", encoding="utf-8") as file:
        file.write(text)
    with open("prometheus.yml", "w", encoding="utf-8") as file:
        file.write(f"""global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [rules.yml]
scrape_configs:
  - job_name: node
    static_configs: [{{targets: ["{EXPORTER}"]}}]
""")
    subprocess.run([f"{programs}/promtool", "check", "config", "prometheus.yml"], check=True, stdout=subprocess.DEVNULL)

    # A namespace with a name of its own in it, kept by a process whose input we hold.
    device = f"p{os.getpid() % 100000}x"
    keeper = processes.start("keeper.log", "unshare", "-n", "sh", "-ec",
                             f"ip link add {device} type veth peer name peer; ip link set {device} up; ip link set peer up; echo ready; cat")
    wait("a namespace with an interface in it", 20, lambda: "ready" in open("keeper.log", encoding="utf-8").read())

    export = processes.start("export.log", SWIFTCAP, "export", "--output", "textfiles/swiftcap.prom", "--interval", "2")
    wait("swiftcap export has written its file", 30, lambda: os.path.exists("textfiles/swiftcap.prom"))
    processes.start("exporter.log", f"{programs}/prometheus-node-exporter", f"--web.listen-address={EXPORTER}",
                    "--collector.disable-defaults", "--collector.textfile", f"--collector.textfile.directory={folder}/textfiles")
    wait("node_exporter serves it", 30, lambda: f'device="{device}"' in fetch(f"{EXPORTER}/metrics"))
    served = fetch(f"{EXPORTER}/metrics")
    if "node_textfile_scrape_error 0" not in served:
        raise SystemExit("node_exporter found a fault in the file:\n" + open("exporter.log", encoding="utf-8").read())
    checked = subprocess.run([f"{programs}/promtool", "check", "metrics"], input=open("textfiles/swiftcap.prom", encoding="utf-8").read(),
                             text=True, capture_output=True)
    if checked.returncode != 0 or checked.stdout + checked.stderr:
        raise SystemExit(f"promtool check metrics: {checked.stdout}{checked.stderr}")

    processes.start("server.log", f"{programs}/prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
                    f"--web.listen-address={SERVER}")
    query = f"{SERVER}/api/v1/query?query=swiftcap_interface_promiscuity_references%7Bdevice%3D%22{device}%22%7D"
    wait("Prometheus has scraped it", 60, lambda: json.loads(fetch(query))["data"]["result"])
    time.sleep(3)
    if any(name[1] == device for name in alerts()):
        raise SystemExit(f"an alert before there is a capture: {alerts()}")

    capture = processes.start("capture.log", "nsenter", "-t", str(keeper.pid), "-n", SWIFTCAP, "-i", device, "-w",
                              f"{folder}/capture.pcap")
    wait("a capture runs in the namespace", 20, lambda: "listening on" in open("capture.log", encoding="utf-8").read())
    started = time.monotonic()
    wanted = {("PromiscuousHolderNotAllowed", device), ("PromiscuousForLong", device)}
    firing = wait("its alerts fire", 60, lambda: alerts() if wanted <= set(alerts()) else None)
    holder = firing[("PromiscuousHolderNotAllowed", device)]
    if holder["holder"] != "swiftcap" or not holder["netns"]:
        raise SystemExit(f"the alert says {holder}")
    say(f"{time.monotonic() - started:.1f} s after the capture began: {holder['holder']} on {holder['device']} in {holder['netns']}")

    processes.stop(capture, signal.SIGINT)
    stopped = time.monotonic()
    wait("they are gone after it", 60, lambda: not any(name[1] == device for name in alerts()))
    say(f"{time.monotonic() - stopped:.1f} s after the capture ended")
    if processes.stop(export) != 0:
        raise SystemExit("swiftcap export ended with an error:\n" + open("export.log", encoding="utf-8").read())


def main(programs, rules):
    processes = Processes()
    with tempfile.TemporaryDirectory(prefix="swiftcap-prometheus-") as folder:
        os.chdir(folder)
        try:
            chain(folder, programs, rules, processes)
        except SystemExit:
            for name in sorted(each for each in os.listdir(folder) if each.endswith(".log")):
                with open(name, encoding="utf-8", errors="replace") as file:
                    print(f"--- {name}\n{file.read()[-2000:]}", file=sys.stderr)
            raise
        finally:
            processes.end()
            os.chdir("/")
    say("as it should be")


main(*sys.argv[1:])
