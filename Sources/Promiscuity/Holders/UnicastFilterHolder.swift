import CLinux
import Packets

/// A device without a unicast filter turns promiscuous when it has to listen to a second unicast address, and takes one
/// reference for it, whatever the number of addresses (__dev_set_rx_mode: uc_promisc). The kernel tells neither the
/// reference nor whether the device has a filter. So it is inferred: there is such an address, and a reference is left
/// that no other holder accounts for.
///
/// The address list is visible as "self" entries of the forwarding table; where a driver shows another table there, a
/// PACKET_MR_UNICAST membership or a macvlan that is up tells of the address as well. The reference stays while the
/// device is down, so `isUp` does not matter here.
enum UnicastFilterHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        guard unexplained > 0, let cause = cause(for: link, in: surroundings) else { return [] }
        return [
            Holder(
                kind: .unicastFilter, references: 1, certainty: .inferred,
                evidence: "second unicast address (\(cause.text))", device: cause.device)
        ]
    }

    private static func cause(
        for link: LinkState, in surroundings: Surroundings
    ) -> (text: String, device: String?)? {
        let macvlans = surroundings.uppers.filter {
            ($0.link.kind == "macvlan" || $0.link.kind == "macvtap") && $0.link.isUp
                && !MacvlanHolder.isPassthru($0.link) && $0.link.address != link.address
        }
        let unicast = UInt16(PACKET_MR_UNICAST)
        let entry = surroundings.filter.first { $0.index == link.index && $0.isSecondaryUnicast }
        if let entry {
            if let upper = macvlans.first(where: { $0.link.address == entry.address }) {
                return ("\(upper.link.kind ?? "macvlan") \(upper.label)", upper.label)
            }
            return ("forwarding entry \(entry.address.colonSeparated) self", nil)
        }
        if let upper = macvlans.first { return ("\(upper.link.kind ?? "macvlan") \(upper.label)", upper.label) }
        if let socket = surroundings.sockets.first(where: { $0.entries(on: link.index, type: unicast) > 0 }) {
            return ("PACKET_MR_UNICAST of the socket with inode \(socket.inode)", nil)
        }
        return nil
    }
}
