import Packets

/// Which end began which exchange of IKE version 1: the last 32 cookies and the ends of the packets that brought them.
struct CookieTable: ~Copyable {
    /// An end of a message, as it is kept.
    struct End: Equatable, BitwiseCopyable {
        let high: UInt64
        let low: UInt64

        init(_ address: HostAddress) {
            high = address.high
            low = address.low
        }
    }

    /// What one message tells and asks.
    struct Exchange: BitwiseCopyable {
        let cookie: UInt64
        /// Without the responder's cookie it is the initiator's first.
        let isFirst: Bool
        let source: End
        let destination: End
        /// The answer, once it is known: `I`, `R` or `?`.
        var role: UInt8 = 0x3F

        init(cookie: UInt64, isFirst: Bool, source: HostAddress, destination: HostAddress) {
            self.cookie = cookie
            self.isFirst = isFirst
            self.source = End(source)
            self.destination = End(destination)
        }
    }

    private static var slots: Int { 32 }
    /// Its memory is taken with the first cookie, not before.
    private var known = RecordBuffer<Exchange>()
    private var oldest = 0

    mutating func role(of exchange: Exchange) -> UInt8 {
        for slot in 0..<known.count where known[slot].cookie == exchange.cookie {
            let first = known[slot]
            if first.source == exchange.source && first.destination == exchange.destination { return 0x49 }
            if first.source == exchange.destination && first.destination == exchange.source { return 0x52 }
            return 0x3F
        }
        // A slot that was never filled has this cookie too.
        if exchange.cookie == 0 && known.count < CookieTable.slots { return 0x3F }
        guard exchange.isFirst else { return 0x3F }
        if known.count < CookieTable.slots {
            known.append(exchange)
        } else {
            known[oldest] = exchange
            oldest = (oldest + 1) % CookieTable.slots
        }
        return 0x49
    }
}
