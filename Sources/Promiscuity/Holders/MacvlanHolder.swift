import CLinux

/// macvlan and macvtap. In passthru mode the lower device is held while the upper is up, unless NOPROMISC is set; in the
/// other modes only while the upper is promiscuous itself (macvlan_open, macvlan_change_rx_flags).
enum MacvlanHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        var holders: [Holder] = []
        for upper in surroundings.uppers where upper.link.kind == "macvlan" || upper.link.kind == "macvtap" {
            guard upper.link.isUp else { continue }
            let kind = upper.link.kind ?? "macvlan"
            let evidence: String
            if isPassthru(upper.link) {
                if (upper.link.macvlanFlags ?? 0) & UInt16(MACVLAN_FLAG_NOPROMISC) != 0 { continue }
                evidence = "\(kind) \(upper.label) is up in passthru mode"
            } else {
                if (upper.link.promiscuity ?? 0) == 0 { continue }
                evidence = "\(kind) \(upper.label) is promiscuous"
            }
            holders.append(
                Holder(
                    kind: .macvlan, references: 1, certainty: .exact, evidence: evidence, device: upper.label,
                    deviceIndex: upper.link.index))
        }
        return holders
    }

    static func isPassthru(_ link: LinkState) -> Bool {
        (link.macvlanMode ?? 0) & UInt32(MACVLAN_MODE_PASSTHRU.rawValue) != 0
    }
}
