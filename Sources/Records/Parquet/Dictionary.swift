import Glibc
import Packets

/// The different values of a column of a batch, in the order in which they came, and for each value which one it is. Given up
/// where there are so many that their places take as much room as they do.
@safe
struct Dictionary: ~Copyable {
    /// Different values at most: 16 bits for a place.
    private static let most = 1 << 15
    /// So many values are looked at before it is judged whether others come again.
    private static let sample = 4096
    private static let slots = 1 << 17

    /// Entry plus one by hash.
    private let table: UnsafeMutablePointer<UInt32>
    private let firsts: UnsafeMutablePointer<UInt32>
    private let places: UnsafeMutablePointer<UInt32>
    private(set) var count = 0
    private var placed = 0
    /// Which values share a slot cannot be foreseen by those who send packets.
    private let seed = UInt64.random(in: 0 ... .max)

    init() {
        unsafe table = .allocate(capacity: Dictionary.slots)
        unsafe firsts = .allocate(capacity: Dictionary.most)
        unsafe places = .allocate(capacity: RowBatch.mostRows)
    }

    deinit {
        unsafe table.deallocate()
        unsafe firsts.deallocate()
        unsafe places.deallocate()
    }

    /// A value of the entry: its place in the column.
    @inline(__always)
    func first(_ entry: Int) -> Int { unsafe Int(firsts[entry]) }

    @safe
    func withPlaces(_ body: (UnsafePointer<UInt32>, Int) -> Void) { unsafe body(UnsafePointer(places), placed) }

    /// False where a dictionary does not pay.
    mutating func build(_ column: BatchColumn, _ kind: Column.Kind) -> Bool {
        count = 0
        placed = 0
        if column.count == 0 { return false }
        let seed = seed
        let built =
            switch column.width {
            case .one, .two: buildSmall(column)
            case .four, .eight:
                fill(column.count, { Dictionary.mixed(column.number($0) ^ seed) }) { a, b in
                    column.number(a) == column.number(b)
                }
            case .address:
                fill(column.count, { Dictionary.hash(column.address($0), seed) }) { a, b in
                    column.address(a) == column.address(b)
                }
            case .text:
                fill(column.count, { unsafe Dictionary.hash(column.text($0), seed) }) { a, b in
                    unsafe Dictionary.isEqual(column.text(a), column.text(b))
                }
            case .none: false
            }
        return built && pays(column, kind)
    }

    /// A value is its own hash.
    private mutating func buildSmall(_ column: BatchColumn) -> Bool {
        let slots = column.width == .one ? 256 : 1 << 16
        unsafe table.initialize(repeating: 0, count: slots)
        for index in 0..<column.count {
            let value = Int(column.number(index))
            var entry = unsafe table[value]
            if entry == 0 {
                if count >= Dictionary.most { return false }
                unsafe firsts[count] = UInt32(truncatingIfNeeded: index)
                count += 1
                entry = UInt32(truncatingIfNeeded: count)
                unsafe table[value] = entry
            }
            unsafe places[index] = entry &- 1
        }
        placed = column.count
        return true
    }

    @inline(__always)
    private mutating func fill(_ values: Int, _ hash: (Int) -> UInt64, _ isEqual: (Int, Int) -> Bool) -> Bool {
        // A quarter full at most: so large that looking further is rare, and no larger than the values ask for.
        var slots = 256
        while slots < Dictionary.slots && slots < values * 4 { slots *= 2 }
        unsafe table.initialize(repeating: 0, count: slots)
        for index in 0..<values {
            var slot = Int(truncatingIfNeeded: hash(index)) & (slots &- 1)
            while true {
                let entry = unsafe table[slot]
                if entry == 0 {
                    if count >= Dictionary.most { return false }
                    unsafe firsts[count] = UInt32(truncatingIfNeeded: index)
                    unsafe places[index] = UInt32(truncatingIfNeeded: count)
                    count &+= 1
                    unsafe table[slot] = UInt32(truncatingIfNeeded: count)
                    break
                }
                if isEqual(unsafe Int(firsts[Int(entry) &- 1]), index) {
                    unsafe places[index] = entry &- 1
                    break
                }
                slot = (slot &+ 1) & (slots &- 1)
            }
            if index == Dictionary.sample && count > Dictionary.sample / 2 { return false }
        }
        placed = values
        return true
    }

    /// Bits for the places, and the values once, against the values each time; what zstd makes of them is known only roughly.
    private func pays(_ column: BatchColumn, _ kind: Column.Kind) -> Bool {
        let value =
            switch column.width {
            case .none, .one: 8
            // Two of four octets are zero: they pack to almost nothing.
            case .two: 18
            case .four: kind == .ipv4 ? 100 : 32
            // What differs in a time or a number that grows is a few bits.
            case .eight: kind == .mac ? 120 : 16
            case .address: 160
            case .text: 32 + 8 * column.textEnd / max(1, column.count)
            }
        let places = BitPacker.width(ofCount: count) * placed
        return places + count * max(value, 32) < value * placed
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        // A multiplication carries what differs upwards; the upper bits choose the slot.
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    @inline(__always)
    private static func hash(_ address: (low: UInt64, high: UInt64, six: UInt64), _ seed: UInt64) -> UInt64 {
        mixed(address.low ^ mixed(address.high &+ address.six ^ seed))
    }

    @inline(__always)
    private static func hash(_ text: UnsafeBufferPointer<UInt8>, _ seed: UInt64) -> UInt64 {
        var value = UInt64(text.count) ^ seed
        var place = 0
        while place &+ 8 <= text.count, let first = text.baseAddress {
            let base = unsafe UnsafeRawPointer(first)
            value = mixed(unsafe value ^ base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place &+= 8
        }
        while place < text.count {
            value = mixed(unsafe value ^ UInt64(text[place]))
            place &+= 1
        }
        return value
    }

    @inline(__always)
    private static func isEqual(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard a.count == b.count, let from = a.baseAddress, let other = b.baseAddress else { return a.count == b.count }
        return unsafe memcmp(from, other, a.count) == 0
    }
}
