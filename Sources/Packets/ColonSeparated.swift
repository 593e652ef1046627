// Link-layer addresses as text, where text is for people or reports: not in the path of packets.
extension [UInt8] {
    /// Two hexadecimal digits for each byte: "02:00:00:00:00:01".
    package var colonSeparated: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }

    /// The bytes of "02:00:00:00:00:01"; nil for other text.
    package init?(colonSeparated text: String) {
        self = []
        for part in text.utf8.split(separator: 0x3A, omittingEmptySubsequences: false) {
            guard part.count == 2, let byte = UInt8(String(Substring(part)), radix: 16) else { return nil }
            append(byte)
        }
    }
}
