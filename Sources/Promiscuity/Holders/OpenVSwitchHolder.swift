/// Open vSwitch makes every network device that it takes as a port promiscuous (netdev_create in the kernel's
/// vport-netdev). The port's master is the datapath's own device, usually called ovs-system.
enum OpenVSwitchHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        guard link.master != nil, link.slaveKind == "openvswitch" || surroundings.master?.kind == "openvswitch" else {
            return []
        }
        let name = surroundings.master?.name
        return [
            Holder(
                kind: .openvswitch, references: 1, certainty: .exact,
                evidence: "port of Open vSwitch \(name ?? "")", device: name, deviceIndex: link.master)
        ]
    }
}
