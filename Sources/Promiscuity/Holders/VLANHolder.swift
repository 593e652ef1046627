/// A VLAN device that is up and promiscuous makes its lower device promiscuous (vlan_dev_change_rx_flags in the kernel).
enum VLANHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        surroundings.promiscuousUppers(kind: "vlan", as: .vlan)
    }
}

extension Surroundings {
    /// One reference for each upper device of a kind that is up and promiscuous itself.
    func promiscuousUppers(kind: String, as holderKind: Holder.Kind) -> [Holder] {
        var holders: [Holder] = []
        for upper in uppers where upper.link.kind == kind && upper.link.isUp && (upper.link.promiscuity ?? 0) > 0 {
            holders.append(
                Holder(
                    kind: holderKind, references: 1, certainty: .exact,
                    evidence: "\(kind) \(upper.label) is promiscuous", device: upper.label,
                    deviceIndex: upper.link.index))
        }
        return holders
    }
}
