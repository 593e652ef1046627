import Packets

// Options are type, length and value, padded to 4; type 0 ends them (draft-ietf-opsawg-pcapng, section 3.5).

/// Where one option's value lies in its block's body.
struct PcapngOption {
    static let end: UInt16 = 0
    static let comment: UInt16 = 1
    /// Of a maker, as text and as bytes, which want to be copied with the block.
    static let customText: UInt16 = 2988
    static let customBytes: UInt16 = 2989
    /// The value's first four bytes say whose.
    static let makerLength = 4

    /// Of a section header (section 4.1).
    enum Section {
        static let system: UInt16 = 3
        static let application: UInt16 = 4
    }

    /// Of an interface description (section 4.2).
    enum Interface {
        static let name: UInt16 = 2
        static let description: UInt16 = 3
        static let hardwareAddress: UInt16 = 6
        static let resolution: UInt16 = 9
        static let filter: UInt16 = 11
        static let system: UInt16 = 12
        static let offset: UInt16 = 14
        /// The first byte of a filter that is an expression as text.
        static let filterIsText: UInt8 = 0
    }

    /// Of a packet (section 4.3).
    enum Packet {
        static let flags: UInt16 = 2
        /// Bits of the flags, and two of their values.
        static let direction: UInt32 = 3
        static let inbound: UInt32 = 1
        static let outbound: UInt32 = 2
        static let hash: UInt16 = 3
        static let drops: UInt16 = 4
        static let number: UInt16 = 5
        static let queue: UInt16 = 6
        static let verdict: UInt16 = 7
    }

    /// Of interface statistics (section 4.6).
    enum Statistics {
        static let started: UInt16 = 2
        static let ended: UInt16 = 3
        static let received: UInt16 = 4
        static let droppedByInterface: UInt16 = 5
        static let acceptedByFilter: UInt16 = 6
        static let droppedByKernel: UInt16 = 7
        static let delivered: UInt16 = 8
    }

    var code: UInt16
    var start: Int
    var length: Int
}

/// Code and length in front of a value.
struct PcapngOptionHeader: ~Escapable {
    static var length: Int { 4 }

    private let body: RawSpan
    private let at: Int
    private let order: ByteOrder

    @_lifetime(copy body)
    init(_ body: RawSpan, at: Int, _ order: ByteOrder) {
        self.body = body
        self.at = at
        self.order = order
    }

    var code: UInt16 { get throws(Truncation) { try order.native(body.u16(at)) } }
    var valueLength: UInt16 { get throws(Truncation) { try order.native(body.u16(at + 2)) } }
}

/// The options of a block's body, in order. Ends at the one that ends them, and where one is cut short.
struct PcapngOptions: ~Escapable {
    private let body: RawSpan
    private let order: ByteOrder
    private var at: Int

    /// - Parameter start: where they begin in the body.
    @_lifetime(copy body)
    init(_ body: RawSpan, from start: Int, _ order: ByteOrder) {
        self.body = body
        self.order = order
        at = start
    }

    @_lifetime(self: copy self)
    mutating func next() -> PcapngOption? {
        let header = PcapngOptionHeader(body, at: at, order)
        guard let code = try? header.code, let field = try? header.valueLength, code != PcapngOption.end else {
            return nil
        }
        let length = Int(field)
        let start = at + PcapngOptionHeader.length
        guard body.byteCount - start >= length else { return nil }
        at = start + PcapngFormat.padded(length)
        return PcapngOption(code: code, start: start, length: length)
    }
}

extension RawSpan {
    /// An option's value as text.
    func text(_ option: PcapngOption) -> String {
        guard let value = try? slice(option.start, option.length) else { return "" }
        return unsafe value.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
