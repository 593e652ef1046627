import Packets

extension StateReport {
    /// The state before a capture on one line, for a savefile that begins: what follows is not known yet.
    ///
    ///     {"schema": "swiftcap.state/1", "interface": "eth0", "before": State}
    public func json(before interface: String) -> LineBuffer {
        var writer = JSONWriter()
        writer.object { json in
            json.key("schema")
            json.value("swiftcap.state/1")
            json.key("interface")
            json.value(interface)
            json.key("before")
            json.state(self)
        }
        return writer.finish()
    }
}
