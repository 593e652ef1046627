/// A MACsec device that is up and promiscuous makes its lower device promiscuous (macsec_dev_change_rx_flags in the
/// kernel).
enum MACsecHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        surroundings.promiscuousUppers(kind: "macsec", as: .macsec)
    }
}
