"""Ethernet frames from their fields, and savefiles to put them into: what the lake's past days are made of."""
import ipaddress
import struct

TCP_SYN, TCP_RST, TCP_PSH, TCP_ACK, TCP_FIN = 0x02, 0x04, 0x08, 0x10, 0x01
LINK_ETHERNET = 1


def address(text):
    return ipaddress.ip_address(text).packed


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def checksum(data):
    """The Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def ether(source, destination, kind, payload, vlans=()):
    """A frame; vlans are (ether type, tag control information) pairs, the outer one first."""
    tags = b"".join(struct.pack(">HH", tag, control) for tag, control in vlans)
    return mac(destination) + mac(source) + tags + struct.pack(">H", kind) + payload


def ipv4(source, destination, protocol, payload, ttl=64, tos=0, identification=0, fragment=0x4000, options=b"", length=None):
    words = 5 + len(options) // 4
    total = words * 4 + len(payload) if length is None else length
    head = struct.pack(">BBHHHBBH", 0x40 | words, tos, total, identification, fragment, ttl, protocol, 0)
    head += address(source) + address(destination) + options
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def ipv6(source, destination, following, payload, hops=64, traffic_class=0, label=0):
    head = struct.pack(">IHBB", 6 << 28 | traffic_class << 20 | label, len(payload), following, hops)
    return head + address(source) + address(destination) + payload


def pseudo(source, destination, protocol, length):
    return address(source) + address(destination) + struct.pack(">HH", protocol, length)


def udp(source, destination, source_port, destination_port, payload):
    """A datagram (RFC 768) with its checksum, for addresses of either version."""
    length = 8 + len(payload)
    head = struct.pack(">HHH", source_port, destination_port, length)
    total = checksum(pseudo(source, destination, 17, length) + head + b"\0\0" + payload)
    return head + struct.pack(">H", total or 0xFFFF) + payload


def tcp(source, destination, source_port, destination_port, flags, payload=b"", sequence=0, acknowledgement=0, window=64240,
        options=b""):
    options += b"\x01" * (-len(options) % 4)
    head = struct.pack(">HHIIBBH", source_port, destination_port, sequence, acknowledgement, (5 + len(options) // 4) << 4,
                       flags, window)
    rest = b"\0\0" + options + payload
    total = checksum(pseudo(source, destination, 6, len(head) + 2 + len(rest)) + head + b"\0\0" + rest)
    return head + struct.pack(">H", total) + rest


def icmp(kind, code, rest):
    data = struct.pack(">BBH", kind, code, 0) + rest
    return data[:2] + struct.pack(">H", checksum(data)) + data[4:]


def icmp6(source, destination, kind, code, rest):
    """ICMPv6, whose checksum covers the addresses too (RFC 4443, 2.3)."""
    data = struct.pack(">BBH", kind, code, 0) + rest
    total = checksum(pseudo(source, destination, 58, len(data)) + data)
    return data[:2] + struct.pack(">H", total) + data[4:]


def arp(operation, sender_mac, sender, target_mac, target):
    return (struct.pack(">HHBBH", 1, 0x0800, 6, 4, operation) + mac(sender_mac) + address(sender) + mac(target_mac)
            + address(target))


def labels(name):
    """A domain name on the wire (RFC 1035, 3.1); bytes are taken as they are, with dots between labels."""
    raw = name if isinstance(name, bytes) else name.encode()
    return b"".join(bytes([len(label)]) + label for label in raw.split(b".") if label) + b"\0"


def dns(identification, name, kind=1, answers=(), code=0, response=None):
    """A query, or with answers or a response code the response to one. Answers are (type, data) of the question's name."""
    is_response = bool(answers) or code != 0 if response is None else response
    flags = (0x8180 | code) if is_response else 0x0100
    records = b"".join(struct.pack(">HHHIH", 0xC00C, answer, 1, 300, len(data)) + data for answer, data in answers)
    return (struct.pack(">HHHHHH", identification, flags, 1, len(answers), 0, 0) + labels(name)
            + struct.pack(">HH", kind, 1) + records)


def extension(kind, data):
    return struct.pack(">HH", kind, len(data)) + data


def client_hello(server_name, protocols=("h2", "http/1.1"), versions=(0x0304, 0x0303)):
    """A TLS record with a ClientHello (RFC 8446, 4.1.2; RFC 6066, 3; RFC 7301)."""
    raw = server_name if isinstance(server_name, bytes) else server_name.encode()
    names = struct.pack(">HBH", len(raw) + 3, 0, len(raw)) + raw
    alpn = b"".join(bytes([len(name)]) + name.encode() for name in protocols)
    offered = b"".join(struct.pack(">H", version) for version in versions)
    extensions = extension(0, names) + extension(43, bytes([len(offered)]) + offered)
    if protocols:
        extensions += extension(16, struct.pack(">H", len(alpn)) + alpn)
    body = struct.pack(">H", 0x0303) + bytes(range(32)) + b"\0" + struct.pack(">HHH", 4, 0x1301, 0xC02F) + b"\x01\0"
    body += struct.pack(">H", len(extensions)) + extensions
    handshake = b"\x01" + len(body).to_bytes(3, "big") + body
    return b"\x16\x03\x01" + struct.pack(">H", len(handshake)) + handshake


def dhcp(kind, client_mac, given="0.0.0.0", requested=None, server=None, name=None):
    """A message of DHCP (RFC 2131): kind 1 discover, 2 offer, 3 request, 5 acknowledgement."""
    answer = kind in (2, 5, 6)
    options = bytes([53, 1, kind])
    if requested:
        options += b"\x32\x04" + address(requested)
    if server:
        options += b"\x36\x04" + address(server)
    if name is not None:
        raw = name if isinstance(name, bytes) else name.encode()
        options += bytes([12, len(raw)]) + raw
    head = struct.pack(">BBBBIHH", 2 if answer else 1, 1, 6, 0, 0x1234, 0, 0) + bytes(4) + address(given) + bytes(8)
    return head + mac(client_mac) + bytes(10 + 64 + 128) + b"\x63\x82\x53\x63" + options + b"\xff"


def vxlan(identifier, frame):
    return struct.pack(">II", 0x08000000, identifier << 8) + frame


def geneve(identifier, frame):
    return struct.pack(">HHI", 0, 0x6558, identifier << 8) + frame


def gre(kind, payload):
    return struct.pack(">HH", 0, kind) + payload


class Savefile:
    """A classic savefile with stamps in nanoseconds."""

    def __init__(self, path, link=LINK_ETHERNET, snapshot=262144):
        self.file = open(path, "wb")
        self.snapshot = snapshot
        self.file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, snapshot, link))

    def add(self, nanoseconds, frame, length=None):
        """A packet; length is what it had on the wire, if that is more than is there."""
        kept = frame[:self.snapshot]
        seconds, rest = divmod(nanoseconds, 1_000_000_000)
        self.file.write(struct.pack("<IIII", seconds, rest, len(kept), length or len(frame)) + kept)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
