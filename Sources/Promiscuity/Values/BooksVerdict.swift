/// What a capture did to the count: only its own entries are compared, for others come and go.
public struct BooksVerdict: Equatable, Sendable {
    /// The raw values are the report's words and never change meaning.
    public enum Status: String, CaseIterable, Sendable {
        /// What was taken was given back, and every state was read.
        case balanced
        /// Less was given back than was taken.
        case unbalanced
        /// A state could not be read, or is not there to be read yet: neither of these can be said.
        case unknown
        /// The capture goes on.
        case unfinished
    }

    /// What the figures come to.
    public var status: Status
    /// References that the capture's own sockets held while it ran. Nil where that could not be read.
    public var ownTaken: Int?
    /// Of those, how many were gone afterwards. Nil where that could not be read. So far, while the capture goes on.
    public var ownReturned: Int?
    /// Others held references right after activation. Holders that came later are in the timeline. Nil where that could
    /// not be read, or the kernel does not tell the count.
    public var promiscuousWithoutUs: Bool?

    /// Nil where neither can be said. While the capture goes on: whether nothing has been taken.
    public var balanced: Bool? {
        switch status {
        case .balanced: true
        case .unbalanced: false
        case .unknown: nil
        case .unfinished: ownTaken.map { $0 == 0 }
        }
    }

    /// The same figures while the capture goes on: nothing has been given back.
    public var unfinished: BooksVerdict {
        BooksVerdict(
            status: .unfinished, ownTaken: ownTaken, ownReturned: ownTaken.map { _ in 0 },
            promiscuousWithoutUs: promiscuousWithoutUs)
    }

    /// A verdict as a report says it, whatever its figures say.
    public init(status: Status, ownTaken: Int?, ownReturned: Int?, promiscuousWithoutUs: Bool?) {
        self.status = status
        self.ownTaken = ownTaken
        self.ownReturned = ownReturned
        self.promiscuousWithoutUs = promiscuousWithoutUs
    }

    /// The verdict that the figures give. - Parameter isComplete: every state before, during and after was read.
    public init(ownTaken: Int?, ownReturned: Int?, promiscuousWithoutUs: Bool?, isComplete: Bool = true) {
        var status = isComplete ? Status.balanced : .unknown
        if let ownTaken, let ownReturned {
            if ownTaken != ownReturned { status = .unbalanced }
        } else {
            status = .unknown
        }
        self.init(
            status: status, ownTaken: ownTaken, ownReturned: ownReturned, promiscuousWithoutUs: promiscuousWithoutUs)
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
