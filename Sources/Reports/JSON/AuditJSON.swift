import Packets
import Promiscuity

extension Audit {
    public static let schema = "swiftcap.audit/1"
    /// Network namespaces that could not be read and are named; `found` less `read` is how many there are.
    private static let shownUnread = 100

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
                $0.key("unread")
                $0.array(unreadable.prefix(Self.shownUnread)) { $0.unread($1.namespace, $1.error) }
                $0.key("error")
                $0.value(listingFault?.description)
            }
            json.key("processes")
            json.object {
                $0.key("seen")
                $0.value(processes.seen)
                $0.key("unreadable")
                $0.value(processes.unreadable)
                $0.key("error")
                $0.value(processes.fault?.description)
            }
        }
        var text = writer.finish()
        text.append(0x0A)
        return text
    }

    /// 1 where an interface that was asked for was not found; otherwise 2 where a reference has no known holder, 1 where
    /// something could not be read, and 0 where everything was read and every reference has its holder.
    public var exitStatus: Int32 {
        if !missing.isEmpty { return 1 }
        if totals.unexplained != 0 { return 2 }
        return isIncomplete ? 1 : 0
    }

    func shown(_ promiscuousOnly: Bool) -> [Interface] {
        promiscuousOnly
            ? interfaces.filter { ($0.state.link.promiscuity ?? 0) > 0 || $0.state.residual != 0 } : interfaces
    }
}

extension JSONWriter {
    fileprivate mutating func unread(_ namespace: NamespaceReference, _ error: KernelError) {
        object { json in
            json.key("network_namespace")
            json.value(namespace.inode)
            json.key("namespace_name")
            json.value(namespace.name)
            json.key("error")
            json.value(error.description)
            json.key("errno")
            json.value(error.errno?.rawValue)
        }
    }

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
