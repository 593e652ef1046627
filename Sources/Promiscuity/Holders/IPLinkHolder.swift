/// The switch that `ip link set promisc on` sets: IFF_PROMISC in gflags. A switch, not a count: one reference however often
/// it is set (__dev_change_flags in the kernel). Who set it is recorded nowhere.
enum IPLinkHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        guard link.gflagsPromisc == true else { return [] }
        return [holder()]
    }

    static func holder() -> Holder {
        Holder(
            kind: .ipLink, references: 1, certainty: .exact,
            evidence: "IFF_PROMISC in ifi_flags; who set it is not recorded")
    }
}
