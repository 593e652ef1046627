/// `--sandbox`: how far a run gives up what it does not need any more once everything is open.
enum SandboxLevel: String, CaseIterable {
    /// Nothing is left out: a run that cannot be confined whole does not start.
    case strict
    /// As far as the kernel and the options let it.
    case standard = "default"
    /// Only what `-Z` takes.
    case off

    static func parse(_ text: String) throws(UsageError) -> SandboxLevel {
        guard let level = SandboxLevel(rawValue: text) else {
            throw UsageError(message: "invalid sandbox \(text) (must be strict, default or off)")
        }
        return level
    }
}
