"""What the comparing scripts share: running a program on a savefile, cutting its text into packets, naming what a
packet carries."""
import collections
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


ETHER = {0x0800: "ip", 0x86DD: "ip6", 0x8100: "vlan", 0x88A8: "vlan"}
VLANS = (0x8100, 0x88A8, 0x9100, 0x9200)


class Keys:
    """What `swiftcap --list-protocols` names, so that packets are counted by protocol and not by number."""

    def __init__(self, binary):
        self.found = {}
        _, out, _ = run([binary, "--list-protocols"])
        for line in out.decode("utf-8", "replace").splitlines():
            words = re.split(r"  +", line)
            if len(words) >= 3 and words[-1] != "-":
                key = words[1]
                self.found[words[0], int(key, 0) if re.fullmatch(r"0x[0-9a-f]+|[0-9]+", key) else key] = words[-1]

    def name(self, kind, number, other):
        return self.found.get((kind, number), other)

    def carried(self, link, data):
        """A short name of what a packet carries: `domain`, `ospf2`, `arp`, `link 105`; `tcp` and `udp` where no port is
        known."""
        try:
            return self.payload(link, data)
        except (struct.error, IndexError):
            return "cut"

    def payload(self, link, data):
        if link == 1:
            offset, kind = 12, 0x8100
            while kind in VLANS:
                kind = struct.unpack_from(">H", data, offset)[0]
                offset += 4 if kind in VLANS else 2
            if kind <= 1500:
                return self.access_point(data[offset:])
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
            return self.name("link type", link, "link %d" % link)
        if kind == 0x0800:
            return self.internet("IPv4 protocol", data[9], struct.unpack_from(">H", data, 6)[0] & 0x1FFF,
                                 data[(data[0] & 15) * 4:])
        if kind == 0x86DD:
            proto, data, offset = data[6], data[40:], 0
            while proto in (0, 43, 44, 60):
                if proto == 44:
                    offset = struct.unpack_from(">H", data, 2)[0] & 0xFFF8
                proto, data = data[0], data[8 if proto == 44 else (data[1] + 1) * 8:]
            return self.internet("IPv6 protocol", proto, offset, data)
        return self.name("ether type", kind, "ether 0x%04x" % kind)

    def access_point(self, data):
        if data[:2] == b"\xaa\xaa":
            owner = {b"\x00\x00\x0c": "Cisco", b"\x00\x80\xc2": "802.1", b"\x08\x00\x07": "Apple"}.get(data[3:6])
            number = struct.unpack_from(">H", data, 6)[0]
            return self.name("SNAP type, %s" % owner, number, self.name("ether type", number, "snap"))
        return self.name("LLC access point", data[0], "llc")

    def internet(self, kind, proto, fragment, data):
        if fragment:
            return "fragment"
        if proto in (6, 17):
            transport, known = ("tcp", "TCP port") if proto == 6 else ("udp", "UDP port")
            ports = struct.unpack_from(">HH", data, 0)
            return self.name(known, ports[1], self.name(known, ports[0], transport))
        return self.name(kind, proto, "ip %d" % proto)


ORDERS = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}


class Record(collections.namedtuple("Record", "order seconds fraction length data")):
    """One packet of a classic file."""

    def packed(self):
        return struct.pack(self.order + "IIII", self.seconds, self.fraction, len(self.data), self.length) + self.data

    def cut(self, length):
        return self._replace(data=self.data[:length])

    def longer(self, octets):
        return self._replace(data=self.data + octets, length=max(self.length, len(self.data)) + len(octets))


def classic(path):
    """Header and records of a classic file, as far as it is whole; None for any other."""
    with open(path, "rb") as file:
        data = file.read()
    order = ORDERS.get(data[:4])
    if order is None or len(data) < 24:
        return None
    offset, records = 24, []
    while offset + 16 <= len(data):
        seconds, fraction, size, length = struct.unpack_from(order + "IIII", data, offset)
        if offset + 16 + size > len(data):
            break
        records.append(Record(order, seconds, fraction, length, data[offset + 16:offset + 16 + size]))
        offset += 16 + size
    return data[:24], records


def as_classic(path):
    """The packets of a pcapng file that have its first one's link type, as those of a classic file."""
    packets = list(savefile(path))
    if not packets:
        return None
    link = packets[0][0]
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link)
    return head, [Record("<", 1700000000, 0, len(data), data) for each, data in packets if each == link]


def write(path, head, records):
    with open(path, "wb") as file:
        file.write(head)
        file.writelines(record.packed() for record in records)


def savefile(path):
    """Link type and bytes of each packet of a classic or pcapng file; ends where the file is broken."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:4] == b"\x0a\x0d\x0d\x0a":
        yield from pcapng(data)
        return
    order = ORDERS.get(data[:4])
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
