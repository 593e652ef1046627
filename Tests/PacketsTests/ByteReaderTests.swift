import Packets
import Testing

/// Fields of every width at every offset: read where they lie, refused where they do not, and never a trap.
@Suite struct ByteReaderTests {
    static let bytes: [UInt8] = [0x01, 0x82, 0x03, 0x84, 0x05, 0x86, 0x07, 0x88, 0x09]
    static let offsets = [
        Int.min, Int.min + 1, -9, -1, 0, 1, 2, 5, 6, 7, 8, 9, 10, 1 << 32, Int.max - 8, Int.max - 1, Int.max,
    ]

    /// The field as the definition has it: the first octet is the highest.
    private static func bigEndian(_ offset: Int, _ width: Int) -> UInt64? {
        guard offset >= 0, offset <= bytes.count - width else { return nil }
        return bytes[offset..<offset + width].reduce(0) { $0 << 8 | UInt64($1) }
    }

    @Test(arguments: offsets) func fields(_ offset: Int) {
        let span = unsafe Self.bytes.span.bytes
        let fields = [
            (try? span.u8(offset)).map(UInt64.init), (try? span.u16(offset)).map(UInt64.init),
            (try? span.u24(offset)).map(UInt64.init), (try? span.u32(offset)).map(UInt64.init), try? span.u48(offset),
            try? span.u64(offset), (try? span.native(offset, as: UInt32.self)).map { UInt64($0.bigEndian) },
        ]
        #expect(fields == [1, 2, 3, 4, 6, 8, 4].map { Self.bigEndian(offset, $0) })
        let swapped = [
            (try? span.le16(offset)).map { UInt64($0.byteSwapped) },
            (try? span.le32(offset)).map { UInt64($0.byteSwapped) }, (try? span.le64(offset)).map(\.byteSwapped),
        ]
        #expect(swapped == [2, 4, 8].map { Self.bigEndian(offset, $0) })
        for need in [0, 1, 8, 9, 10, Int.max] {
            let fits = offset >= 0 && need <= Self.bytes.count && offset <= Self.bytes.count - need
            let has = span.has(need, at: offset)
            #expect(has == fits)
            let requirement: Void? = try? span.require(need, at: offset)
            #expect((requirement != nil) == fits)
        }
        for need in [-1, Int.min] {
            let has = span.has(need, at: offset)
            #expect(!has)
            #expect(throws: Truncation.self) { try Self.require(need, at: offset) }
        }
    }

    private static func require(_ need: Int, at offset: Int) throws(Truncation) {
        try unsafe bytes.span.bytes.require(need, at: offset)
    }

    @Test(arguments: offsets) func views(_ offset: Int) throws {
        let span = unsafe Self.bytes.span.bytes
        let isInside = offset >= 0 && offset <= Self.bytes.count
        do throws(Truncation) {
            let rest = try span.from(offset)
            #expect(isInside && rest.byteCount == Self.bytes.count - offset)
        } catch {
            #expect(!isInside)
        }
        for count in [Int.min, -1, 0, 1, 9, 10, Int.max] {
            let fits = count >= 0 && isInside && count <= Self.bytes.count - offset
            do throws(Truncation) {
                let slice = try span.slice(offset, count)
                #expect(fits && slice.byteCount == count)
                let first = count > 0 ? try slice.u8(0) : nil
                #expect(count == 0 || first == Self.bytes[offset])
            } catch {
                #expect(!fits)
            }
        }
        let beginning = span.upTo(offset).byteCount
        #expect(beginning == min(max(0, offset), Self.bytes.count))
    }

    /// The error says where, how much was asked for and how much was there.
    @Test(arguments: [
        (7, 4, Truncation(offset: 7, need: 4, have: 2)), (9, 1, Truncation(offset: 9, need: 1, have: 0)),
        (12, 2, Truncation(offset: 12, need: 2, have: 0)), (-3, 2, Truncation(offset: -3, need: 2, have: 0)),
        (Int.max, 1, Truncation(offset: .max, need: 1, have: 0)),
        (Int.min, 1, Truncation(offset: .min, need: 1, have: 0)),
    ])
    func `what is missing`(_ offset: Int, _ need: Int, _ expected: Truncation) {
        #expect(throws: expected) { try Self.require(need, at: offset) }
    }

    @Test func nothing() {
        let empty: [UInt8] = []
        let span = unsafe empty.span.bytes
        let has = (span.has(0, at: 0), span.has(1, at: 0), span.has(0, at: 1))
        #expect(has == (true, false, false))
        let (beginning, first) = (span.upTo(5).byteCount, try? span.u8(0))
        #expect(beginning == 0 && first == nil)
    }
}
