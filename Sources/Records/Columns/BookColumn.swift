/// A column of the books' rows: samples and changes of promiscuous mode, with a row more for each holder.
public enum BookColumn: UInt8, CaseIterable, Sendable {
    case time, record, phase, interface, index, networkNamespace, cause, event, promiscuity, delta, gflags, flags
    case residual, kind, references, certainty, own, inode, device, pid, command, user, evidence

    /// The table, in the order of the cases.
    static let entries: [Column.Entry] = [
        .init("time", .timestamp, "µs", "when the state was read, UTC", ""),
        .init("record", .word, "", "`state`, `holder`, `change`, `joined` or `left`", ""),
        .init("phase", .word, "", "of states: `before`, `during` or `after` the capture", ""),
        .init("interface", .text, "", "name of the interface", ""),
        .init("index", .int64, "", "its index", ""),
        .init("network_namespace", .int64, "", "inode of its network namespace", ""),
        .init("cause", .word, "", "of changes: `notification`, `poll` or `phase`", ""),
        .init("event", .word, "", "of changes: `renamed`, `moved`, `deleted`, `overrun`", ""),
        .init("promiscuity", .int64, "references", "the kernel's count", ""),
        .init("delta", .int64, "references", "of changes: difference to the count before", ""),
        .init("gflags_promisc", .boolean, "", "IFF_PROMISC as `ip link` shows it", ""),
        .init("flags_promisc", .boolean, "", "IFF_PROMISC as the driver obeys it", ""),
        .init("residual", .int64, "references", "what no holder accounts for", ""),
        .init("kind", .word, "", "of holders: `packet_socket`, `bridge_port`, ...", ""),
        .init("held_references", .int64, "references", "of holders: how many", ""),
        .init("certainty", .word, "", "of holders: `exact` or `inferred`", ""),
        .init("own", .boolean, "", "of holders: this capture itself", ""),
        .init("inode", .int64, "", "of packet sockets: inode of the socket", ""),
        .init("device", .text, "", "of holders: the device that holds", ""),
        .init("pid", .int64, "", "of holders: the first process that has the socket", ""),
        .init("command", .text, "", "its name", ""),
        .init("user_name", .text, "", "its user", ""),
        .init("evidence", .text, "", "how it is known", ""),
    ]

    var entry: Column.Entry { BookColumn.entries[Int(rawValue)] }
    public var name: String { entry.name }
    public var kind: Column.Kind { entry.kind }
}
