"""What the comparing scripts share: running a program on a savefile, cutting its text into packets, naming what a
packet carries."""
import os
import re
import resource
import signal
import struct
import subprocess

NUMBER = re.compile(rb"^ *([0-9]+)  ")


def run(command, timeout=60, environment=None):
    """Status (negative: killed by that signal; None: ended for its time), stdout, stderr."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.setsid()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=dict(os.environ, TZ="GMT0", LC_ALL="C", **(environment or {})), preexec_fn=limit)
    try:
        out, err = process.communicate(timeout=timeout)
        return process.returncode, out, err
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return None, out, err


def packets(text):
    """The text of each packet by the number that -# put in front of it."""
    found, key, lines = {}, 0, []
    for line in text.split(b"\n"):
        match = NUMBER.match(line)
        if match and int(match.group(1)) == key + 1:
            found[key] = b"\n".join(lines)
            key, lines = key + 1, []
        lines.append(line)
    found[key] = b"\n".join(lines)
    found.pop(0, None)
    return {number: text.rstrip(b"\n") for number, text in found.items()}


def first_difference(expected, got):
    """The first line that differs, from both."""
    ours, theirs = got.split(b"\n"), expected.split(b"\n")
    for index in range(max(len(ours), len(theirs))):
        a = theirs[index] if index < len(theirs) else None
        b = ours[index] if index < len(ours) else None
        if a != b:
            return tuple("(nothing)" if line is None else line.decode("utf-8", "backslashreplace") for line in (a, b))
    return None


ETHER = {0x0806: "arp", 0x8035: "rarp", 0x8847: "mpls", 0x8848: "mpls", 0x8863: "pppoe", 0x8864: "pppoe", 0x88CC: "lldp",
         0x8809: "slow", 0x888E: "eapol", 0x88F7: "ptp", 0x8137: "ipx", 0x88E5: "macsec", 0x8902: "cfm", 0x88CA: "tipc"}
PROTOCOL = {1: "icmp", 2: "igmp", 4: "ipip", 41: "ip6in4", 46: "rsvp", 47: "gre", 50: "esp", 51: "ah", 58: "icmp6", 88: "eigrp",
            89: "ospf", 103: "pim", 112: "vrrp", 113: "pgm", 132: "sctp", 33: "dccp", 124: "isis"}


def carried(link, data):
    """A short name of what a packet carries: `tcp/80`, `ospf`, `arp`, `link 105`. Ports below 1024, and else the lower."""
    try:
        if link == 1:
            offset, kind = 12, 0x8100
            while kind in (0x8100, 0x88A8, 0x9100, 0x9200):
                kind = struct.unpack_from(">H", data, offset)[0]
                offset += 4 if kind in (0x8100, 0x88A8, 0x9100, 0x9200) else 2
            if kind <= 1500:
                return "llc"
            data = data[offset:]
        elif link == 113:
            kind, data = struct.unpack_from(">H", data, 14)[0], data[16:]
        elif link == 276:
            kind, data = struct.unpack_from(">H", data, 0)[0], data[20:]
        elif link in (12, 14, 101, 228, 229):
            kind = 0x0800 if data[0] >> 4 == 4 else 0x86DD
        elif link in (0, 108):
            kind, data = (0x0800 if data[4] >> 4 == 4 else 0x86DD), data[4:]
        else:
            return "link %d" % link
        if kind == 0x0800:
            proto = data[9]
            if struct.unpack_from(">H", data, 6)[0] & 0x1FFF:
                return "fragment"
            data = data[(data[0] & 15) * 4:]
        elif kind == 0x86DD:
            proto, data = data[6], data[40:]
            while proto in (0, 43, 44, 60):
                if proto == 44 and struct.unpack_from(">H", data, 2)[0] & 0xFFF8:
                    return "fragment"
                proto, data = data[0], data[8 if proto == 44 else (data[1] + 1) * 8:]
        else:
            return ETHER.get(kind, "ether 0x%04x" % kind)
        if proto in (6, 17):
            ports = struct.unpack_from(">HH", data, 0)
            return "%s/%s" % ("tcp" if proto == 6 else "udp", "high" if min(ports) >= 32768 else min(ports))
        return PROTOCOL.get(proto, "ip %d" % proto)
    except (struct.error, IndexError):
        return "cut"


def savefile(path):
    """Link type and bytes of each packet of a classic or pcapng file; ends where the file is broken."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:4] == b"\x0a\x0d\x0d\x0a":
        yield from pcapng(data)
        return
    order = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}.get(data[:4])
    if order is None:
        return
    link, offset = struct.unpack_from(order + "I", data, 20)[0] & 0xFFFF, 24
    while offset + 16 <= len(data):
        size = struct.unpack_from(order + "I", data, offset + 8)[0]
        if offset + 16 + size > len(data):
            return
        yield link, data[offset + 16:offset + 16 + size]
        offset += 16 + size


def pcapng(data):
    offset, order, links = 0, "<", []
    while offset + 12 <= len(data):
        if data[offset:offset + 4] == b"\x0a\x0d\x0d\x0a":
            order, links = ("<" if data[offset + 8:offset + 12] == b"\x4d\x3c\x2b\x1a" else ">"), []
        kind, size = struct.unpack_from(order + "II", data, offset)
        if size < 12 or offset + size > len(data):
            return
        if kind == 1:
            links.append(struct.unpack_from(order + "H", data, offset + 8)[0])
        elif kind == 6:
            interface, _, _, captured, _ = struct.unpack_from(order + "5I", data, offset + 8)
            yield (links[interface] if interface < len(links) else -1), data[offset + 28:offset + 28 + captured]
        elif kind == 3:
            yield (links[0] if links else -1), data[offset + 12:offset + size - 4]
        offset += size
