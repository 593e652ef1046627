"""Savefiles of the tests: one packet or more for each column, hostile names, and many rows."""
import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Examples/lake"))

from frames import (TCP_ACK, TCP_PSH, TCP_SYN, Savefile, address, arp, client_hello, dhcp, dns, ether,  # noqa: E402
                    geneve, gre, icmp, icmp6, ipv4, ipv6, labels, tcp, udp, vxlan)

A, B, A6, B6 = "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"
M, N = "02:00:00:00:00:01", "02:00:00:00:00:02"
BEGIN = 1_780_000_000_123_456_789

# Names as they stand in packets, and the text that a column has for them: ASCII, anything else as \xHH.
HOSTILE = [
    (b'quote".and\'apostrophe', 'quote".and\'apostrophe'),
    (b"back\\slash.example", "back\\x5cslash.example"),
    (b"line\nfeed\r.tab\t", "line\\x0afeed\\x0d.tab\\x09"),
    (b"\x1b[2J\x1b]0;title\x07.example", "\\x1b[2J\\x1b]0;title\\x07.example"),
    (b"nul\0inside.example", "nul\\x00inside.example"),
    ("b\u00fccher.example".encode(), "b\\xc3\\xbccher.example"),
    (b"\xff\xfe\x80.example", "\\xff\\xfe\\x80.example"),
    ("\u2028\u202e.example".encode(), "\\xe2\\x80\\xa8\\xe2\\x80\\xae.example"),
    (b"'); DROP TABLE packets; --.example", "'); DROP TABLE packets; --.example"),
    (b"<script>{{1}}</script>.example", "<script>{{1}}</script>.example"),
    (b"-", "-"),
    (b"null.example", "null.example"),
]


class Flows:
    """Frames of flows of their own, so that no reader takes one for the repetition of another."""

    def __init__(self):
        self.frames = []
        self.port = 40000

    def add(self, *frames):
        self.frames += frames
        self.port += 1

    def over_udp(self, port, payload, source=None):
        self.add(ether(M, N, 0x0800, ipv4(A, B, 17, udp(A, B, source or self.port, port, payload))))

    def over_tcp(self, port, payload, flags=TCP_PSH | TCP_ACK, reverse=False):
        ports = (port, self.port) if reverse else (self.port, port)
        self.add(ether(M, N, 0x0800, ipv4(A, B, 6, tcp(A, B, *ports, flags, payload, 1000, 2000))))


def transports(flows):
    options = b"\x02\x04\x05\xb4\x04\x02\x08\x0a\0\0\0\x07\0\0\0\0\x01\x03\x03\x07"
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 6, tcp(A, B, flows.port, 443, TCP_SYN, b"", 4_294_967_295, 0, 65535, options))))
    blocks = b"\x01\x01\x05\x12" + struct.pack(">IIII", 3000, 4000, 5000, 6000)
    stamps = b"\x01\x01\x08\x0a\xff\xff\xff\xff\0\0\0\x07"
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 6, tcp(A, B, flows.port, 443, TCP_ACK, b"", 1, 2000, 0, blocks + stamps))))
    flows.add(ether(M, N, 0x86DD, ipv6(A6, B6, 6, tcp(A6, B6, flows.port, 22, 0xFF, b"x" * 10), 255, 0xB9, 0xFFFFF)))
    flows.add(ether(M, N, 0x86DD, ipv6(A6, B6, 17, udp(A6, B6, flows.port, 9999, b""))))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 132, struct.pack(">HHII", 5000, 5001, 1, 0))))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 1, icmp(8, 0, struct.pack(">HH", 513, 7) + b"ping"))))
    flows.add(ether(M, N, 0x86DD, ipv6(A6, B6, 58, icmp6(A6, B6, 129, 0, struct.pack(">HH", 514, 8) + b"pong"))))
    quoted = ipv4(B, A, 17, udp(B, A, 1, 2, b""))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 1, icmp(3, 1, bytes(4) + quoted))))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 89, b"not decoded")))
    flows.add(ether(M, "ff:ff:ff:ff:ff:ff", 0x0806, arp(1, M, A, "00:00:00:00:00:00", B)))
    flows.add(ether(N, M, 0x0806, arp(2, N, B, M, A)))


def networks(flows):
    one = udp(A, B, flows.port, 7, b"one")
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 17, one, 1, 0xB8 | 3), [(0x8100, 0x6000 | 100)]))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 17, one), [(0x88A8, 4094), (0x8100, 1)]))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 17, udp(A, B, flows.port, 7, bytes(24)), 64, 0, 65535, 0x2000)))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 17, b"the second part.", 64, 0, 65535, 0x0004)))
    fragment = struct.pack(">BBHI", 17, 0, 8 << 3 | 1, 0xFFFFFFFF)
    flows.add(ether(M, N, 0x86DD, ipv6(A6, B6, 44, fragment + bytes(16))))
    hop_by_hop = b"\x11\0\x05\x02\0\0\x01\0"
    flows.add(ether(M, N, 0x86DD, ipv6(A6, B6, 0, hop_by_hop + udp(A6, B6, flows.port, 7, b"alert"))))
    broken = bytearray(ipv4(A, B, 17, udp(A, B, flows.port, 7, b"broken")))
    broken[10] ^= 0xFF
    broken[26] ^= 0xFF
    flows.add(ether(M, N, 0x0800, bytes(broken)))
    flows.add(ether(M, N, 0x88B5, b"a local experiment's ether type"))


def tunnels(flows):
    inner = ether("02:00:00:00:00:0a", "02:00:00:00:00:0b", 0x0800,
                  ipv4("10.1.0.1", "10.1.0.2", 6, tcp("10.1.0.1", "10.1.0.2", 1234, 80, TCP_SYN)))
    flows.over_udp(4789, vxlan(0xFFFFFF, inner))
    flows.over_udp(6081, geneve(77, inner))
    carried = ipv4("10.2.0.1", "10.2.0.2", 17, udp("10.2.0.1", "10.2.0.2", 5, 6, b""))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 47, gre(0x0800, carried))))
    six = ipv6("2001:db8:1::1", "2001:db8:1::2", 17, udp("2001:db8:1::1", "2001:db8:1::2", 5, 6, b"six"))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 41, six)))
    four = ipv4("10.3.0.1", "10.3.0.2", 17, udp("10.3.0.1", "10.3.0.2", 5, 6, b"four"))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 4, four)))
    flows.add(ether(M, N, 0x86DD, ipv6(A6, B6, 4, four)))
    flows.add(ether(M, N, 0x86DD, ipv6(A6, B6, 41, six)))
    flows.add(ether(M, N, 0x0800, ipv4(A, B, 4, ipv4("10.4.0.1", "10.4.0.2", 4, four))))


def applications(flows):
    flows.over_udp(53, dns(1, "www.example.com"))
    flows.over_udp(53, dns(65535, "www.example.com", 28))
    answered = dns(2, "www.example.com", 1, [(5, labels("host.example.net")), (1, address("203.0.113.9"))])
    flows.add(ether(N, M, 0x0800, ipv4(B, A, 17, udp(B, A, 53, flows.port, answered))))
    flows.add(ether(N, M, 0x0800, ipv4(B, A, 17, udp(B, A, 53, flows.port, dns(3, "gone.example.com", 255, code=3)))))
    flows.add(ether(N, M, 0x0800, ipv4(B, A, 17, udp(B, A, 53, flows.port, dns(4, "odd.example.com", 65280, response=True)))))
    flows.over_udp(5353, dns(0, "_http._tcp.local", 12), 5353)
    flows.over_udp(5355, dns(9, "workstation"))
    flows.over_tcp(443, client_hello("tls.example.org"))
    flows.over_tcp(443, client_hello("old.example.org", (), (0x0303,)))
    flows.over_tcp(80, b"GET /index.html?a=1&b=2 HTTP/1.1\r\nHost: www.example.com:8080\r\nAccept: */*\r\n\r\n")
    flows.over_tcp(80, b"POST /form HTTP/1.0\r\nHost: [2001:db8::1]\r\nContent-Length: 0\r\n\r\n")
    flows.over_tcp(80, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", reverse=True)
    flows.over_udp(67, dhcp(1, M, name="laptop"), 68)
    flows.over_udp(67, dhcp(3, M, requested="192.0.2.77", name="laptop"), 68)
    flows.add(ether(N, M, 0x0800, ipv4(B, A, 17, udp(B, A, 67, 68, dhcp(5, M, given="192.0.2.77", server=B)))))


def hostile(flows):
    """Each name as a DNS question, a TLS server name, an HTTP host and path, and a DHCP host name, in this order."""
    for name, _ in HOSTILE:
        flows.over_udp(53, dns(5, name))
        flows.over_tcp(443, client_hello(name))
        flows.over_tcp(80, b"GET / HTTP/1.1\r\nHost: " + name + b"\r\n\r\n")
        flows.over_udp(67, dhcp(3, M, name=name), 68)


def savefile(path, *parts, snapshot=262144):
    """Writes the packets of parts; returns how many."""
    flows = Flows()
    for part in parts:
        part(flows)
    with Savefile(path, snapshot=snapshot) as file:
        for place, frame in enumerate(flows.frames):
            file.add(BEGIN + place * 1_000_001_001, frame)
    return len(flows.frames)


EVERYTHING = (transports, networks, tunnels, applications)


def busy(write, begin, seconds, count):
    """Writes a savefile of count TCP segments over so many seconds, with numbers that do not repeat: what compresses as badly
    as headers do. Returns how many came from each 10.0.3.N."""
    options = b"\x01\x01\x08\x0a" + bytes(8)
    frame = ether(M, N, 0x0800, ipv4("10.0.3.0", B, 6, tcp("10.0.3.0", B, 1024, 443, TCP_ACK, b"x" * 8, 1, 1, 512, options)))
    length, head = 16 + len(frame), struct.pack("<IIII", 0, 0, len(frame), len(frame))
    block, numbers = bytearray((head + frame) * count), random.Random(begin)
    for place in range(count):
        struct.pack_into("<II", block, place * length, begin + place * seconds // count, place * 997 % 1_000_000_000)
    network, transport = 16 + 14, 16 + 14 + 20
    # Identification, source address, source port, sequence number, acknowledgement, both time stamps.
    fields = [(network + 4, 2), (network + 15, 1), (transport, 2), (transport + 4, 8), (transport + 24, 8)]
    for offset, octets in fields:
        for octet in range(offset, offset + octets):
            block[octet::length] = numbers.randbytes(count)
    write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262144, 1))
    write(block)
    sources = block[network + 15::length]
    return [sources.count(last) for last in range(256)]


def many(write, blocks, size=100_000):
    """Writes a savefile of blocks * size packets in small memory: one block again and again, each a second later.

    The packets of a block come from 50 addresses and go to 100 ports in turn, 100 octets each on the wire; identifications
    and ports of the senders are random, the same in each block.
    """
    numbers = random.Random(1)
    write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262144, 1))
    block = bytearray()
    for place in range(size):
        source, port = "10.0.%d.%d" % (place % 5, place % 50), 1 + place % 100
        datagram = udp(source, B, numbers.randrange(1024, 65536), port, bytes(58))
        frame = ether(M, N, 0x0800, ipv4(source, B, 17, datagram, identification=numbers.randrange(65536)))
        block += struct.pack("<IIII", 0, place * (1_000_000_000 // size), len(frame), len(frame)) + frame
    length = len(block) // size
    for turn in range(blocks):
        for place, octet in enumerate(struct.pack("<I", BEGIN // 1_000_000_000 + turn)):
            block[place::length] = bytes([octet]) * size
        write(block)
