import Packets

/// Turns packets into tcpdump's text: one line each, further lines with `-v`, then the dump that was asked for.
public typealias Printer = Dissector

extension Dissector: PacketSink {
    /// True when packets of this link type can be printed.
    public static func supports(_ linkType: LinkType) -> Bool {
        Registry.supports(linkType)
    }

    /// Appends the packet's line (and dump) to `out`.
    public mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        number &+= 1
        if options.packetNumbers {
            out.append(decimal: UInt64(UInt32(truncatingIfNeeded: number)), width: 5, pad: 0x20)
            put("  ")
        }
        let bytes = packet.bytes
        guard Dissector.isPossible(bytes.byteCount, packet.originalLength) else {
            sayLengths(bytes.byteCount, packet.originalLength)
            return .more
        }
        clock.append(packet.timestamp, to: &out)
        printBody(packet)
        return .more
    }

    /// Everything behind the time.
    @inline(__always)
    mutating func printBody(_ packet: borrowing PacketView) {
        let bytes = packet.bytes
        let start = out.count
        let (segments, exchanges) = (deferred.segments.count, deferred.exchanges.count)
        begin()
        do throws(Truncation) {
            try link(packet.linkType, bytes, packet.originalLength)
        } catch {
            // No dissector knew where the packet broke off: the dump shows all of it.
            markTruncated()
            linkHeaderLength = 0
        }
        if out.isBeyondFence { markTooLong() }
        out.clearFence()
        if isHeld { return hold(packet, textOffset: start, segments: segments, exchanges: exchanges) }
        if options.dump != .none { dumpPacket(bytes) }
        put(byte: 0x0A)
    }
}

extension Dissector {
    /// More than any capture keeps of a packet: lengths beyond it are wrong.
    private static var maximumSnapshot: Int { 262_144 }

    /// Octets of text that a packet may have: 256 KiB with the time, its number and the mark of what was cut. A dissector
    /// says up to 30 octets for one (a list of one-octet prefixes with `-v`), a usual packet below 8.
    private static var textAllowance: Int { 256 << 10 - 96 }

    mutating func begin() {
        out.setFence(Dissector.textAllowance)
        layer = ""
        linkHeaderLength = 0
        depth = 0
        decryptor?.begin()
        labelsLeft = Dissector.labelsInPacket
    }

    /// Cuts a text that is longer than any usual packet's.
    private mutating func markTooLong() {
        cut(to: out.fence)
        put(" [text too long]")
    }

    @inline(__always)
    static func isPossible(_ captured: Int, _ length: Int) -> Bool {
        captured > 0 && length >= captured && length <= Dissector.maximumSnapshot
    }

    /// Says what is wrong with a record whose lengths cannot be, instead of its text.
    mutating func sayLengths(_ captured: Int, _ length: Int) {
        var lead: StaticString = "[Invalid header:"
        func next(_ text: inout LineBuffer) {
            text.append(lead)
            lead = ","
        }
        if captured == 0 {
            next(&out)
            put(" caplen==0")
        }
        if length == 0 {
            next(&out)
            put(" len==0")
        } else if length < captured {
            next(&out)
            put(" len(", length, ") < caplen(")
            put(captured)
            put(")")
        }
        if captured > Dissector.maximumSnapshot {
            next(&out)
            put(" caplen(", captured, ") > 262144")
        }
        if length > Dissector.maximumSnapshot {
            next(&out)
            put(" len(", length, ") > 262144")
        }
        put("]\n")
    }

    /// The dump of `-x`, `-X`, `-A`, with or without the link-layer header.
    mutating func dumpPacket(_ bytes: RawSpan) {
        let skip = options.dumpLinkHeader ? 0 : linkHeaderLength
        guard skip < bytes.byteCount || options.dumpLinkHeader, let rest = try? bytes.from(skip) else { return }
        do throws(Truncation) {
            switch options.dump {
            case .none: break
            case .hex: try dumpHex(rest, rest.byteCount, lead: "\n\t")
            case .hexAndASCII: try dumpHexAndASCII(rest, rest.byteCount)
            case .ascii: dumpASCII(rest)
            }
        } catch {}
    }
}
