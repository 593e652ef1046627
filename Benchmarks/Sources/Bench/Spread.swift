/// A few repetitions of one figure: never shown without its spread.
struct Spread {
    let values: [Double]
    init(_ values: [Double]) { self.values = values.sorted() }

    var minimum: Double { values.first ?? .nan }
    var maximum: Double { values.last ?? .nan }
    var median: Double {
        guard !values.isEmpty else { return .nan }
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    /// `median (minimum to maximum)`.
    func text(_ digits: Int) -> String {
        "\(decimal(median, digits)) (\(decimal(minimum, digits)) to \(decimal(maximum, digits)))"
    }
}

/// Fixed digits, without a formatter.
func decimal(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "-" }
    let scale = [1.0, 10, 100, 1000, 10_000][min(digits, 4)]
    let scaled = (value * scale).rounded()
    let whole = Int(abs(scaled) / scale)
    let rest = Int(abs(scaled)) - whole * Int(scale)
    let sign = scaled < 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(grouped(whole))" }
    let text = String(rest)
    return "\(sign)\(grouped(whole))." + String(repeating: "0", count: digits - text.count) + text
}

/// 600000 as 600,000.
func grouped(_ value: Int) -> String {
    let digits = Array(String(value))
    return digits.indices.map { i in
        (i > 0 && (digits.count - i) % 3 == 0 ? "," : "") + String(digits[i])
    }.joined()
}
