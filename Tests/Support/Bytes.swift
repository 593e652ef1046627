/// Bytes written in hexadecimal, blanks and line feeds anywhere: `"4500 0014"`.
public func bytes(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var high: UInt8?
    for character in text where !character.isWhitespace {
        guard let digit = character.hexDigitValue else { fatalError("not hexadecimal: \(character)") }
        if let first = high {
            result.append(first << 4 | UInt8(digit))
            high = nil
        } else {
            high = UInt8(digit)
        }
    }
    precondition(high == nil, "an odd number of digits")
    return result
}
