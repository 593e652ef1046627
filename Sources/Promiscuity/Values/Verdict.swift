/// What a capture did to the count: only its own entries are compared, for others come and go.
public struct Verdict: Equatable, Sendable {
    /// References that the capture's own sockets held while it ran.
    public var ownTaken: Int
    /// Of those, how many were gone afterwards.
    public var ownReturned: Int
    /// Somebody else held references right after activation. Who came later stands in the timeline.
    public var promiscuousWithoutUs: Bool
    public var balanced: Bool { ownTaken == ownReturned }

    public init(ownTaken: Int, ownReturned: Int, promiscuousWithoutUs: Bool) {
        self.ownTaken = ownTaken
        self.ownReturned = ownReturned
        self.promiscuousWithoutUs = promiscuousWithoutUs
    }

    /// - Parameters:
    ///   - during: right after activation.
    ///   - remaining: entries of the capture's own sockets that still exist after it, on whatever device.
    public init(during: Sample?, remaining: Int) {
        let own = during.map { Ledger(promiscuity: $0.link.promiscuity, holders: $0.holders).own } ?? 0
        let count = Int(during?.link.promiscuity ?? 0)
        self.init(ownTaken: own, ownReturned: own &- Swift.min(own, remaining), promiscuousWithoutUs: count > own)
    }
}
