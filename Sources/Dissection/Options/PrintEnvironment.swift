import Packets

/// What is known of a host's name.
public enum HostName: Equatable, Sendable {
    case known(String)
    /// It has none: its number is printed.
    case unknown
    /// The answer is on its way: the number is printed, and with the next packet it is asked for again.
    case later
}

/// A transport port with its name, as services(5) has it.
public struct ServiceName: Sendable {
    public enum Transport: Sendable { case tcp, udp }
    public let port: UInt16
    public let transport: Transport
    public let name: String

    public init(port: UInt16, transport: Transport, name: String) {
        self.port = port
        self.transport = transport
        self.name = name
    }
}

/// What the printer has to ask the machine it runs on. Nothing here is called per packet.
public struct PrintEnvironment {
    /// Seconds east of UTC at the given epoch second. Asked again only when the current quarter of an hour is left, or
    /// for each second of one in which the answer changes.
    public var utcOffset: (_ epochSeconds: Int64) -> Int
    /// The name of a host. Asked once per address while its answer stays in the cache, and again as long as the answer
    /// is `later`. Nil prints numbers.
    public var hostName: ((HostAddress) -> HostName)?
    /// The name of a local interface by its index, or nil. Asked once per index while its answer stays in the cache.
    public var interfaceName: ((UInt32) -> String?)?
    /// Names of ports; read once at the start, and only when ports are named.
    public var services: [ServiceName]

    public init(
        utcOffset: @escaping (_ epochSeconds: Int64) -> Int = { _ in 0 },
        hostName: ((HostAddress) -> HostName)? = nil,
        interfaceName: ((UInt32) -> String?)? = nil, services: [ServiceName] = []
    ) {
        self.utcOffset = utcOffset
        self.hostName = hostName
        self.interfaceName = interfaceName
        self.services = services
    }
}
