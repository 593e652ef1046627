/// A bridge makes its ports promiscuous, unless it filters VLANs, is not promiscuous itself, has at most one port that
/// learns or floods, and the port can filter unicast (br_manage_promisc). No interface of the kernel tells whether a
/// port can, so in that one case what the other kinds leave over decides, and the holder is marked as inferred.
enum BridgePortHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        guard link.slaveKind == "bridge", link.master != nil else { return [] }
        let name = surroundings.master?.name
        var holder = Holder(
            kind: .bridgePort, references: 1, certainty: .exact,
            evidence: "port of bridge \(name ?? "with index \(link.master ?? 0)")", device: name,
            deviceIndex: link.master)
        if mayBeReleased(link, surroundings) {
            guard unexplained > 0 else { return [] }
            holder.certainty = .inferred
        }
        return [holder]
    }

    /// True where the bridge would release a port that filters unicast itself.
    static func mayBeReleased(_ link: LinkState, _ surroundings: Surroundings) -> Bool {
        guard let bridge = surroundings.master, bridge.bridgeFiltersVlans == true, (bridge.promiscuity ?? 0) == 0
        else { return false }
        let automatic = surroundings.siblings.filter(isAutomatic).count + (isAutomatic(link) ? 1 : 0)
        return automatic == 0 || (automatic == 1 && isAutomatic(link))
    }

    private static func isAutomatic(_ port: LinkState) -> Bool {
        (port.portLearns ?? true) || (port.portFloods ?? true)
    }
}
