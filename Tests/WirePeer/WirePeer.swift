import CLinux
import Glibc
import Syscalls

/// The other end of the wire in live tests and benchmarks. It makes frames and traffic, and holds packet
/// sockets in every way in which a process can hold one. It shares no code with what it tests but the
/// system-call wrappers.
///
///     WirePeer send IF [--count N] [--size S] [--src MAC] [--dst MAC] [--vlan V] [--rate N] [--flows N]
///     WirePeer replay IF FILE [--times N]
///     WirePeer udp ADDRESS PORT [--count N] [--size S]
///     WirePeer ping ADDRESS [--count N] [--size S]
///     WirePeer tcp-serve ADDRESS PORT        says "ready", echoes one connection
///     WirePeer tcp-talk ADDRESS PORT TEXT... sends each text and awaits its echo
///     WirePeer hold                          steps read from standard input: Memberships.swift
///     WirePeer measure WORD...               runs a program, and says how much memory it took: Measure.swift
///     WirePeer nonblocking WORD...           runs a program whose standard output does not wait: Odd.swift
///     WirePeer helper PROGRAM A B WORDS... --say HEX,HEX   asks the process that creates files: Odd.swift
///     WirePeer device NAME TYPE              a device of any hardware type, frames from standard input: OddDevice.swift
///     WirePeer launch                        starts processes for the test runner: Launcher.swift
///
/// Each command prints one closing line ("sent 200") and ends with 0; 1 and a line on stderr otherwise.
@main
struct WirePeer {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do throws(PeerError) {
            guard let verb = arguments.first else { throw PeerError("which command? See WirePeer.swift") }
            if verb == "measure" { return try measure(Array(arguments.dropFirst())) }
            if verb == "nonblocking" { return try runNonBlocking(Array(arguments.dropFirst())) }
            if verb == "device" { return try runDevice(Array(arguments.dropFirst())) }
            if verb == "helper" { return try askHelper(Array(arguments.dropFirst())) }
            let options = try Options(Array(arguments.dropFirst()))
            switch verb {
            case "send": try sendFrames(options)
            case "replay": try replayFile(options)
            case "udp": try sendDatagrams(options)
            case "ping": try ping(options)
            case "tcp-serve": try serveTCP(options)
            case "tcp-talk": try talkTCP(options)
            case "hold": try Memberships.run()
            case "launch": try Launcher.run()
            default: throw PeerError("no command \(verb)")
            }
        } catch {
            printLine("WirePeer: \(error.message)", to: 2)
            exit(1)
        }
    }
}

/// What went wrong, in one line.
struct PeerError: Error {
    let message: String

    init(_ message: String) { self.message = message }
    /// The call that failed last, with errno's words.
    init(call: String) { self.message = "\(call): \(lastErrno())" }
}

/// One whole line at once, so that lines of two processes do not mix.
func printLine(_ text: String, to descriptor: Int32 = 1) {
    let bytes = Array((text + "\n").utf8)
    try? unsafe Descriptor.writeAll(bytes.span.bytes, to: descriptor)
}

/// Words, and `--key value` pairs.
struct Options {
    var words: [String] = []
    private var values: [String: String] = [:]

    init(_ arguments: [String]) throws(PeerError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                words.append(argument)
                continue
            }
            guard let value = rest.popFirst() else { throw PeerError("\(argument) needs a value") }
            values[String(argument.dropFirst(2))] = value
        }
    }

    func word(_ index: Int, _ what: String) throws(PeerError) -> String {
        guard index < words.count else { throw PeerError("\(what) is missing") }
        return words[index]
    }

    func number(_ key: String, default standard: Int) throws(PeerError) -> Int {
        guard let text = values[key] else { return standard }
        guard let number = Int(text), number >= 0 else { throw PeerError("--\(key) \(text)") }
        return number
    }

    func address(_ key: String, default standard: [UInt8]) throws(PeerError) -> [UInt8] {
        guard let text = values[key] else { return standard }
        return try hardwareAddress(text)
    }
}

/// `02:00:00:00:00:01` as six octets.
func hardwareAddress(_ text: String) throws(PeerError) -> [UInt8] {
    let octets = text.split(separator: ":").compactMap { UInt8($0, radix: 16) }
    guard octets.count == 6 else { throw PeerError("\(text) is no hardware address") }
    return octets
}

/// The index of the interface of that name in this network namespace.
func interfaceIndex(_ name: String) throws(PeerError) -> Int32 {
    let index = unsafe if_nametoindex(name)
    guard index != 0, let signed = Int32(exactly: index) else { throw PeerError("no interface \(name)") }
    return signed
}
