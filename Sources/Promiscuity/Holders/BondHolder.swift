/// A promiscuous bond makes its slaves promiscuous: all of them, or only the active one in the modes that have one
/// (active-backup, balance-tlb, balance-alb; bond_set_promiscuity in the kernel).
enum BondHolder: HolderKind {
    private static let modesWithActiveSlave: Set<UInt8> = [1, 5, 6]

    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        guard link.slaveKind == "bond", let bond = surroundings.master, (bond.promiscuity ?? 0) > 0 else { return [] }
        if let mode = bond.bondMode, modesWithActiveSlave.contains(mode), bond.bondActiveSlave != link.index {
            return []
        }
        return [
            Holder(
                kind: .bond, references: 1, certainty: .exact,
                evidence: "slave of bond \(bond.name), which is promiscuous", device: bond.name,
                deviceIndex: bond.index)
        ]
    }
}
