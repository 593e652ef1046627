/// The cheap comparison behind a poll: what can have changed without an announcement shows in the count, the switch or the
/// sockets.
extension Sample {
    /// Whether a link that was just read, with the sockets of its namespace, is something else than this sample.
    ///
    /// - Parameter sockets: looked at only where the link has references.
    func differs(from link: LinkState, _ sockets: [PacketSocket]) -> Bool {
        if !consistent || link.promiscuity != self.link.promiscuity || link.gflagsPromisc != self.link.gflagsPromisc
            || link.name != self.link.name
        {
            return true
        }
        if link.promiscuity == 0 { return false }
        var held = 0
        for holder in holders where holder.cookie != nil { held += 1 }
        for socket in sockets {
            let count = socket.entries(on: link.index)
            if count == 0 { continue }
            guard holders.contains(where: { $0.cookie == socket.cookie && $0.references == count }) else { return true }
            held -= 1
        }
        return held != 0
    }
}
