import Capture
import Glibc
import Packets
import Syscalls

/// The filter expression's text, from the command line or `-F`.
enum Filter {
    /// A file that is longer is refused: half an expression is another expression.
    private static let longestFile = 16 << 20

    static func expression(_ options: CaptureOptions) throws(UsageError) -> String {
        guard let path = options.filterFile else { return options.expression }
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Descriptor.contents(of: path, limit: longestFile + 1) } catch {
            let did = error.call.description == "open" ? "can't open" : "\(error.call)"
            throw UsageError(message: "\(did) \(path): \(error.errno)")
        }
        if bytes.count > longestFile { throw UsageError(message: "\(path): larger than a filter can be") }
        return withoutComments(bytes)
    }

    /// A `#` and what follows it on its line become blanks.
    static func withoutComments(_ bytes: [UInt8]) -> String {
        var text = bytes
        var comment = false
        for i in text.indices {
            if text[i] == UInt8(ascii: "#") { comment = true }
            if text[i] == UInt8(ascii: "\n") { comment = false }
            if comment { text[i] = UInt8(ascii: " ") }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension LinkType {
    /// `EN10MB (Ethernet)`, or the number where libpcap has no name.
    var announcement: String {
        guard let name = PcapNames.linkType(self) else { return "\(rawValue)" }
        return "\(name) (\(PcapNames.linkTypeDescription(self) ?? "unknown"))"
    }
}
