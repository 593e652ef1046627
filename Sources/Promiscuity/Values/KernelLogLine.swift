import Packets

/// A line of the kernel's log about promiscuous mode: the kernel writes one when an interface's count leaves 0 and when it
/// comes back to it (net/core/dev.c, __dev_set_promiscuity), and says neither who did it nor in which network namespace
/// the interface is. Another namespace's interface of the same name writes the same.
public struct KernelLogLine: Equatable, Sendable {
    /// When it was written, as the wall clock had it.
    public var time: Timestamp
    /// The name that it is about.
    public var interface: String
    /// True for "entered", false for "left promiscuous mode".
    public var entered: Bool
    /// The whole line, as the kernel has it.
    public var text: String

    /// Makes one of these values; see the properties.
    public init(time: Timestamp, interface: String, entered: Bool, text: String) {
        self.time = time
        self.interface = interface
        self.entered = entered
        self.text = text
    }
}

/// A record of /dev/kmsg (Documentation/ABI/testing/dev-kmsg): its number, its time and its text.
///
///     6,233601,23514843648,-;v0: entered promiscuous mode
///      SUBSYSTEM=pci
struct KernelLogRecord: Equatable {
    /// Counts records; a gap says how many were overwritten.
    var sequence: UInt64
    /// Since the machine was started.
    var microseconds: UInt64
    var text: String

    init(sequence: UInt64, microseconds: UInt64, text: String) {
        self.sequence = sequence
        self.microseconds = microseconds
        self.text = text
    }

    /// Nil for what is no record.
    init?(_ bytes: some Collection<UInt8>) {
        guard let semicolon = bytes.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let fields = bytes[..<semicolon].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count >= 3, let sequence = Self.number(fields[1]), let microseconds = Self.number(fields[2])
        else { return nil }
        // What follows on further lines are properties of the device.
        let text = bytes[semicolon...].dropFirst().prefix { $0 != 0x0A }
        self.init(sequence: sequence, microseconds: microseconds, text: String(systemBytes: Self.unescaped(text)))
    }

    private static func number(_ digits: some Collection<UInt8>) -> UInt64? {
        UInt64(String(decoding: digits, as: UTF8.self))
    }

    /// What is not printable stands as `\x1b`, as does the backslash.
    private static func unescaped(_ text: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// The interface, and whether it entered; nil for any other line.
    var promiscuity: (interface: String, entered: Bool)? {
        for (ending, entered) in [(" entered promiscuous mode", true), (" left promiscuous mode", false)] {
            guard text.hasSuffix(ending) else { continue }
            // Before Linux 6.4 "device eth0 entered ..."; since then "eth0: entered ...", behind the driver and the bus
            // where it has them. A name has no blank and no colon.
            let front = text.dropLast(ending.count)
            guard let word = front.split(separator: " ").last else { return nil }
            let name = front.hasPrefix("device ") ? word : word.last == ":" ? word.dropLast() : Substring()
            return name.isEmpty ? nil : (String(name), entered)
        }
        return nil
    }
}
