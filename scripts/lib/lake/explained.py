"""Why swiftcap's columns differ from tshark's fields on real traffic: by column, with the packets that a reason holds for."""
import re


def lossy(text):
    """A text without what tshark's output does not keep: what is no ASCII, and how control characters are written."""
    return re.sub(r"[^\x20-\x7e]+", "?", text)


def shown(text):
    """What tshark would print for a text of ours: octets instead of \\xHH, its own escapes for control characters."""
    octets = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match.group(1), 16)]), text.encode())
    names = {7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r"}
    return "".join("?" if octet > 127 else names.get(octet, "\\%03o" % octet) if octet < 32 or octet == 127 else chr(octet)
                   for octet in octets)


def same_text(packet, ours, theirs):
    return isinstance(ours, str) and isinstance(theirs, str) and re.sub(r"\?+", "?", shown(ours)) == lossy(theirs)


TEXTS = ("dns.question.name", "tls.client.server_name", "url.path", "url.query", "url.domain", "swiftcap.dhcp.host_name",
         "swiftcap.dns.answers", "http.request.method", "observer.ingress.interface.name")

LINKS = {"eth", "sll", "raw", "null", "loop", "ppp"}
STREAMS = ("network.protocol", "http.version", "http.request.method", "http.response.status_code", "url.domain", "url.path",
           "url.query", "tls.client.server_name", "swiftcap.tls.version", "swiftcap.tls.alpn")


def cut(packet, ours, theirs):
    return (ours is None or theirs is None) and bool(packet.all("_ws.short") or packet.all("_ws.malformed"))


def other_link(packet, ours, theirs):
    return ours is None and packet.layers[0] not in LINKS


def over(*layers):
    """Of packets with one of these layers swiftcap has nothing, where tshark looks into it."""
    return lambda packet, ours, theirs: ours is None and any(layer in packet.layers for layer in layers)


def only_here(packet, ours, theirs):
    return ours is not None and theirs is None and not packet.has("http") and not packet.has("tls")


def middle(packet, ours, theirs):
    return ours is None and theirs in ("tls", "http")


def mobility(packet, ours, theirs):
    return "mipv6" in packet.layers


def unfollowed(packet, ours, theirs):
    return packet.unfollowed or (bool(packet.outer) and packet.network is None)


def claims_more(packet, ours, theirs):
    """The IP header's length, with what stands in front of it, is more than the packet had on the wire."""
    claimed = packet.of_network("ip.len", "ipv6.plen")
    return claimed is not None and claimed + 14 > packet.number("frame.len") - sum(
        20 for _ in packet.outer)


def no_message(packet, ours, theirs):
    """A status line or version that no version of HTTP has."""
    return ours is None and not any(text.startswith("HTTP/1.") for name in ("http.request.version", "http.response.version")
                                    for text in packet.all(name))


def routed(packet, ours, theirs):
    return ours is None and packet.extension("ipv6.routing") is not None


def home_address(packet, ours, theirs):
    return packet.extension("ipv6.dstopts") is not None


def without_transport(packet, ours, theirs):
    return theirs is None and packet.transport is None


def cut_quotation(packet, ours, theirs):
    return packet.transport is not None and packet.transport[0].startswith("icmp") and (
        packet.number("frame.cap_len") < packet.number("frame.len"))


def unknown_label(packet, ours, theirs):
    names = ("dns.qry.name", "dns.cname", "dns.ptr.domain_name", "dns.ns")
    return any("<Unknown extended label>" in packet.all(name) for name in names)


def zero_type(packet, ours, theirs):
    return ours is None and theirs == 0


def no_tcp(packet, ours, theirs):
    return packet.transport is not None and packet.transport[0] == "tcp" and not packet.all("tcp.flags")


def other_hardware(packet, ours, theirs):
    return theirs is None and packet.number("arp.hw.type") != 1


def before_1970(packet, ours, theirs):
    return packet.first("frame.time_epoch").startswith("-")


def clamped(packet, ours, theirs):
    return ours > 0x7FFFFFFF == theirs


def by_port(packet, ours, theirs):
    ports = {packet.of_transport(tcp="tcp." + side, udp="udp." + side) for side in ("srcport", "dstport")}
    return ours is None and not ports & {53, 5353, 5355}


def impossible(packet, ours, theirs):
    """An IP header of another version or too short: tshark does not read its addresses either."""
    return packet.network is not None and not packet.all(packet.network[0] + ".src")


def old_record(packet, ours, theirs):
    return ours is None and packet.has("tls") and not packet.all("tls.record.content_type")


def in_fragment(packet, ours, theirs):
    return (ours is None or theirs is None) and first_fragment(packet, ours, theirs)


def first_fragment(packet, ours, theirs):
    return bool(packet.number("ip.flags.mf") or packet.fragment("ipv6.fraghdr.more"))


def short_authentication(packet, ours, theirs):
    return packet.first("ah.length") == "0"


def private_version(packet, ours, theirs):
    return any(int(version, 0) >> 8 not in (3, 0x0A) for version in packet.all("tls.handshake.extensions.supported_version"))


def trailing_nul(packet, ours, theirs):
    return ours == (theirs or "") + "\\x00"


def raw_ip(packet, ours, theirs):
    return theirs == 101 and ours in (12, 14)


# (columns, reason, the packets and values that it is true of). No columns: any.
EXPLANATIONS = [
    (TEXTS, "octets that are no ASCII are \\xHH here, and replaced by tshark", same_text),
    ((), "link layers but Ethernet, Linux cooked, raw IP, loopback and PPP are not read into columns", other_link),
    ((), "the header is cut or broken: one of the two stops earlier in it", cut),
    (STREAMS, "TLS within QUIC is encrypted: tshark decrypts its first packets", over("quic", "gquic")),
    (STREAMS, "HTTP over UDP (SSDP) is not read", over("ssdp")),
    (("network.protocol",), "tshark also names segments in the middle of a stream, from the packets before", middle),
    (STREAMS, "TLS and HTTP are known by how they begin, on any port; tshark takes the port's or stream's protocol", only_here),
    (("network.iana_number", "network.community_id"),
     "the mobility header is an extension header here (RFC 6275: the next header is none)", mobility),
    (("network.community_id",),
     "tshark's is of what is not followed here (GTP, sFlow), or of the outer packet where no IP is within", unfollowed),
    (("swiftcap.malformed", "swiftcap.payload_bytes", "swiftcap.checksum.transport"),
     "the IP header claims more than there was: lengths are those of the headers here", claims_more),
    (STREAMS, "what only looks like HTTP/1 (no version, or another one) is not read", no_message),
    (("swiftcap.checksum.transport",), "behind a routing header the checksum is not judged", routed),
    (("swiftcap.checksum.transport",),
     "with a home address (RFC 6275) the checksum is over that one, which is not read", home_address),
    (("dns.id", "dns.type", "dns.question.name", "dns.question.type", "dns.response_code", "swiftcap.dns.answer_count",
      "swiftcap.dns.answers", "network.protocol"), "DNS is known by its ports, 53, 5353 and 5355", by_port),
    (("network.community_id",),
     "tshark has none for some packets without a transport header (later fragments, ESP over IPv6)", without_transport),
    (("network.community_id",),
     "of an ICMP error whose quotation is cut tshark has another one than of the whole packet", cut_quotation),
    (("network.type", "swiftcap.malformed"), "an IP header that cannot be one", impossible),
    (("swiftcap.payload_bytes",),
     "of a first fragment the payload is what is in it; tshark gives the datagram's", first_fragment),
    (("dns.question.name", "dns.question.type", "swiftcap.dns.answers"),
     "a name with a label of no known kind ends reading", unknown_label),
    (("swiftcap.ether_type",), "an ether type of 0 is a length (IEEE 802.3)", zero_type),
    (("swiftcap.tcp.flags", "swiftcap.tcp.window", "swiftcap.tcp.acknowledgement", "swiftcap.payload_bytes"),
     "a TCP header that says it is shorter than one: tshark stops there", no_tcp),
    (("swiftcap.arp.sender_mac", "swiftcap.arp.target_mac"),
     "ARP of other hardware that has addresses of six octets", other_hardware),
    (("time", "swiftcap.time_ns"),
     "a record's fraction of a second is more than a second: tshark takes it for negative", before_1970),
    (("network.bytes",), "tshark's lengths have 31 bits", clamped),
    (STREAMS, "ClientHellos in SSL 2.0's records are not read", old_record),
    ((), "a header or message that goes on in the next fragment: one of the two does not read its part", in_fragment),
    ((),
     "an authentication header shorter than its fixed part: tshark goes on behind it, swiftcap behind the fixed part",
     short_authentication),
    (("swiftcap.tls.version",), "versions of private drafts", private_version),
    (("observer.ingress.interface.name",), "the name has a NUL in the file", trailing_nul),
    (("swiftcap.link_type",), "raw IP has other numbers in old savefiles; tshark has one for all", raw_ip),
]


def reason(column, packet, ours, theirs):
    """Why the two differ, None where that is not known."""
    for columns, text, holds in EXPLANATIONS:
        if (not columns or column in columns) and holds(packet, ours, theirs):
            return text
    return None
