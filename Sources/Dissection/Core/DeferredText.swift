import Packets

// What depends on packets before: written at once by a printer that has seen them, left open by one that has not.
extension Dissector {
    /// A number that counts from the flow's first one.
    @inline(__always)
    mutating func put(_ value: UInt32, from base: TCPBase, _ number: TCPBase.Number) {
        if base.place < 0 { return put(value &- base[number]) }
        deferred.gaps.append(
            DeferredNumbers.Gap(offset: out.count, value: value, number: number, place: base.place))
        put(byte: 0x30)
    }

    /// Takes back what was printed since the text was so long.
    mutating func cut(to count: Int) {
        out.truncate(to: count)
        while let last = deferred.gaps.last, last.offset >= count { deferred.gaps.removeLast() }
    }

    /// Whether a message is the initiator's or the responder's, as far as the packets before tell.
    mutating func putRole(_ exchange: CookieTable.Exchange) {
        if !defersNumbers { return put(byte: cookies.role(of: exchange)) }
        deferred.exchanges.append(exchange)
        deferred.gaps.append(
            DeferredNumbers.Gap(
                offset: out.count, value: 0, number: .role,
                place: Int32(truncatingIfNeeded: deferred.exchanges.count &- 1)))
        put(byte: 0x3F)
    }

    /// For a dissector that remembers: the packet's text depends on earlier ones. Where those have not been seen it
    /// ends here, and is left to the printer that has.
    mutating func needsOrder() throws(Truncation) {
        guard defersNumbers else { return }
        isHeld = true
        throw Truncation(offset: 0, need: 0, have: 0)
    }
}
