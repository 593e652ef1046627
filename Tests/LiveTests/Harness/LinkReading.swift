import TestSupport

/// What the kernel says about promiscuous mode, read by `ip` and from sysfs: not by what is under test.
struct LinkReading: Equatable, CustomStringConvertible {
    /// IFLA_PROMISCUITY.
    var promiscuity: Int
    /// IFF_PROMISC in rtnetlink's ifi_flags.
    var gflags: Bool
    /// IFF_PROMISC in sysfs' flags.
    var flags: Bool

    var description: String { "promiscuity \(promiscuity), gflags \(gflags), flags \(flags)" }
}

extension Lab {
    func link(_ name: String = "v0") throws -> LinkReading {
        let text = try shell("ip -d -o link show dev \(name); cat /sys/class/net/\(name)/flags")
        let words = text.split(whereSeparator: { " \n\t".contains($0) })
        guard let place = words.firstIndex(of: "promiscuity"), let count = Int(words[place + 1]),
            let names = words.first(where: { $0.hasPrefix("<") }),
            let last = words.last, let bits = UInt32(last.dropFirst(2), radix: 16)
        else { throw LiveFailure("ip link says: \(text)") }
        let set = names.dropFirst().dropLast().split(separator: ",")
        return LinkReading(promiscuity: count, gflags: set.contains("PROMISC"), flags: bits & 0x100 != 0)
    }

    /// Waits until the kernel shows `promiscuity`, then returns the whole reading.
    @discardableResult
    func awaitPromiscuity(_ wanted: Int, _ name: String = "v0", seconds: Double = 10) throws -> LinkReading {
        let deadline = Clock.now() + seconds * Sanitizers.slowness
        while true {
            let reading = try link(name)
            if reading.promiscuity == wanted { return reading }
            guard Clock.now() < deadline else { throw LiveFailure("\(name) never came to \(wanted): \(reading)") }
        }
    }
}
