import Dissection
import Glibc

/// The printer with this machine's surroundings: time zone, names.
enum Printing {
    static func makePrinter(_ options: PrintOptions) -> Printer {
        var environment = PrintEnvironment()
        environment.utcOffset = utcOffset
        environment.interfaceName = Names.interface
        if options.numeric == 0 {
            environment.hostName = Names.host
            environment.services = Names.services()
        }
        return Printer(options: options, environment: environment)
    }

    /// The time zone's offset (localtime(3)); the printer asks at most once per quarter of an hour of packets.
    private static func utcOffset(_ epochSeconds: Int64) -> (offset: Int, validUntil: Int64) {
        var moment = time_t(epochSeconds)
        var fields = unsafe tm()
        guard unsafe localtime_r(&moment, &fields) != nil else { return (0, .max) }
        return (unsafe fields.tm_gmtoff, .max)
    }
}
