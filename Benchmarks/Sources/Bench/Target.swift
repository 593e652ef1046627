/// What a figure is meant to reach.
enum Target {
    case atLeast(Double)
    case atMost(Double)

    /// The target and whether `value` is within it: a target that is missed stays in its row.
    /// `unit` follows the limit where the column does not say it.
    func verdict(_ value: Double, _ unit: String = "") -> String {
        let unit = unit.isEmpty ? "" : " " + unit
        return switch self {
        case .atLeast(let limit): "≥ \(Target.short(limit))\(unit), \(value >= limit ? "met" : "missed")"
        case .atMost(let limit): "≤ \(Target.short(limit))\(unit), \(value <= limit ? "met" : "missed")"
        }
    }

    private static func short(_ limit: Double) -> String {
        limit == limit.rounded() ? decimal(limit, 0) : decimal(limit, (limit * 10) == (limit * 10).rounded() ? 1 : 2)
    }
}
