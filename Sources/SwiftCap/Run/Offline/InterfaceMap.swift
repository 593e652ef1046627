import Packets
import Savefiles

/// Which interface of the written pcapng file an interface of the files read becomes.
///
/// A section that describes the same interfaces in the same places as what is written already adds none: that is how
/// the files of one series look. Memory: 65,536 interfaces, 8 MiB of texts; interfaces beyond these have none.
struct InterfaceMap {
    static let limit = 1 << 16
    private static let textLimit = 8 << 20

    private(set) var written: [PcapngInterfaceDescription]
    /// For each interface of the current section its place in `written`.
    private var places: [UInt32] = []
    private var section = 0
    private var textSize = 0

    /// They are described in the file that is written. Otherwise only rows name them.
    let areWritten: Bool

    /// Nil for a classic file, which has no interfaces, unless rows name them.
    ///
    /// - Parameters:
    ///   - format: of the file that is written.
    ///   - first: what rows name as the first one; nil without rows.
    init?(_ format: SavefileWriter.Format, naming first: PcapngInterfaceDescription? = nil) {
        if case .pcapng(let header) = format {
            written = header.interfaces
            areWritten = true
        } else if let first {
            written = [first]
            areWritten = false
        } else {
            return nil
        }
    }

    /// The next file of a list.
    mutating func beginFile() {
        places = []
        section = 0
    }

    /// What is to be added to the written file, in this order.
    struct Additions {
        /// Of interfaces that are known already: of the section before.
        var earlier: [PcapngStatistics] = []
        var interfaces: [PcapngInterfaceDescription] = []
        /// Of all interfaces of the current section.
        var later: [PcapngStatistics] = []
    }

    /// Takes what the reader has come upon since.
    mutating func follow(_ reader: borrowing SavefileReader) throws(RunError) -> Additions {
        let statistics = reader.takeStatistics()
        var additions = Additions()
        additions.earlier = placed(statistics.filter { $0.section == section && $0.section != reader.section })
        additions.interfaces = try describe(reader)
        additions.later = placed(statistics.filter { $0.section == section })
        return additions
    }

    /// Statistics under the written file's numbers.
    private func placed(_ statistics: [SavefileReader.Statistics]) -> [PcapngStatistics] {
        statistics.compactMap { each in
            guard places.indices.contains(each.values.interface) else { return nil }
            var values = each.values
            values.interface = Int(places[values.interface])
            return values
        }
    }

    private mutating func describe(_ reader: borrowing SavefileReader) throws(RunError) -> [PcapngInterfaceDescription]
    {
        if reader.section != section {
            section = reader.section
            places = []
        }
        let before = written.count
        while places.count < reader.interfaceCount, var next = reader.interfaceDescription(places.count) {
            if places.count < before && written[places.count] == next {
                places.append(UInt32(places.count))
                continue
            }
            if written.count >= Self.limit { throw RunError("more than \(Self.limit) interfaces in the files") }
            if textSize + next.textSize > Self.textLimit {
                next = PcapngInterfaceDescription(
                    linkType: next.linkType, snapshotLength: next.snapshotLength, clock: next.clock)
            }
            textSize += next.textSize
            places.append(UInt32(written.count))
            written.append(next)
        }
        return Array(written[before...])
    }

    subscript(interface: Int) -> UInt32 { interface < places.count ? places[interface] : 0 }
}

extension PcapngInterfaceDescription {
    fileprivate var textSize: Int {
        [name, description, filter, system].reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    }
}
