import Capture
import CLinux
import Fuzzing
import Glibc
import Packets

@testable import FrontEnd

/// A command line's words, and the filter expression among them, compiled for the link type that the input begins with
/// and run on a packet.
///
/// Input: link type (1 byte), then the words, separated by NUL or line feeds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOptions(_ start: UnsafeRawPointer, _ count: Int) -> Int32 {
    // The parser reads no file but those that words name (-E), and asks no server but for names in expressions.
    require(isAlone, "no namespace of networks can be made here")
    var input = unsafe Input(RawSpan(_unsafeStart: start, byteCount: count))
    let link = LinkType(rawValue: Int32(input.byte()))
    let text = unsafe input.rest.withUnsafeBytes { unsafe Array($0) }
    let words = text.split(whereSeparator: { $0 == 0 || $0 == 0x0A }).map { String(decoding: $0, as: UTF8.self) }
    var expression = Filter.withoutComments(text)
    do throws(UsageError) {
        let options = try OptionParser.parse(words)
        require(options.count <= UInt64(Int64.max), "a count of \(options.count)")
        require((1...64).contains(options.threads), "\(options.threads) threads")
        require(options.snapshotLength > 0, "a snapshot length of \(options.snapshotLength)")
        require(options.pollInterval >= 0, "a poll interval of \(options.pollInterval)")
        _ = FilePlan(options)
        _ = options.settings(for: options.interfaces.first ?? "any")
        expression = options.expression
    } catch {
        // An empty one is what getopt has said itself.
        require(error.status != 0, "an error without a status")
    }
    compile(expression, link)
    return 0
}

private func compile(_ expression: String, _ link: LinkType) {
    // libpcap's own parser is recursive: what a terminal may hold in a line is enough.
    guard expression.utf8.count <= 4096 else { return }
    do throws(CaptureError) {
        let program = try FilterProgram(expression, linkType: link)
        let packet: [UInt8] = (0..<80).map { $0 &* 7 }
        let span = packet.span
        _ = program.matches(
            PacketView(
                bytes: unsafe span.bytes, timestamp: Timestamp(seconds: 0, nanoseconds: 0), originalLength: 80,
                linkType: link))
        for form in [FilterProgram.Listing.assembly, .cArray, .decimal] {
            require(!program.listing(form).isEmpty, "an empty program")
        }
    } catch {
        require(!error.description.isEmpty, "an error without words")
    }
}

/// Names in expressions are looked up. In a network of its own, without an interface, this process asks in vain, and at
/// once.
private let isAlone: Bool = unshare(CLONE_NEWNET) == 0

@main struct Main {
    static func main() { unsafe runFuzzer(fuzzOptions) }
}
