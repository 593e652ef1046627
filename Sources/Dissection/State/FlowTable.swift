import Glibc
import Packets

/// The initial sequence numbers of TCP conversations, so that later segments are numbered from 1.
///
/// Fixed memory: sets of eight entries, the one unused for longest is replaced. The memory comes zeroed from the
/// kernel and is not touched before it is needed, so a table that stays empty costs nothing.
@safe
struct FlowTable: ~Copyable {
    /// A conversation seen from one of its ends: `high` side first, whichever end sent this segment.
    struct Key: Equatable {
        var sourceHigh: UInt64 = 0
        var sourceLow: UInt64 = 0
        var destinationHigh: UInt64 = 0
        var destinationLow: UInt64 = 0
        /// Both ports and the version, never 0 in an entry that is used.
        var ports: UInt64 = 0
    }

    struct Entry {
        var key = Key()
        /// Initial sequence number of the first side, and of the second.
        var sequence: UInt32 = 0
        var acknowledgement: UInt32 = 0
        var used: UInt64 = 0
    }

    /// What one segment tells its flow.
    struct Segment {
        let key: Key
        let sequence: UInt32
        let acknowledgement: UInt32
        /// It carries SYN: the numbers count from here.
        let begins: Bool
        /// Its sender is the second side of the flow's entry.
        let reversed: Bool
        /// Where its numbers count from, once that is known.
        var base = TCPBase()
    }

    private static let sets = 1 << 14
    private static let ways = 8
    private var entries: UnsafeMutablePointer<Entry>?
    private var clock: UInt64 = 0

    init() {
        unsafe entries = nil
    }

    deinit {
        unsafe free(entries)
    }

    /// Where the segment's numbers count from. Those of a new flow are remembered.
    @inline(__always)
    mutating func base(of segment: Segment) -> TCPBase {
        guard let (entry, known) = unsafe find(segment.key) else { return TCPBase() }
        var base = TCPBase()
        if !known || segment.begins {
            // The other side's number is one less than what this side expects next. This segment shows both as they are.
            let other = segment.acknowledgement &- 1
            unsafe entry.pointee.sequence = segment.reversed ? other : segment.sequence
            unsafe entry.pointee.acknowledgement = segment.reversed ? segment.sequence : other
            base.selective = other
        } else {
            let (own, other) = unsafe (entry.pointee.sequence, entry.pointee.acknowledgement)
            base.sequence = segment.reversed ? other : own
            base.acknowledgement = segment.reversed ? own : other
            base.selective = base.acknowledgement
        }
        return base
    }

    /// The entry of `key`, and whether it was there. A new one is zero but for its key. Nil only without memory.
    private mutating func find(_ key: Key) -> (entry: UnsafeMutablePointer<Entry>, known: Bool)? {
        if unsafe entries == nil {
            let bytes = unsafe calloc(FlowTable.sets * FlowTable.ways, MemoryLayout<Entry>.stride)
            unsafe entries = bytes?.assumingMemoryBound(to: Entry.self)
        }
        guard let table = unsafe entries else { return nil }
        clock &+= 1
        let set = unsafe table + FlowTable.hash(key) & (FlowTable.sets - 1) * FlowTable.ways
        var victim = unsafe set
        for way in 0..<FlowTable.ways {
            let entry = unsafe set + way
            if unsafe entry.pointee.key == key {
                unsafe entry.pointee.used = clock
                return unsafe (entry, true)
            }
            if unsafe entry.pointee.used < victim.pointee.used { unsafe victim = entry }
        }
        unsafe victim.pointee = Entry(key: key, sequence: 0, acknowledgement: 0, used: clock)
        return unsafe (victim, false)
    }

    /// Multiply and fold over the whole key, so that addresses of one network spread as well as any.
    @inline(__always)
    private static func hash(_ key: Key) -> Int {
        func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
            let product = a.multipliedFullWidth(by: b)
            return product.high ^ product.low
        }
        let low = fold(key.sourceLow ^ 0x9E37_79B9_7F4A_7C15, key.destinationLow ^ 0xD1B5_4A32_D192_ED03)
        let high = key.sourceHigh &* 0xA24B_AED4_963E_E407 ^ key.destinationHigh
        return Int(truncatingIfNeeded: fold(low ^ high, key.ports ^ 0x8CB9_2BA7_2F3D_8DD7) & 0x7FFF_FFFF)
    }
}
