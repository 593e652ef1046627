/// What Wireshark asks an extcap for (its developer's guide, "Adding capture interfaces and log sources using Extcap").
///
/// Versions differ in what they add: what is not known here is passed over, as an error would take the interfaces away.
struct ExtcapRequest: Equatable {
    enum Action: Equatable {
        /// `--extcap-interfaces`.
        case interfaces
        /// `--extcap-config`: the options of one interface.
        case config
        /// `--extcap-dlts`: the link types of one interface.
        case linkTypes
        /// `--extcap-capture-filter` without `--capture`: whether the filter can be compiled.
        case checkFilter
        case capture
        /// Something of a later version: there is nothing to say.
        case nothing
    }

    private(set) var action = Action.nothing
    /// As the kernel calls it; nil where no interface of ours is named.
    private(set) var interface: String?
    private(set) var filter: String?
    private(set) var fifo: String?
    private(set) var report: String?
    private var promiscuous: String?
    private var snapshotLength: String?
    private var bufferSize: String?
    private var threads: String?

    /// True when a command line is Wireshark's and none of a capture: by its first word, before any option is looked at.
    static func isMeant(_ arguments: [String]) -> Bool {
        guard let first = arguments.first else { return false }
        return first == "--capture" || first.hasPrefix("--extcap-")
    }

    init(_ arguments: [String]) {
        var asked: Set<String> = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = parts[0]
            guard name.hasPrefix("--") else { continue }
            asked.insert(name)
            guard let place = ExtcapRequest.values[name] else {
                // A value of what is not known, if it is one.
                let isFlag = ExtcapRequest.flags.contains(name)
                if !isFlag, parts.count == 1, rest.first?.hasPrefix("--") == false { rest.removeFirst() }
                continue
            }
            let value = parts.count == 2 ? parts[1] : rest.popFirst()
            self[keyPath: place] = value
        }
        interface = interface.flatMap(ExtcapName.device)
        let order: [(String, Action)] = [
            ("--extcap-interfaces", .interfaces), ("--extcap-config", .config), ("--extcap-dlts", .linkTypes),
            ("--capture", .capture), ("--extcap-capture-filter", .checkFilter),
        ]
        action = order.first { asked.contains($0.0) }?.1 ?? .nothing
        // One option's values are asked for anew; ours do not change.
        if asked.contains("--extcap-reload-option") || asked.contains("--extcap-cleanup-postkill") { action = .nothing }
    }

    private static let flags: Set<String> = [
        "--extcap-interfaces", "--extcap-config", "--extcap-dlts", "--capture", "--extcap-cleanup-postkill",
    ]

    private static var values: [String: WritableKeyPath<ExtcapRequest, String?>] {
        [
            "--extcap-interface": \.interface, "--extcap-capture-filter": \.filter, "--fifo": \.fifo,
            "--report": \.report, "--promiscuous": \.promiscuous, "--snapshot-length": \.snapshotLength,
            "--buffer-size": \.bufferSize, "--threads": \.threads,
        ]
    }

    /// The same as a capture: what `-i`, `-w` and their companions would say.
    func options(for device: String) throws(UsageError) -> CaptureOptions {
        var options = CaptureOptions()
        options.interfaces = [device]
        options.expression = filter ?? ""
        options.writeFile = fifo
        options.pcapng = true
        options.readerEnds = true
        options.reportFile = report.flatMap { $0.isEmpty ? nil : $0 }
        // libpcap would warn: there is no promiscuous mode of all devices together.
        options.promiscuous = promiscuous.map(ExtcapRequest.isTrue) ?? true && device != "any"
        if let snapshotLength { options.snapshotLength = try OptionParser.snapshotLength(snapshotLength) }
        if let bufferSize { options.bufferSize = try OptionParser.bufferSize(bufferSize) }
        if let threads { options.threads = try OptionParser.threads(threads) }
        return options
    }

    /// Wireshark says true or false; scripts may say 1 and 0.
    private static func isTrue(_ text: String) -> Bool {
        !["false", "0", "no", "off"].contains(text.lowercased())
    }
}

/// What Wireshark calls an interface: the kernel's name behind a prefix, so that it is none of Wireshark's own. The kernel
/// allows all characters but `/`, `:` and white space (dev_valid_name): whatever else than letters, digits and the usual
/// marks stands as `%` and two hexadecimal digits, as a sentence would break at a brace.
enum ExtcapName {
    static let prefix = "swiftcap-"

    static func value(of device: String) -> String {
        prefix + encoded(device)
    }

    /// Nil for a name that is none of ours.
    static func device(_ value: String) -> String? {
        guard value.hasPrefix(prefix) else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(value.utf8.dropFirst(prefix.utf8.count))[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let number = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return nil
            }
            bytes.append(number)
            rest = rest.dropFirst(2)
        }
        return bytes.isEmpty ? nil : String(systemBytes: bytes)
    }

    /// Also what a file can be called after the device.
    static func encoded(_ device: String) -> String {
        device.systemBytes.map { byte in
            let isPlain =
                byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A
                || "._-@+".utf8.contains(byte)
            if isPlain { return String(UnicodeScalar(byte)) }
            return (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
