import Packets

// What an interface's description says for people: for a caller that copies the file.

/// The texts of one interface (draft-ietf-opsawg-pcapng, section 4.2).
struct PcapngTexts: Sendable {
    var name: String?
    var description: String?
    var filter: String?
    var address: [UInt8]?
    var system: String?

    init(_ body: RawSpan, _ order: ByteOrder) {
        var options = PcapngOptions(body, from: PcapngInterfaceBlock.options, order)
        while let option = options.next(), let value = try? body.slice(option.start, option.length) {
            let bytes = unsafe value.withUnsafeBytes { unsafe Array($0) }
            switch option.code {
            case PcapngOption.Interface.name: name = PcapngTexts.text(bytes[...])
            case PcapngOption.Interface.description: description = PcapngTexts.text(bytes[...])
            case PcapngOption.Interface.hardwareAddress where bytes.count == 6: address = bytes
            case PcapngOption.Interface.filter where bytes.first == PcapngOption.Interface.filterIsText:
                filter = PcapngTexts.text(bytes.dropFirst())
            case PcapngOption.Interface.system: system = PcapngTexts.text(bytes[...])
            default: break
            }
        }
    }

    /// Texts have no terminator (section 3.5.1); some writers put one there all the same.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    var size: Int {
        [name, description, filter, system].reduce(address?.count ?? 0) { $0 + ($1?.utf8.count ?? 0) }
    }
}

extension PcapngSection {
    /// Bytes of texts of one section; interfaces beyond it have none.
    private static let textLimit = 1 << 20
    private static let mostTexts = 4096

    /// Takes the texts of the interface that is added next.
    mutating func keep(_ kept: PcapngTexts) {
        guard texts.count < Self.mostTexts, textSize + kept.size <= Self.textLimit else { return }
        textSize += kept.size
        texts[interfaces.count] = kept
    }

    mutating func beginSection() {
        number += 1
        interfaces.removeAll()
        forgetLatest()
        texts.removeAll()
        textSize = 0
    }
}

extension SavefileReader {
    /// Of the current packet, where the file need not be uniform.
    @inlinable
    public var packetLinkType: LinkType { record.linkType }

    /// Sections of a pcapng file before the current one.
    public var section: Int { pcapng.number }

    /// Interfaces of the current section so far; 1 in classic files.
    public var interfaceCount: Int { isPcapng ? pcapng.interfaces.count : 1 }

    /// What is known of an interface of the current section; nil where there is none. Texts only without `uniform`.
    public func interfaceDescription(_ number: Int) -> PcapngInterfaceDescription? {
        guard isPcapng else {
            return number == 0 ? PcapngInterfaceDescription(linkType: linkType, snapshotLength: snapshotLength) : nil
        }
        guard pcapng.interfaces.indices.contains(number) else { return nil }
        let interface = pcapng.interfaces[number]
        let texts = pcapng.texts[number]
        return PcapngInterfaceDescription(
            linkType: interface.linkType, snapshotLength: interface.snapshotLength, name: texts?.name,
            description: texts?.description, filter: texts?.filter, address: texts?.address, system: texts?.system,
            clock: PcapngClock(resolution: interface.resolution, offset: interface.offset))
    }
}
