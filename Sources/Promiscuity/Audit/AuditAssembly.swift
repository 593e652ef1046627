/// Puts together what the namespaces said: devices in one that stand on devices in another are holders there.
struct AuditAssembly {
    private let contents: [NamespaceContents]
    /// Upper devices by namespace and index of the device they stand on.
    private var uppers: [Place: [Surroundings.Upper]] = [:]
    /// Ports by namespace and index of their master.
    private var ports: [Place: [LinkState]] = [:]

    private struct Place: Hashable {
        var namespace: UInt64
        var index: Int32
    }

    init(_ results: [VisitResult]) {
        contents = results.compactMap { if case .read(let contents) = $0 { contents } else { nil } }
        for source in contents {
            for link in source.links {
                if let master = link.master {
                    ports[Place(namespace: source.reference.inode, index: master), default: []].append(link)
                }
                guard let lower = link.lower else { continue }
                var namespace = source.reference.inode
                var label = link.name
                if let identifier = link.lowerNamespaceID {
                    guard let other = source.peers[identifier] else { continue }
                    namespace = other
                    label = "\(source.reference.name ?? String(source.reference.inode))/\(link.name)"
                }
                uppers[Place(namespace: namespace, index: lower), default: []].append(
                    Surroundings.Upper(link: link, label: label))
            }
        }
    }

    var interfaces: [Audit.Interface] {
        var result: [Audit.Interface] = []
        for source in contents {
            let byIndex = Dictionary(source.links.map { ($0.index, $0) }) { first, _ in first }
            let sockets = socketsByDevice(source)
            for link in source.links {
                var surroundings = Surroundings()
                let place = Place(namespace: source.reference.inode, index: link.index)
                surroundings.sockets = sockets[link.index] ?? []
                surroundings.uppers = uppers[place] ?? []
                surroundings.filter = source.filters[link.index] ?? []
                if let master = link.master {
                    surroundings.master = byIndex[master]
                }
                // Looked at only in this case, and a bridge may have a thousand ports.
                if let master = link.master, surroundings.master?.bridgeFiltersVlans == true {
                    surroundings.siblings = (ports[Place(namespace: place.namespace, index: master)] ?? []).filter {
                        $0.index != link.index
                    }
                }
                let holders = Attribution.holders(of: link, in: surroundings)
                result.append(
                    Audit.Interface(
                        name: link.name, index: link.index, networkNamespace: source.reference.inode,
                        namespaceName: source.reference.name,
                        state: Sample(time: source.time, link: link, holders: holders, consistent: source.consistent)))
            }
        }
        return result
    }

    /// Each device sees only the sockets with a membership on it: a thousand sockets on a hundred devices are not looked
    /// at a hundred thousand times.
    private func socketsByDevice(_ source: NamespaceContents) -> [Int32: [PacketSocket]] {
        var result: [Int32: [PacketSocket]] = [:]
        for socket in source.sockets {
            for index in Set(socket.memberships.map(\.index)) { result[index, default: []].append(socket) }
        }
        return result
    }
}
