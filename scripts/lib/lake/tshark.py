"""Packets as `tshark -T fields` reads them, and which of several layers of a kind is meant."""
import subprocess
from collections import Counter

SEPARATOR = "\x1f"
OPTIONS = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
           "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE", "-o", "tcp.desegment_tcp_streams:FALSE",
           "-o", "tcp.analyze_sequence_numbers:FALSE", "-o", "tcp.relative_sequence_numbers:FALSE",
           "-o", "http.desegment_headers:FALSE", "-o", "http.desegment_body:FALSE", "-o", "tls.desegment_ssl_records:FALSE",
           "-o", "dns.desegment_dns_messages:FALSE", "--enable-protocol", "communityid", "-n"]

FIELDS = """frame.number frame.time_epoch frame.len frame.cap_len frame.interface_name frame.packet_flags_direction frame.encap_type
    frame.protocols
    _ws.malformed _ws.short _ws.expert.severity communityid
    eth.src eth.dst eth.type sll.src.eth sll.etype sll.pkttype vlan.id vlan.etype llc.type ieee8021ad.id ieee8021ad.cvid
    ip.src ip.dst ip.proto ip.ttl ip.dsfield.dscp ip.dsfield.ecn ip.id ip.flags.df ip.flags.mf ip.frag_offset ip.len ip.hdr_len
    ip.checksum.status
    ipv6.src ipv6.dst ipv6.nxt ipv6.hlim ipv6.tclass.dscp ipv6.tclass.ecn ipv6.plen ipv6.fraghdr.nxt ipv6.fraghdr.ident
    ipv6.fraghdr.offset ipv6.fraghdr.more ipv6.hopopts.nxt ipv6.routing.nxt ipv6.dstopts.nxt ah.next_header ah.length
    tcp.srcport tcp.dstport tcp.flags tcp.seq_raw tcp.ack_raw tcp.window_size_value tcp.options.mss_val
    tcp.options.wscale.shift tcp.options.sack_perm tcp.options.sack_le tcp.options.sack_re tcp.options.timestamp.tsval
    tcp.options.timestamp.tsecr tcp.checksum.status tcp.len
    udp.srcport udp.dstport udp.length udp.checksum.status sctp.srcport sctp.dstport
    icmp.type icmp.code icmp.ident icmp.seq icmp.checksum.status
    icmpv6.type icmpv6.code icmpv6.echo.identifier icmpv6.echo.sequence_number icmpv6.checksum.status
    arp.hw.type arp.opcode arp.src.hw_mac arp.src.proto_ipv4 arp.dst.hw_mac arp.dst.proto_ipv4
    vxlan.vni geneve.vni gre.key
    dns.id dns.flags.response dns.flags.rcode dns.qry.name dns.qry.type dns.count.answers dns.resp.type dns.a dns.aaaa
    dns.cname dns.ns dns.ptr.domain_name dns.mx.mail_exchange dns.srv.target
    tls.record.content_type tls.handshake.type tls.handshake.extensions_server_name tls.handshake.extensions_alpn_str
    tls.handshake.extensions.supported_version tls.handshake.version
    http.request.version http.response.version http.request.method http.response.code http.host http.request.uri
    dhcp.option.dhcp dhcp.hw.mac_addr dhcp.option.requested_ip_address dhcp.ip.your dhcp.option.dhcp_server_id
    dhcp.option.hostname""".split()

# Layers that carry an IP header as a part of the same packet. Behind any other one it is the payload's affair.
CARRIERS = set("""eth ethertype vlan ieee8021ad sll raw null loop llc ip ipv6 vxlan geneve gre mpls pppoes ppp ipv6.hopopts
    ipv6.routing ipv6.dstopts ipv6.fraghdr ah udp""".split())
TRANSPORTS = ("tcp", "udp", "sctp", "icmp", "icmpv6")
# Which field announces what a link layer carries.
TYPED = {"eth": "eth.type", "vlan": "vlan.etype", "sll": "sll.etype", "llc": "llc.type"}
EXTENSIONS = ("ipv6.hopopts", "ipv6.routing", "ipv6.dstopts", "ipv6.fraghdr", "ah")


class Packet:
    """One packet's fields, and which of several layers of a kind is the innermost one that is not quoted."""

    def __init__(self, values):
        self.values = values
        self.layers = self.first("frame.protocols", "").split(":")
        self.network = self.transport = self.link = self.typed = None
        self.outer = []
        self.behind = []
        self.unfollowed = False
        counts, between = Counter(), set()
        for layer in self.layers:
            index, counts[layer] = counts[layer], counts[layer] + 1
            if layer in ("ip", "ipv6", "eth") and between - CARRIERS:
                self.unfollowed = True  # carried by something that is not followed
                break
            if layer in ("ip", "ipv6"):
                self.enter((layer, index))
            elif layer == "eth":
                self.link = index
                if self.network:  # a frame in a tunnel: what is in it decides
                    self.enter(None)
            elif layer in EXTENSIONS and self.network:
                self.network += ((layer, index),)
            elif layer in TRANSPORTS and self.network and not self.transport:
                self.transport = (layer, index)
                if layer.startswith("icmp"):
                    break  # what follows is quoted
            elif self.transport:
                self.behind.append(layer)
            if layer in TYPED:
                self.typed = (TYPED[layer], index)
            between = set() if layer in ("ip", "ipv6") else between | {layer}

    def enter(self, network):
        """A packet within the packet so far, or the first one."""
        if self.network:
            self.outer.append(self.network)
        self.network, self.transport, self.behind = network, None, []

    def all(self, name):
        return self.values.get(name, [])

    def first(self, name, default=None):
        return self.at(name, 0, default)

    def at(self, name, index, default=None):
        values = self.all(name)
        return values[index] if index is not None and index < len(values) else default

    def number(self, name, index=0):
        """A field as an integer: decimal, hexadecimal or a boolean."""
        value = self.at(name, index)
        if value in ("True", "False"):
            return int(value == "True")
        return None if value is None else int(value, 0)

    def of_network(self, v4, v6):
        """A number of the innermost IP header."""
        if not self.network:
            return None
        name = v4 if self.network[0] == "ip" else v6
        return None if name is None else self.number(name, self.network[1])

    def of_transport(self, **names):
        """A number of the transport header, by its protocol."""
        if not self.transport or self.transport[0] not in names:
            return None
        return self.number(names[self.transport[0]], self.transport[1])

    def extension(self, layer):
        """The index of an IPv6 extension header of the innermost IP header, None without it."""
        return next((index for name, index in (self.network or ())[2:] if name == layer), None)

    def fragment(self, name):
        return self.number(name, self.extension("ipv6.fraghdr"))

    def has(self, layer):
        return layer in self.behind


def read(path, words=()):
    """The packets of a savefile as tshark reads them, in their order."""
    command = ["tshark", "-r", path, "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=" + SEPARATOR,
               "-E", "separator=/t"] + OPTIONS + list(words)
    for field in FIELDS:
        command += ["-e", field]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    packets = []
    for line in result.stdout.split(b"\n")[:-1]:
        columns = line.decode("utf-8", "replace").split("\t")
        packets.append(Packet({name: text.split(SEPARATOR) for name, text in zip(FIELDS, columns) if text}))
    return packets
