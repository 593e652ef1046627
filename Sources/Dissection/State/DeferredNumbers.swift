import Packets

/// What a segment's numbers count from: what is subtracted of each kind.
struct TCPBase {
    /// `role` is no number: the letter of the end that sends a message of IKE.
    enum Number: UInt8 { case sequence, acknowledgement, selective, role }

    var sequence: UInt32 = 0
    var acknowledgement: UInt32 = 0
    /// Of the edges of selective acknowledgements.
    var selective: UInt32 = 0
    /// The place among the deferred segments, when all this is not known yet.
    var place: Int32 = -1

    @inline(__always)
    subscript(number: Number) -> UInt32 {
        switch number {
        case .sequence: sequence
        case .acknowledgement: acknowledgement
        case .selective: selective
        case .role: 0
        }
    }
}

/// Numbers that depend on packets that another printer has seen, or is still to see: what each segment would have told
/// and asked the flow table, in order, and the gaps in the text where its numbers go.
///
/// This lets packets be printed out of order. Three things in a packet's text depend on what was in the packets before:
/// numbers from the flow table and the roles of IKE leave gaps here, and packets that depend on remembered calls are
/// kept whole (`HeldPackets`). The count of packets and the time before are known when a printer begins.
struct DeferredNumbers: ~Copyable {
    /// One byte of the text that a number takes the place of.
    struct Gap {
        private let position: UInt32
        let value: UInt32
        private let segment: UInt32

        /// - Parameter offset: in a text that is far shorter than 4 GiB: it is taken when it is half a MiB long, and
        ///   one packet, of at most 256 KiB, makes some MiB at most.
        @inline(__always)
        init(offset: Int, value: UInt32, number: TCPBase.Number, place: Int32) {
            position = UInt32(truncatingIfNeeded: offset)
            self.value = value
            segment = UInt32(bitPattern: place) << 2 | UInt32(number.rawValue)
        }

        var offset: Int { Int(position) }
        var place: Int { Int(segment >> 2) }
        var number: TCPBase.Number { TCPBase.Number(rawValue: UInt8(segment & 3)) ?? .sequence }
    }

    var segments = RecordBuffer<FlowTable.Segment>()
    var exchanges = RecordBuffer<CookieTable.Exchange>()
    var gaps = RecordBuffer<Gap>()

    mutating func add(_ segment: FlowTable.Segment) -> TCPBase {
        segments.append(segment)
        return TCPBase(place: Int32(truncatingIfNeeded: segments.count &- 1))
    }

    mutating func removeAll() {
        segments.removeAll()
        exchanges.removeAll()
        gaps.removeAll()
    }
}
