/// The answer of a monitoring plugin about a list of interfaces: pure arithmetic over an audit.
public struct Check: Equatable, Sendable {
    /// The raw values are the exit statuses of the monitoring plugins' guidelines.
    public enum Status: Int32, Comparable, Sendable {
        /// All is as expected.
        case ok = 0
        /// A threshold or rule of the lower severity is broken.
        case warning = 1
        /// A holder that nothing allows, or a reference without a holder.
        case critical = 2
        /// What was asked for could not be read.
        case unknown = 3

        /// By severity: unknown is worse than a warning and better than critical.
        public static func < (a: Status, b: Status) -> Bool { a.severity < b.severity }

        private var severity: Int {
            switch self {
            case .ok: 0
            case .warning: 1
            case .unknown: 2
            case .critical: 3
            }
        }
    }

    /// What is expected.
    public struct Policy: Equatable, Sendable {
        /// Holders that are expected.
        public var allowed: [AllowRule]
        /// More references than this are a warning; nil: no such threshold.
        public var warning: Int?
        /// More references than this are critical.
        public var critical: Int?

        /// Makes one of these values; without any, every reference is a warning.
        public init(allowed: [AllowRule] = [], warning: Int? = nil, critical: Int? = nil) {
            self.allowed = allowed
            self.warning = warning
            self.critical = critical
        }

        /// The threshold in force: without any rule or threshold, every reference is a warning.
        public var warningInForce: Int? {
            warning ?? (allowed.isEmpty && critical == nil ? 0 : nil)
        }
    }

    /// What was found on one interface.
    public struct Finding: Equatable, Sendable {
        /// Where.
        public var interface: Audit.Interface
        /// How bad it is.
        public var status: Status
        /// Holders that nothing allows.
        public var offending: [Holder]

        /// The count, `IFLA_PROMISCUITY`; 0 where the kernel does not tell.
        public var references: Int { Int(interface.state.link.promiscuity ?? 0) }
        /// References that no holder accounts for.
        public var residual: Int { interface.state.residual }
    }

    /// The worst of the findings, and what could not be found.
    public var status: Status
    /// One for each interface of the audit, in its order.
    public var findings: [Finding]
    /// Interfaces that were asked for and were not found: not there, or not to be read.
    public var missing: [String]
    /// What was expected.
    public var policy: Policy
    /// False when everything was to be checked: then a network namespace that could not be read leaves the answer open.
    public var isNamed: Bool

    /// Without rules and thresholds every reference is a warning. With rules, a holder that none allows, or a reference
    /// that no holder accounts for, is critical. With thresholds, exceeding one gives its status. The worst counts; an
    /// interface that is missing, or whose count the kernel does not tell, or that could not be read undisturbed and
    /// does not balance, is unknown.
    ///
    /// - Parameters:
    ///   - audit: the interfaces and their holders.
    ///   - policy: what is expected.
    ///   - named: interfaces were asked for by name.
    public init(_ audit: Audit, policy: Policy, named: Bool = false) {
        self.policy = policy
        isNamed = named
        missing = audit.missing
        findings = audit.interfaces.map { Check.finding($0, policy) }
        status = findings.map(\.status).max() ?? .ok
        let isIncomplete = !named && (!audit.unreadable.isEmpty || audit.listingFault != nil)
        if !missing.isEmpty || isIncomplete { status = Swift.max(status, .unknown) }
    }

    private static func finding(_ interface: Audit.Interface, _ policy: Policy) -> Finding {
        let state = interface.state
        var finding = Finding(interface: interface, status: .ok, offending: [])
        guard let count = state.link.promiscuity else {
            finding.status = .unknown
            return finding
        }
        finding.offending = state.holders.filter { holder in !policy.allowed.contains { $0.allows(holder) } }
        let references = Int(count)
        if let critical = policy.critical, references > critical { finding.status = .critical }
        if let warning = policy.warningInForce, references > warning {
            finding.status = Swift.max(finding.status, .warning)
        }
        if state.residual != 0 {
            finding.status = Swift.max(finding.status, state.consistent ? .critical : .unknown)
        }
        if !policy.allowed.isEmpty && !finding.offending.isEmpty { finding.status = .critical }
        return finding
    }
}
