/// A promiscuous team device makes all its ports promiscuous (team_change_rx_flags in the kernel).
enum TeamHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        guard link.slaveKind == "team", let team = surroundings.master, (team.promiscuity ?? 0) > 0 else { return [] }
        return [
            Holder(
                kind: .team, references: 1, certainty: .exact,
                evidence: "port of team \(team.name), which is promiscuous", device: team.name,
                deviceIndex: team.index)
        ]
    }
}
