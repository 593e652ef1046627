import Packets

/// External Data Representation (RFC 4506): items of multiples of four bytes, one behind the other.
struct XDR: ~Escapable {
    private let bytes: RawSpan
    private(set) var offset = 0
    /// The reply says that the call failed.
    var isFailure = false

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    var remaining: RawSpan {
        @_lifetime(copy self)
        get throws(Truncation) { try bytes.from(offset) }
    }

    func has(_ count: Int) -> Bool { bytes.has(count, at: offset) }

    func require(_ count: Int) throws(Truncation) { try bytes.require(count, at: offset) }

    /// A structure that is not there as a whole ends the packet by this.
    static var structureTruncation: Truncation { Truncation(offset: -1, need: 0, have: 0) }

    func require(structure count: Int) throws(Truncation) {
        if !has(count) { throw XDR.structureTruncation }
    }

    /// The next item without going on.
    func peek() throws(Truncation) -> UInt32 { try bytes.u32(offset) }

    @_lifetime(self: copy self)
    mutating func word() throws(Truncation) -> UInt32 {
        let value = try bytes.u32(offset)
        offset += 4
        return value
    }

    @_lifetime(self: copy self)
    mutating func hyper() throws(Truncation) -> UInt64 {
        let value = try bytes.u64(offset)
        offset += 8
        return value
    }

    /// Bytes of opaque data or of a string, without what fills them up.
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func take(_ count: Int) throws(Truncation) -> RawSpan {
        let data = try bytes.slice(offset, count)
        offset += count
        return data
    }

    @_lifetime(self: copy self)
    mutating func skip(_ count: Int) {
        offset += count
    }
}
