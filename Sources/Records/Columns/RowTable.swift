/// What a file of rows holds: its columns in order, and where each one's value is in a `Row`.
public struct RowTable: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        /// The name, its parts with dots between them.
        public let name: String
        /// The name in JSON.
        public let jsonName: String
        public let kind: Column.Kind
        /// Where the value is in a row.
        public let place: Int
        /// Groups of rows say the smallest and the largest value, so that what is asked for is found without reading all.
        public let hasStatistics: Bool
    }

    public let fields: [Field]

    /// The packets' columns.
    public init(_ columns: ColumnSet) {
        fields = columns.columns.map { column in
            Field(
                name: column.name, jsonName: column == .time ? "@timestamp" : column.name, kind: column.kind,
                place: Int(column.rawValue), hasStatistics: RowTable.telling.contains(column))
        }
    }

    private static let telling: Set<Column> = [
        .time, .nanoseconds, .eventSequence, .sourceMAC, .sourceIP, .sourcePort, .destinationMAC, .destinationIP,
        .destinationPort, .protocolNumber, .vlan, .networkBytes, .dnsQuestionName, .tlsServerName, .ingressInterface,
        .tunnelVNI, .arpSenderIP, .arpTargetIP, .foreignUnicast,
    ]

    /// The books' columns.
    public static let books = RowTable(
        fields: BookColumn.allCases.map { column in
            Field(
                name: column.name, jsonName: column.name, kind: column.kind, place: Int(column.rawValue),
                hasStatistics: column == .time || column == .interface)
        })

    private init(fields: [Field]) { self.fields = fields }

    /// The places that are used, as two sets of bits.
    var bits: (low: UInt64, high: UInt64) {
        var bits: (low: UInt64, high: UInt64) = (0, 0)
        for field in fields {
            if field.place < 64 {
                bits.low |= 1 << UInt64(field.place)
            } else {
                bits.high |= 1 << UInt64(field.place - 64)
            }
        }
        return bits
    }
}
