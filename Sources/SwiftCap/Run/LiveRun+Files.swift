import Capture
import Packets
import Promiscuity
import Reports
import Savefiles

// What a live capture says in its savefile: where the packets come from, and the books.
extension LiveRun {
    func fileFormat(
        _ plan: FilePlan?, _ handle: borrowing CaptureHandle, _ expression: String, _ books: Books?
    ) -> SavefileWriter.Format {
        let snapshotLength = Int(handle.snapshotLength)
        guard plan?.isPcapng == true else {
            return .classic(
                SavefileWriter.Header(
                    linkType: handle.linkType, snapshotLength: snapshotLength, nanosecond: options.print.nanoseconds))
        }
        let interface = description(handle.settings.device, handle.linkType, handle.snapshotLength, expression, books)
        return .pcapng(
            PcapngHeader(
                application: "swiftcap \(Help.version)", system: Host.system,
                comments: stateBefore(handle.settings.device, books), interfaces: [interface]))
    }

    func description(
        _ device: String, _ linkType: LinkType, _ snapshotLength: Int32, _ expression: String, _ books: Books?
    ) -> PcapngInterfaceDescription {
        PcapngInterfaceDescription(
            linkType: linkType, snapshotLength: Int(snapshotLength), name: device,
            description: (try? Device.all())?.first { $0.name == device }?.description,
            filter: expression.isEmpty ? nil : expression, address: books?.before.link.address, system: Host.system)
    }

    func stateBefore(_ device: String, _ books: Books?) -> [String] {
        books.map { [StateReport($0.before).json(before: device).text] } ?? []
    }

    /// The end of a pcapng file: counts, and the whole report as a comment. Gives why it is not complete, if it is not.
    func complete(_ files: consuming FileSeries?, _ report: CaptureReport) -> RunError? {
        guard var files = files else { return nil }
        files.add(report.statistics)
        files.finish()
        return files.failure
    }
}

extension LineBuffer {
    var text: String {
        unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
