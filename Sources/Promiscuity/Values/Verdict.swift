/// What a capture did to the count: only its own entries are compared, for others come and go.
public struct Verdict: Equatable, Sendable {
    /// The raw values are the report's words.
    public enum Status: String, Sendable {
        /// What was taken was given back, and every state was read.
        case balanced
        /// Less was given back than was taken.
        case unbalanced
        /// A state could not be read, or is not there to be read yet.
        case unknown
    }

    /// References that the capture's own sockets held while it ran. Nil where that could not be read.
    public var ownTaken: Int?
    /// Of those, how many were gone afterwards. Nil where that could not be read.
    public var ownReturned: Int?
    /// Others held references right after activation. Holders that came later are in the timeline. Nil where that could
    /// not be read, or the kernel does not tell the count.
    public var promiscuousWithoutUs: Bool?
    /// All of the states before, during and after were read.
    public var isComplete: Bool

    public var status: Status {
        guard let ownTaken, let ownReturned else { return .unknown }
        if ownTaken != ownReturned { return .unbalanced }
        return isComplete ? .balanced : .unknown
    }

    /// Known to be balanced.
    public var balanced: Bool { status == .balanced }

    public init(ownTaken: Int?, ownReturned: Int?, promiscuousWithoutUs: Bool?, isComplete: Bool = true) {
        self.ownTaken = ownTaken
        self.ownReturned = ownReturned
        self.promiscuousWithoutUs = promiscuousWithoutUs
        self.isComplete = isComplete
    }

    /// - Parameters:
    ///   - during: right after activation; nil where it could not be read.
    ///   - remaining: entries of the capture's own sockets that still exist after it, on whatever device; nil where
    ///     that is not known.
    ///   - isComplete: every state was read.
    public init(during: Sample?, remaining: Int?, isComplete: Bool = true) {
        let own = during.map { Ledger(promiscuity: $0.link.promiscuity, holders: $0.holders).own }
        var returned: Int?
        if let own, let remaining { returned = own &- Swift.min(own, remaining) }
        var others: Bool?
        if let own, let count = during?.link.promiscuity { others = Int(count) > own }
        self.init(ownTaken: own, ownReturned: returned, promiscuousWithoutUs: others, isComplete: isComplete)
    }
}
