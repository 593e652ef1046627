/// A column of the packets' rows. The order is that of the rows, in JSON and in Parquet: columns with the same first
/// part of their names stand side by side.
public enum Column: UInt8, CaseIterable, Sendable {
    case time, eventSequence
    case observerHostname, ingressInterface
    case networkBytes, networkDirection, vlan, innerVLAN, networkType, protocolNumber, transport, application
    case communityID
    case sourceMAC, sourceIP, sourcePort
    case destinationMAC, destinationIP, destinationPort
    case dnsID, dnsType, dnsQuestionName, dnsQuestionType, dnsResponseCode
    case tlsServerName
    case httpVersion, httpMethod, httpStatus
    case urlDomain, urlPath, urlQuery
    case nanoseconds, capturedBytes, cut, cutIn, malformed, foreignUnicast, linkType, etherType, payloadBytes
    case ttl, dscp, ecn, ipID, dontFragment, moreFragments, fragmentOffset
    case tcpFlags, tcpSequence, tcpAcknowledgement, tcpWindow, tcpMSS, tcpWindowScale, tcpSACKPermitted, tcpSACK
    case tcpTimestamp, tcpTimestampEcho
    case icmpType, icmpCode, icmpID, icmpSequence
    case arpOperation, arpSenderMAC, arpSenderIP, arpTargetMAC, arpTargetIP
    case tunnelType, tunnelVNI, tunnelDepth, tunnelSourceIP, tunnelDestinationIP
    case checksumIP, checksumTransport
    case dnsAnswerCount, dnsAnswers
    case tlsVersion, tlsALPN
    case dhcpType, dhcpClientMAC, dhcpRequestedIP, dhcpGivenIP, dhcpServerIP, dhcpHostName

    /// How a value looks.
    public enum Kind: Sendable {
        /// Microseconds since 1970, UTC.
        case timestamp
        case boolean, uint8, uint16, uint32, int64
        /// Text that is made of one of a few words that are known beforehand.
        case word
        /// An IP address of either version, as text.
        case address
        /// An IPv4 address, as text.
        case ipv4
        /// A link-layer address of 48 bits, as text.
        case mac
        /// Text that is made of what stands in packets: see `Row.put(text:)`.
        case text
    }

    /// What the table says of a column.
    public struct Entry: Sendable {
        public let name: String
        public let kind: Kind
        /// Empty for what is counted in nothing.
        public let unit: String
        public let meaning: String
        /// Where it is read.
        public let source: String
        /// Written unless `--columns` says otherwise.
        public let isDefault: Bool

        init(
            _ name: String, _ kind: Kind, _ unit: String, _ meaning: String, _ source: String, isDefault: Bool = true
        ) {
            self.name = name
            self.kind = kind
            self.unit = unit
            self.meaning = meaning
            self.source = source
            self.isDefault = isDefault
        }
    }

    /// As `--columns` and Parquet have it.
    public var name: String { entry.name }
    public var kind: Kind { entry.kind }

    /// One line for a column.
    public var entry: Entry { Column.entries[Int(rawValue)] }
}
