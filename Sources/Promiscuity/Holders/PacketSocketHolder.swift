/// AF_PACKET memberships of type PACKET_MR_PROMISC: one reference per entry of the socket's list, whatever its count, and
/// whatever device the socket is bound to (packet_dev_mc in the kernel).
enum PacketSocketHolder: HolderKind {
    static func holders(of link: LinkState, in surroundings: Surroundings, unexplained: Int) -> [Holder] {
        var holders: [Holder] = []
        for socket in surroundings.sockets {
            let entries = socket.entries(on: link.index)
            if entries == 0 { continue }
            let what = entries == 1 ? "packet_diag membership" : "\(entries) packet_diag memberships"
            holders.append(
                Holder(
                    kind: .packetSocket, references: entries, certainty: .exact,
                    evidence: "\(what), inode \(socket.inode)", own: surroundings.ownCookies.contains(socket.cookie),
                    inode: socket.inode, cookie: socket.cookie, userID: socket.userID))
        }
        return holders
    }
}
