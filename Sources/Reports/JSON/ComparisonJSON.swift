import Packets

extension Comparison {
    /// One document with a newline at its end.
    public func json(indented: Bool = true) -> LineBuffer {
        var writer = JSONWriter(indented: indented)
        writer.object { json in
            json.key("schema")
            json.value(Comparison.schema)
            json.key("runs")
            json.array([first, second]) { $0.report($1) }
            json.key("difference")
            json.difference(difference)
            json.key("expected")
            json.value(expected)
            json.key("status")
            json.value(status.rawValue)
            json.key("summary")
            json.value(summary)
        }
        var text = writer.finish()
        text.append(0x0A)
        return text
    }
}

extension JSONWriter {
    fileprivate mutating func difference(_ difference: Comparison.Difference) {
        object { json in
            json.key("own_references_during")
            json.value(difference.ownReferencesDuring)
            json.key("promiscuity_during")
            json.value(difference.promiscuityDuring)
            json.key("flags_promisc_during")
            json.array(difference.flagsPromiscDuring) { $0.value($1) }
            json.key("gflags_promisc_during")
            json.array(difference.gflagsPromiscDuring) { $0.value($1) }
            json.key("foreign_unicast")
            json.array(difference.foreignUnicast) { $0.value($1) }
        }
    }
}
