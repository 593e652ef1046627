import Capture
import Dissection
import Packets
import Glibc

/// The printer with this machine's surroundings: time zone, names.
enum Printing {
    /// - Parameters:
    ///   - device: the one that is captured on; nil when savefiles are read.
    ///   - hosts: gives a host's name; nil for the resolver of this process.
    static func makePrinter(
        _ options: PrintOptions, device: String? = nil, hosts: (@Sendable (HostAddress) -> String?)? = nil
    ) -> Printer {
        var environment = PrintEnvironment()
        environment.utcOffset = utcOffset
        environment.interfaceName = Names.interface
        if options.numeric == 0 {
            let resolver = HostResolver(device == nil ? .savefile : .live, lookUp: hosts ?? { Names.host($0) })
            let network = options.foreignNumeric ? device.flatMap { Device.ipv4Network(of: $0) } : nil
            environment.hostName = { address in
                isForeign(address, network) ? .unknown : resolver.name(address)
            }
            environment.services = Names.services()
        }
        return Printer(options: options, environment: environment)
    }

    /// `-f`: an IPv4 address outside of the device's own network. A device without one makes nothing foreign, as with
    /// tcpdump.
    private static func isForeign(_ address: HostAddress, _ network: (network: UInt32, mask: UInt32)?) -> Bool {
        guard let network, !address.isIPv6 else { return false }
        return UInt32(truncatingIfNeeded: address.low).bigEndian & network.mask != network.network
    }

    /// The time zone's offset (localtime(3)); the printer asks once per quarter of an hour of packets.
    private static func utcOffset(_ epochSeconds: Int64) -> Int {
        var moment = time_t(epochSeconds)
        var fields = unsafe tm()
        guard unsafe localtime_r(&moment, &fields) != nil else { return 0 }
        return unsafe fields.tm_gmtoff
    }
}
