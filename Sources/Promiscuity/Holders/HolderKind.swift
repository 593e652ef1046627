/// What the kernel said about the neighbourhood of a link, as far as holders can be found in it.
public struct Surroundings: Sendable {
    /// A device that stands on another one, perhaps in another namespace.
    public struct Upper: Sendable {
        /// The device that stands on the other one.
        public var link: LinkState
        /// How to call it: its name, with its namespace before it where that is another.
        public var label: String

        /// Makes one of these values; see the properties.
        public init(link: LinkState, label: String) {
            self.link = link
            self.label = label
        }
    }

    /// All packet sockets of the namespace.
    public var sockets: [PacketSocket] = []
    /// The device that the link is a port of.
    public var master: LinkState?
    /// Devices whose IFLA_LINK is this link.
    public var uppers: [Upper] = []
    /// The other ports of the master.
    public var siblings: [LinkState] = []
    /// The device's own list of addresses (`bridge fdb`, "self").
    public var filter: [ForwardingEntry] = []
    /// Cookies of the sockets of this process's own captures.
    public var ownCookies: Set<UInt64> = []
    /// The table of links did not change while it was read.
    public var isWhole = true

    /// Nothing around the link.
    public init() {}
}

/// A kind of holder: one file each, and one line in `holderKinds`.
protocol HolderKind: SendableMetatype {
    /// The holders of this kind on `link`.
    ///
    /// - Parameter unexplained: references that the kinds before this one in the registry leave over. Only kinds that
    ///   infer may look at it.
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder]
}

/// Exact kinds first, then those that infer from what the exact ones leave over.
let holderKinds: [any HolderKind.Type] = [
    PacketSocketHolder.self,
    IPLinkHolder.self,
    OpenVSwitchHolder.self,
    BondHolder.self,
    TeamHolder.self,
    MacvlanHolder.self,
    VLANHolder.self,
    MACsecHolder.self,
    BridgePortHolder.self,
    UnicastFilterHolder.self,
]

enum Attribution {
    /// All holders of references on `link`, by the registry's order.
    static func holders(of link: LinkState, in surroundings: Surroundings) -> [Holder] {
        var holders: [Holder] = []
        var unexplained = Int(link.promiscuity ?? 0)
        for kind in holderKinds {
            for holder in kind.holders(of: link, in: surroundings, unexplained: unexplained) {
                unexplained &-= holder.references
                holders.append(holder)
            }
        }
        return holders
    }
}
