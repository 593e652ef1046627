import Promiscuity

/// What the kernel's log said of an interface while a capture ran.
public struct KernelLogReport: Equatable, Sendable {
    /// In order.
    public var lines: [KernelLogLine]
    /// Records of the log that were lost before they were read, whatever they were about.
    public var missed: Int
    /// Why the log could not be read, if it could not.
    public var error: String?

    public init(lines: [KernelLogLine] = [], missed: Int = 0, error: String? = nil) {
        self.lines = lines
        self.missed = missed
        self.error = error
    }

    /// - Parameter names: those that the interface had.
    public init(_ log: KernelLog, _ names: Set<String>) {
        self.init(
            lines: log.lines.filter { names.contains($0.interface) }, missed: log.missed,
            error: log.error?.description)
    }
}
