/// Bytes written in hexadecimal, blanks anywhere, comments from `#` to the end of the line:
///
///     bytes("""
///         4500 0014  # version, header length, total length
///         """)
public func bytes(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var high: UInt8?
    for line in text.split(whereSeparator: \.isNewline) {
        for character in line.prefix(while: { $0 != "#" }) where !character.isWhitespace {
            guard let digit = character.hexDigitValue else { fatalError("not hexadecimal: \(character)") }
            if let first = high {
                result.append(first << 4 | UInt8(digit))
                high = nil
            } else {
                high = UInt8(digit)
            }
        }
    }
    precondition(high == nil, "an odd number of digits")
    return result
}
