import Packets
import Promiscuity

extension Audit {
    public static let schema = "swiftcap.audit/1"

    /// One document with a newline at its end. - Parameter promiscuousOnly: leave out interfaces without references.
    public func json(indented: Bool = true, promiscuousOnly: Bool = false) -> LineBuffer {
        var writer = JSONWriter(indented: indented)
        writer.object { json in
            json.key("schema")
            json.value(Audit.schema)
            json.key("time")
            json.value(time)
            json.key("interfaces")
            json.array(shown(promiscuousOnly)) { $0.audited($1) }
            json.key("namespaces")
            json.object {
                $0.key("found")
                $0.value(namespacesFound)
                $0.key("read")
                $0.value(namespacesRead)
            }
            json.key("processes")
            json.object {
                $0.key("seen")
                $0.value(processes.seen)
                $0.key("unreadable")
                $0.value(processes.unreadable)
            }
        }
        var text = writer.finish()
        text.append(0x0A)
        return text
    }

    /// 2 where a reference has no known holder, 0 otherwise.
    public var exitStatus: Int32 { totals.unexplained == 0 ? 0 : 2 }

    func shown(_ promiscuousOnly: Bool) -> [Interface] {
        promiscuousOnly
            ? interfaces.filter { ($0.state.link.promiscuity ?? 0) > 0 || $0.state.residual != 0 } : interfaces
    }
}

extension JSONWriter {
    fileprivate mutating func audited(_ interface: Audit.Interface) {
        object { json in
            json.key("name")
            json.value(interface.name)
            json.key("index")
            json.value(interface.index)
            json.key("network_namespace")
            json.value(interface.networkNamespace)
            json.key("namespace_name")
            json.value(interface.namespaceName)
            json.key("state")
            json.state(StateReport(interface.state))
        }
    }
}
