import Packets
import Wire

/// What a transport protocol needs to know of the IP header above it.
struct Endpoints {
    var source: HostAddress
    var destination: HostAddress
    /// The protocol named in the (fixed) header; another one stands between when it is not the transport's own.
    var headerProtocol: UInt8
    /// Time to live or hop limit.
    var hops: UInt8
    /// True for a first fragment of several: checksums cannot be checked.
    var fragmented = false
    /// Where the packet ends up when a source route has it visit others first: that address is in the checksum.
    var finalDestination: HostAddress?

    var isIPv6: Bool { source.isIPv6 }
}

extension Dissector {
    @inline(__always)
    mutating func put(host address: HostAddress) {
        if !numeric, names.putHost(address, to: &out) { return }
        put(numericHost: address)
    }

    @inline(__always)
    mutating func put(numericHost address: HostAddress) {
        if address.isIPv6 {
            out.append(ipv6: address.high, address.low)
        } else {
            out.append(ipv4: UInt32(truncatingIfNeeded: address.low))
        }
    }

    @inline(__always)
    mutating func put(tcpPort port: UInt16) {
        if !numeric, names.putPort(port, .tcp, to: &out) { return }
        put(port)
    }

    @inline(__always)
    mutating func put(udpPort port: UInt16) {
        if !numeric, names.putPort(port, .udp, to: &out) { return }
        put(port)
    }

    /// Text, an address, text; the address is read before anything is written.
    mutating func put(_ before: StaticString, host address: HostAddress, _ after: StaticString = "") {
        put(before)
        put(host: address)
        put(after)
    }

    mutating func put(hosts ends: Endpoints) {
        put(host: ends.source)
        put(" > ")
        put(host: ends.destination)
    }

    /// The complement of the checksum over the pseudo-header (RFC 9293 3.1, RFC 8200 8.1) and the segment.
    /// Only the first `coverage` bytes of it are in the sum where the protocol has one that covers a part.
    func transportSum(
        _ bytes: RawSpan, _ length: Int, _ ends: Endpoints, _ proto: UInt8, covering coverage: Int = .max
    ) -> UInt16 {
        var sum = InternetSum()
        sum.add(bytes.upTo(Swift.min(length, coverage)))
        sum.add(ends.source)
        sum.add(ends.finalDestination ?? ends.destination)
        sum.add(word: UInt16(proto))
        sum.add(word: UInt16(truncatingIfNeeded: length))
        sum.add(word: UInt16(truncatingIfNeeded: length >> 16))
        return sum.complement
    }
}
