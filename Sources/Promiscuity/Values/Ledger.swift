/// The arithmetic of the books: count = attributed + residual. No system calls, never clamps.
public struct Ledger: Equatable, Sendable {
    /// `IFLA_PROMISCUITY`.
    public let promiscuity: Int
    /// Sum of the holders' references.
    public let attributed: Int
    /// Sum of the references of this process's own capture.
    public let own: Int

    /// - Parameters:
    ///   - promiscuity: `IFLA_PROMISCUITY`; nil counts as 0.
    ///   - holders: who holds how many of it.
    public init(promiscuity: UInt32?, holders: [Holder]) {
        self.promiscuity = Int(promiscuity ?? 0)
        attributed = holders.reduce(0) { $0 &+ $1.references }
        own = holders.reduce(0) { $0 &+ ($1.own ? $1.references : 0) }
    }

    /// What no holder accounts for. Negative while holders come and go between two reads.
    public var residual: Int { promiscuity &- attributed }
    /// Every reference has its holder.
    public var isBalanced: Bool { residual == 0 }
}
