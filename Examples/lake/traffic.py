"""What the hosts of the example lake send and hear: two past days as savefiles, and clients and servers for the live hour."""
import datetime
import os
import random
import socket
import struct
import sys
import threading
import time

from frames import (TCP_ACK, TCP_FIN, TCP_PSH, TCP_RST, TCP_SYN, Savefile, address, client_hello, dns, ether, icmp6, ipv4,
                    ipv6, tcp, udp)

HOSTS = ("edge1", "edge2", "office")
NAMES = ("www.example.com", "mail.example.com", "updates.example.net", "cdn.example.org", "ntp.example.net")
SCANNER = "198.51.100.66"
SCANNED_PORTS = 256
RESOLVER = "192.0.2.53"
GATEWAY = "02:00:00:00:ff:fe"
# packet(7); Python has no names for them.
SOL_PACKET, PACKET_ADD_MEMBERSHIP, PACKET_MR_PROMISC = 263, 1, 1


def station(number):
    return "02:00:00:00:00:%02x" % number


class Day:
    """One host's packets of one savefile, in the order of their stamps."""

    def __init__(self, host, date, hour):
        self.network = HOSTS.index(host) + 1
        self.random = random.Random("%s %s %d" % (host, date, hour))
        begin = datetime.datetime.combine(date, datetime.time(hour), datetime.timezone.utc)
        self.now = int(begin.timestamp()) * 1_000_000_000
        self.packets = []

    def client(self, number):
        return "10.%d.0.%d" % (self.network, number)

    def put(self, frame):
        self.now += self.random.randrange(20_000, 40_000_000)
        self.packets.append((self.now, frame))

    def outward(self, number, destination, protocol, payload):
        self.put(ether(station(number), GATEWAY, 0x0800, ipv4(self.client(number), destination, protocol, payload)))

    def inward(self, number, source, protocol, payload):
        self.put(ether(GATEWAY, station(number), 0x0800, ipv4(source, self.client(number), protocol, payload, ttl=57)))

    def question(self, number):
        """A name is asked for, and answered."""
        name, port = self.random.choice(NAMES), self.random.randrange(32768, 60000)
        client, identification = self.client(number), self.random.randrange(65536)
        self.outward(number, RESOLVER, 17, udp(client, RESOLVER, port, 53, dns(identification, name)))
        answer = dns(identification, name, answers=[(1, address("203.0.113.%d" % NAMES.index(name)))])
        self.inward(number, RESOLVER, 17, udp(RESOLVER, client, 53, port, answer))
        return name

    def visit(self, number):
        """A TLS connection's first packets."""
        name = self.question(number)
        client, server, port = self.client(number), "203.0.113.%d" % NAMES.index(name), self.random.randrange(32768, 60000)
        mss = b"\x02\x04\x05\xb4"
        self.outward(number, server, 6, tcp(client, server, port, 443, TCP_SYN, options=mss))
        self.inward(number, server, 6, tcp(server, client, 443, port, TCP_SYN | TCP_ACK, acknowledgement=1, options=mss))
        self.outward(number, server, 6, tcp(client, server, port, 443, TCP_PSH | TCP_ACK, client_hello(name), 1, 1))
        for part in range(self.random.randrange(2, 12)):
            self.inward(number, server, 6, tcp(server, client, 443, port, TCP_ACK, bytes(1200), 1 + part * 1200, 300))
        self.outward(number, server, 6, tcp(client, server, port, 443, TCP_FIN | TCP_ACK, b"", 300, 1))

    def backup(self):
        """One machine copies a lot to another: the top talker of edge1."""
        source, destination = self.client(10), self.client(200)
        for part in range(1500):
            segment = tcp(source, destination, 50022, 873, TCP_ACK, bytes(1400), part * 1400, 1)
            self.put(ether(station(10), station(200), 0x0800, ipv4(source, destination, 6, segment)))

    def scan(self):
        """A machine of the Internet tries one port after another; each is refused."""
        for port in range(1, SCANNED_PORTS + 1):
            self.inward(20, SCANNER, 6, tcp(SCANNER, self.client(20), 44444, port, TCP_SYN))
            self.outward(20, SCANNER, 6, tcp(self.client(20), SCANNER, port, 44444, TCP_RST | TCP_ACK))

    def neighbours(self):
        """IPv6 beside it: who has this address?"""
        source, group = "fe80::%x" % self.network, "ff02::1:ff00:1"
        body = icmp6(source, group, 135, 0, bytes(4) + address("fe80::1"))
        self.put(ether(station(5), "33:33:ff:00:00:01", 0x86DD, ipv6(source, group, 58, body, hops=255)))


def savefiles(folder, dates):
    """Writes folder/host=NAME/DATE-HOUR.pcap for each host, date and two hours; returns their paths."""
    paths = []
    for host in HOSTS:
        os.makedirs(os.path.join(folder, "host=" + host), exist_ok=True)
        for date in dates:
            for hour in (9, 15):
                day = Day(host, date, hour)
                for number in range(10, 40):
                    day.visit(number)
                    day.question(number)
                day.neighbours()
                if host == "edge1" and hour == 15:
                    day.backup()
                if host == "edge2" and hour == 9 and date == dates[-1]:
                    day.scan()
                path = os.path.join(folder, "host=" + host, "%s-%02d.pcap" % (date, hour))
                with Savefile(path) as file:
                    for stamp, frame in day.packets:
                        file.add(stamp, frame)
                paths.append(path)
    return paths


def serve():
    """Answers DNS questions on UDP port 53 and requests on TCP port 80, until it is ended."""
    def names():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
            server.bind(("", 53))
            while True:
                query, peer = server.recvfrom(512)
                server.sendto(query[:2] + b"\x81\x83" + query[4:], peer)

    threading.Thread(target=names, daemon=True).start()
    with socket.create_server(("", 80)) as server:
        while True:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


def ask(server, seconds):
    """Asks a server that serve() runs for names and pages, ten times a second. False when there was never an answer."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        name = NAMES[count % len(NAMES)]
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                client.settimeout(0.5)
                client.sendto(dns(count, name), (server, 53))
                client.recv(512)
            with socket.create_connection((server, 80), timeout=2) as client:
                client.sendall(b"GET /page-%d HTTP/1.1\r\nHost: %s\r\n\r\n" % (count, name.encode()))
                client.recv(4096)
            count += 1
        except OSError:
            pass  # the server may not have begun
        time.sleep(0.1)
    return count > 0


def listen(interface):
    """Holds a reference on an interface's promiscuous mode, and reads nothing, until it is ended."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as packets:
        promiscuous = struct.pack("iHH8x", socket.if_nametoindex(interface), PACKET_MR_PROMISC, 0)
        packets.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, promiscuous)
        threading.Event().wait()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    elif sys.argv[1] == "listen":
        listen(sys.argv[2])
    else:
        sys.exit(not ask(sys.argv[2], float(sys.argv[3])))
