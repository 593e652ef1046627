/// What a check lets pass: a kind of holder, or one of that kind by name.
///
/// `KIND[:NAME]`: `bridge_port`, `bridge_port:br0`, `packet_socket:dhclient`, `ip_link`. For devices NAME is the
/// device's; for packet sockets it is the command of a process that has the socket, as /proc shows it, which is what
/// that process says of itself.
public struct AllowRule: Equatable, Sendable {
    /// Which kind of holder it lets pass.
    public var kind: Holder.Kind
    /// Which one of that kind; nil for every one.
    public var name: String?

    /// Makes one of these values; see the properties.
    public init(kind: Holder.Kind, name: String?) {
        self.kind = kind
        self.name = name
    }

    /// Nil for an unknown kind and for an empty name.
    public init?(_ text: String) {
        let colon = text.firstIndex(of: ":")
        guard let kind = Holder.Kind(rawValue: String(text[..<(colon ?? text.endIndex)])) else { return nil }
        self.kind = kind
        guard let colon else { return }
        let name = String(text[text.index(after: colon)...])
        if name.isEmpty { return nil }
        self.name = name
    }

    /// A socket that several processes have is allowed only when all of them have the name, and not at all when no
    /// process was found: a process that was not found cannot be compared.
    public func allows(_ holder: Holder) -> Bool {
        guard holder.kind == kind else { return false }
        guard let name else { return true }
        if kind == .packetSocket {
            return !holder.processes.isEmpty && holder.processes.allSatisfy { Self.names(name, $0.command) }
        }
        return holder.device == name
    }

    /// The kernel keeps 15 bytes of a command (TASK_COMM_LEN): systemd-networkd is known as "systemd-network".
    private static func names(_ name: String, _ command: String) -> Bool {
        name == command || (name.utf8.count > 15 && name.utf8.prefix(15).elementsEqual(command.utf8))
    }
}
