/// Some of the columns.
public struct ColumnSet: Equatable, Sendable {
    /// One bit each: the first 64 columns, and the others.
    public private(set) var low: UInt64 = 0
    public private(set) var high: UInt64 = 0

    public init() {}

    public init(_ columns: some Sequence<Column>) {
        for column in columns { insert(column) }
    }

    public mutating func insert(_ column: Column) {
        if column.rawValue < 64 {
            low |= 1 << UInt64(column.rawValue)
        } else {
            high |= 1 << UInt64(column.rawValue - 64)
        }
    }

    public func contains(_ column: Column) -> Bool {
        column.rawValue < 64 ? low >> UInt64(column.rawValue) & 1 != 0 : high >> UInt64(column.rawValue - 64) & 1 != 0
    }

    func hasAny(_ other: ColumnSet) -> Bool { low & other.low != 0 || high & other.high != 0 }

    public var isEmpty: Bool { low == 0 && high == 0 }

    /// In the order of the table.
    public var columns: [Column] { Column.allCases.filter { contains($0) } }

    /// Every one.
    public static let all = ColumnSet(Column.allCases)
    /// What is written unless columns are chosen.
    public static let standard = ColumnSet(Column.allCases.filter(\.entry.isDefault))

    /// Those that are read from what TCP and UDP carry.
    static let applications = ColumnSet(
        Column.allCases.filter { column in
            let name = column.name
            return ["dns.", "tls.", "http.", "url.", "swiftcap.dns.", "swiftcap.tls.", "swiftcap.dhcp."].contains {
                name.hasPrefix($0)
            } || column == .application
        })

    /// Those that tell of the innermost packet where there are tunnels.
    static let innermost = ColumnSet([
        .networkType, .protocolNumber, .transport, .sourceIP, .sourcePort, .destinationIP, .destinationPort,
        .payloadBytes, .ttl, .dscp, .ecn, .ipID, .dontFragment, .moreFragments, .fragmentOffset, .checksumIP,
        .checksumTransport,
    ])
    /// Those that tell of the innermost frame.
    static let innerFrame = ColumnSet([.sourceMAC, .destinationMAC, .etherType])

    /// Why a list of columns is not understood.
    public struct UnknownName: Error, Equatable, Sendable {
        public let name: String
        /// The name that was perhaps meant.
        public let suggestion: String?
    }

    /// `--columns`: names, groups (the first parts of names), `default`, `all`, with commas between them.
    public init(list: String) throws(UnknownName) {
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.filter { $0 != " " }
            switch name {
            case "all": formUnion(.all)
            case "default": formUnion(.standard)
            case "time", "@timestamp": insert(.time)
            default:
                let found = Column.allCases.filter { $0.name == name || $0.name.hasPrefix(name + ".") }
                if name.isEmpty || found.isEmpty {
                    throw UnknownName(name: name, suggestion: ColumnSet.suggestion(for: name))
                }
                for column in found { insert(column) }
            }
        }
    }

    public mutating func formUnion(_ other: ColumnSet) {
        low |= other.low
        high |= other.high
    }

    /// A group or a column that ends as the name does: `swiftcap.tcp` for `tcp`, `swiftcap.tcp.mss` for `mss`.
    private static func suggestion(for name: String) -> String? {
        if name.isEmpty { return nil }
        for column in Column.allCases {
            if column.name.hasSuffix("." + name) { return column.name }
            if let group = column.name.firstRange(of: "." + name + ".") {
                return String(column.name[..<column.name.index(before: group.upperBound)])
            }
        }
        return Column.allCases.first { $0.name.contains(name) }?.name
    }
}
