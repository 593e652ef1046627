"""The table that swiftcap's rows are held against: each column from the fields of tshark."""
import datetime
import re
from collections import Counter

# LINKTYPE_ numbers of tshark's encapsulation types (wiretap's WTAP_ENCAP_).
LINK_TYPES = {1: 1, 25: 113, 7: 101, 15: 0, 20: 105, 23: 127, 4: 9}


def flag(value):
    return None if value is None else bool(value)


def address(packet, v4, v6):
    if not packet.network:
        return None
    return packet.at(v4 if packet.network[0] == "ip" else v6, packet.network[1])


def mac(packet, name, cooked=None):
    if packet.link is not None:
        return packet.at(name, packet.link)
    return packet.first(cooked) if cooked else None


def stamp(packet):
    seconds, _, fraction = packet.first("frame.time_epoch").partition(".")
    return int(seconds) * 1_000_000_000 + int((fraction + "0" * 9)[:9])


def moment(packet):
    return datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(microseconds=stamp(packet) // 1000)


def iana(packet):
    if not packet.network:
        return None
    if len(packet.network) > 2:
        layer, index = packet.network[-1]
        return packet.number("ah.next_header" if layer == "ah" else layer + ".nxt", index)
    return packet.of_network("ip.proto", "ipv6.nxt")


TRANSPORT_NAMES = {1: "icmp", 2: "igmp", 6: "tcp", 17: "udp", 46: "rsvp", 47: "gre", 50: "esp", 51: "ah", 58: "ipv6-icmp",
                   88: "eigrp", 89: "ospf", 103: "pim", 112: "vrrp", 132: "sctp"}


def payload(packet):
    if not packet.transport:
        return None
    if packet.transport[0] == "tcp":
        return packet.of_transport(tcp="tcp.len")
    if packet.transport[0] == "sctp":
        whole, head = packet.of_network("ip.len", "ipv6.plen"), packet.of_network("ip.hdr_len", None) or 0
        return Ellipsis if len(packet.network) > 2 else whole - head - 12
    length = packet.of_transport(udp="udp.length")
    return None if length is None else length - 8


def acknowledgement(packet):
    return packet.of_transport(tcp="tcp.ack_raw") if (packet.of_transport(tcp="tcp.flags") or 0) & 16 else None


def sack(packet):
    if not packet.transport or packet.transport[0] != "tcp":
        return None
    left, right = packet.all("tcp.options.sack_le"), packet.all("tcp.options.sack_re")
    return ",".join("%s-%s" % edges for edges in zip(left, right)) or None


def sack_permitted(packet):
    return True if packet.transport and packet.transport[0] == "tcp" and packet.all("tcp.options.sack_perm") else None


def echo_reply(packet):
    return packet.of_transport(tcp="tcp.options.timestamp.tsecr") if acknowledgement(packet) is not None else None


def good(status):
    """tshark's verdict: 0 bad, 1 good, others not told."""
    return {0: False, 1: True}.get(status)


def application(*names):
    """The first of tshark's application layers that a packet carries."""
    return lambda packet: next((name for name in names if packet.has(name)), None)


DNS_TYPES = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 13: "HINFO", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV",
             35: "NAPTR", 39: "DNAME", 41: "OPT", 43: "DS", 46: "RRSIG", 47: "NSEC", 48: "DNSKEY", 50: "NSEC3", 52: "TLSA",
             64: "SVCB", 65: "HTTPS", 99: "SPF", 251: "IXFR", 252: "AXFR", 255: "ANY", 257: "CAA"}
RESPONSE_CODES = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET",
                  "NOTAUTH", "NOTZONE"]
DNS_LAYERS = ("dns", "mdns", "llmnr")


def dns(get):
    return lambda packet: get(packet) if any(packet.has(layer) for layer in DNS_LAYERS) else None


def response_code(packet):
    code = packet.number("dns.flags.rcode")
    if code is None or packet.number("dns.flags.response") != 1:
        return None
    return RESPONSE_CODES[code] if code < len(RESPONSE_CODES) else "RCODE%d" % code


ANSWER_FIELDS = {1: "dns.a", 28: "dns.aaaa", 5: "dns.cname", 2: "dns.ns", 12: "dns.ptr.domain_name", 15: "dns.mx.mail_exchange",
                 33: "dns.srv.target"}


def root(name):
    return "." if name == "<Root>" else name


def dns_type(number):
    return None if number is None else DNS_TYPES.get(number, "TYPE%d" % number)


def answers(packet):
    """Data of the answers; of other types the type. How many strings a TXT record has tshark's fields do not tell."""
    counts, data = Counter(), []
    if packet.number("dns.flags.response") != 1:
        return None
    for kind in [int(kind) for kind in packet.all("dns.resp.type")][:packet.number("dns.count.answers") or 0]:
        if kind == 16:
            return Ellipsis
        data.append(root(packet.at(ANSWER_FIELDS[kind], counts[kind])) if kind in ANSWER_FIELDS else dns_type(kind))
        counts[kind] += 1
    return ",".join(map(str, data)) or None


def hello(get):
    """Of packets whose first handshake message is a ClientHello."""
    return lambda packet: get(packet) if packet.has("tls") and packet.first("tls.handshake.type") == "1" else None


def http(get):
    return lambda packet: get(packet) if packet.has("http") else None


def dhcp(get):
    return lambda packet: get(packet) if packet.has("dhcp") else None


TLS_VERSIONS = {0x0300: "SSL 3.0", 0x0301: "1.0", 0x0302: "1.1", 0x0303: "1.2", 0x0304: "1.3"}


def tls_version(packet):
    offered = [int(version, 0) for version in packet.all("tls.handshake.extensions.supported_version")]
    offered = [version for version in offered if version in TLS_VERSIONS] or [packet.number("tls.handshake.version") or 0]
    return TLS_VERSIONS.get(max(offered))


def target(part):
    def get(packet):
        path, mark, query = packet.first("http.request.uri", "").partition("?")
        return (path or None) if part == 0 else (query if mark else None)
    return get


def http_version(packet):
    version = packet.first("http.request.version") or packet.first("http.response.version")
    return version[5:] if version and version.startswith("HTTP/") else None


def domain(packet):
    host = packet.first("http.host")
    if host is None:
        return None
    inner = re.match(r"\[([^\]]*)", host)
    return inner.group(1) if inner else host.partition(":")[0]


DHCP_TYPES = {1: "discover", 2: "offer", 3: "request", 4: "decline", 5: "ack", 6: "nak", 7: "release", 8: "inform"}


def unless_zero(value):
    return None if value == "0.0.0.0" else value


def tunnel(packet):
    """What carries the outermost tunnel's packet."""
    if not packet.outer:
        return None
    outer, following = packet.outer[0], (packet.outer + [packet.network])[1]
    for layer in ("vxlan", "geneve", "gre"):
        if layer in packet.layers:
            return layer
    return {("ip", "ip"): "ipip", ("ip", "ipv6"): "6in4", ("ipv6", "ip"): "4in6", ("ipv6", "ipv6"): "6in6"}[outer[0], following[0]]


def outermost(v4, v6):
    def get(packet):
        if not packet.outer:
            return None
        return packet.at(v4 if packet.outer[0][0] == "ip" else v6, packet.outer[0][1])
    return get


def vni(packet):
    for name in ("vxlan.vni", "geneve.vni", "gre.key"):
        if packet.outer and packet.all(name):
            return packet.number(name)
    return None


def vlans(packet):
    """VLANs of the outer frame: tags in front of the first IP header."""
    tags = 0
    for layer in packet.layers:
        if layer in ("ip", "ipv6"):
            break
        tags += layer in ("vlan", "ieee8021ad")
    return [int(number) for number in packet.all("ieee8021ad.id") + packet.all("vlan.id")][:tags]


def ether_type(packet):
    return packet.number(*packet.typed) if packet.typed else None


def direction(packet):
    told = packet.number("frame.packet_flags_direction")
    if told in (1, 2):
        return "ingress" if told == 1 else "egress"
    kind = packet.number("sll.pkttype")
    return None if kind is None else "egress" if kind == 4 else "ingress"


def transport_checksum(packet):
    return good(packet.of_transport(tcp="tcp.checksum.status", udp="udp.checksum.status", icmp="icmp.checksum.status",
                                    icmpv6="icmpv6.checksum.status"))


def interface(packet):
    name = packet.first("frame.interface_name")
    return None if name == "unknown" else name


def fault(packet):
    """tshark has no layer's name for what is wrong, but says when nothing is."""
    warned = any(int(severity, 0) >= 0x600000 for severity in packet.all("_ws.expert.severity"))
    return Ellipsis if warned or packet.all("_ws.short") or packet.all("_ws.malformed") else None


# What tshark has for each column; Ellipsis is "tshark does not say".
COLUMNS = {
    "time": moment,
    "event.sequence": lambda p: p.number("frame.number"),
    "observer.hostname": lambda p: Ellipsis,
    "observer.ingress.interface.name": interface,
    "network.bytes": lambda p: p.number("frame.len"),
    "network.direction": direction,
    "network.vlan.id": lambda p: (vlans(p) + [None])[0],
    "network.inner.vlan.id": lambda p: (vlans(p) + [None, None])[1],
    "network.type": lambda p: {"ip": "ipv4", "ipv6": "ipv6"}[p.network[0]] if p.network else None,
    "network.iana_number": iana,
    "network.transport": lambda p: TRANSPORT_NAMES.get(iana(p), Ellipsis if iana(p) is not None else None),
    "network.protocol": application("dns", "mdns", "llmnr", "tls", "http", "dhcp"),
    "network.community_id": lambda p: p.first("communityid"),
    "source.mac": lambda p: mac(p, "eth.src", "sll.src.eth"),
    "source.ip": lambda p: address(p, "ip.src", "ipv6.src"),
    "source.port": lambda p: p.of_transport(tcp="tcp.srcport", udp="udp.srcport", sctp="sctp.srcport"),
    "destination.mac": lambda p: mac(p, "eth.dst"),
    "destination.ip": lambda p: address(p, "ip.dst", "ipv6.dst"),
    "destination.port": lambda p: p.of_transport(tcp="tcp.dstport", udp="udp.dstport", sctp="sctp.dstport"),
    "dns.id": dns(lambda p: p.number("dns.id")),
    "dns.type": dns(lambda p: {0: "query", 1: "answer"}.get(p.number("dns.flags.response"))),
    "dns.question.name": dns(lambda p: root(p.first("dns.qry.name"))),
    "dns.question.type": dns(lambda p: dns_type(p.number("dns.qry.type"))),
    "dns.response_code": dns(response_code),
    "tls.client.server_name": hello(lambda p: p.first("tls.handshake.extensions_server_name")),
    "http.version": http(http_version),
    "http.request.method": http(lambda p: p.first("http.request.method")),
    "http.response.status_code": http(lambda p: p.number("http.response.code")),
    "url.domain": http(domain),
    "url.path": http(target(0)),
    "url.query": http(target(1)),
    "swiftcap.time_ns": stamp,
    "swiftcap.captured_bytes": lambda p: p.number("frame.cap_len"),
    "swiftcap.cut": lambda p: p.number("frame.cap_len") < p.number("frame.len"),
    "swiftcap.cut_in": fault,
    "swiftcap.malformed": fault,
    "swiftcap.foreign_unicast": lambda p: None,
    "swiftcap.link_type": lambda p: LINK_TYPES.get(p.number("frame.encap_type"), Ellipsis),
    "swiftcap.ether_type": ether_type,
    "swiftcap.payload_bytes": payload,
    "swiftcap.ip.ttl": lambda p: p.of_network("ip.ttl", "ipv6.hlim"),
    "swiftcap.ip.dscp": lambda p: p.of_network("ip.dsfield.dscp", "ipv6.tclass.dscp"),
    "swiftcap.ip.ecn": lambda p: p.of_network("ip.dsfield.ecn", "ipv6.tclass.ecn"),
    "swiftcap.ip.id": lambda p: p.of_network("ip.id", None) if (p.network or "?")[0] == "ip" else p.fragment("ipv6.fraghdr.ident"),
    "swiftcap.ip.dont_fragment": lambda p: flag(p.of_network("ip.flags.df", None)),
    "swiftcap.ip.more_fragments": lambda p: fragments(p)[0],
    "swiftcap.ip.fragment_offset": lambda p: fragments(p)[1],
    "swiftcap.tcp.flags": lambda p: None if p.of_transport(tcp="tcp.flags") is None else p.of_transport(tcp="tcp.flags") & 255,
    "swiftcap.tcp.sequence": lambda p: p.of_transport(tcp="tcp.seq_raw"),
    "swiftcap.tcp.acknowledgement": acknowledgement,
    "swiftcap.tcp.window": lambda p: p.of_transport(tcp="tcp.window_size_value"),
    "swiftcap.tcp.mss": lambda p: p.of_transport(tcp="tcp.options.mss_val"),
    "swiftcap.tcp.window_scale": lambda p: p.of_transport(tcp="tcp.options.wscale.shift"),
    "swiftcap.tcp.sack_permitted": sack_permitted,
    "swiftcap.tcp.sack": sack,
    "swiftcap.tcp.timestamp": lambda p: p.of_transport(tcp="tcp.options.timestamp.tsval"),
    "swiftcap.tcp.timestamp_echo": echo_reply,
    "swiftcap.icmp.type": lambda p: p.of_transport(icmp="icmp.type", icmpv6="icmpv6.type"),
    "swiftcap.icmp.code": lambda p: p.of_transport(icmp="icmp.code", icmpv6="icmpv6.code"),
    "swiftcap.icmp.id": lambda p: p.of_transport(icmp="icmp.ident", icmpv6="icmpv6.echo.identifier"),
    "swiftcap.icmp.sequence": lambda p: p.of_transport(icmp="icmp.seq", icmpv6="icmpv6.echo.sequence_number"),
    "swiftcap.arp.operation": lambda p: p.number("arp.opcode"),
    "swiftcap.arp.sender_mac": lambda p: p.first("arp.src.hw_mac"),
    "swiftcap.arp.sender_ip": lambda p: p.first("arp.src.proto_ipv4"),
    "swiftcap.arp.target_mac": lambda p: p.first("arp.dst.hw_mac"),
    "swiftcap.arp.target_ip": lambda p: p.first("arp.dst.proto_ipv4"),
    "swiftcap.tunnel.type": tunnel,
    "swiftcap.tunnel.vni": vni,
    "swiftcap.tunnel.depth": lambda p: len(p.outer) or None,
    "swiftcap.tunnel.source_ip": outermost("ip.src", "ipv6.src"),
    "swiftcap.tunnel.destination_ip": outermost("ip.dst", "ipv6.dst"),
    "swiftcap.checksum.ip": lambda p: good(p.of_network("ip.checksum.status", None)),
    "swiftcap.checksum.transport": transport_checksum,
    "swiftcap.dns.answer_count": dns(lambda p: p.number("dns.count.answers") if p.number("dns.flags.response") else None),
    "swiftcap.dns.answers": dns(answers),
    "swiftcap.tls.version": hello(tls_version),
    "swiftcap.tls.alpn": hello(lambda p: ",".join(p.all("tls.handshake.extensions_alpn_str")) or None),
    "swiftcap.dhcp.type": dhcp(lambda p: DHCP_TYPES.get(p.number("dhcp.option.dhcp"))),
    "swiftcap.dhcp.client_mac": dhcp(lambda p: p.first("dhcp.hw.mac_addr")),
    "swiftcap.dhcp.requested_ip": dhcp(lambda p: p.first("dhcp.option.requested_ip_address")),
    "swiftcap.dhcp.given_ip": dhcp(lambda p: unless_zero(p.first("dhcp.ip.your"))),
    "swiftcap.dhcp.server_ip": dhcp(lambda p: p.first("dhcp.option.dhcp_server_id")),
    "swiftcap.dhcp.host_name": dhcp(lambda p: p.first("dhcp.option.hostname")),
}


def fragments(packet):
    """(more follow, offset in octets) of a fragment, (None, None) of a whole packet."""
    if not packet.network:
        return None, None
    if packet.network[0] == "ipv6":
        more, offset = packet.fragment("ipv6.fraghdr.more"), packet.fragment("ipv6.fraghdr.offset")
        return flag(more), None if offset is None else offset * 8
    more, offset = packet.of_network("ip.flags.mf", None), packet.of_network("ip.frag_offset", None)
    return (bool(more), offset * 8) if more or offset else (None, None)
