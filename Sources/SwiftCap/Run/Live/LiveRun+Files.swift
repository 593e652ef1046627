import Capture
import Packets
import Promiscuity
import Reports
import Savefiles

// What a live capture says in its savefile: where the packets come from, and the books.
extension LiveRun {
    func fileFormat(
        _ plan: FilePlan?, _ devices: [CaptureDevice], _ expression: String
    ) throws(RunError) -> SavefileWriter.Format {
        // Without a file only rows ask where packets come from; a file of its own format is what its name says beside them.
        guard let plan, !plan.keepsInterfaces else {
            return .pcapng(
                PcapngHeader(
                    application: "swiftcap \(Help.version)", system: Host.system,
                    comments: plan?.isPcapng != true || !options.textReport ? [] : devices.flatMap { stateBefore($0) },
                    interfaces: interfaces(devices, expression)))
        }
        guard Set(devices.map(\.linkType)).count == 1 else {
            throw RunError("the devices have different link types, for which a file must be pcapng: --format pcapng")
        }
        return .classic(
            SavefileWriter.Header(
                linkType: devices[0].linkType, snapshotLength: Int(devices[0].snapshotLength),
                nanosecond: options.print.nanoseconds))
    }

    /// What pcapng files and rows say of where packets come from.
    func interfaces(_ devices: [CaptureDevice], _ expression: String) -> [PcapngInterfaceDescription] {
        options.keepsInterfaces ? devices.map { description($0, expression) } : []
    }

    private func description(_ device: CaptureDevice, _ expression: String) -> PcapngInterfaceDescription {
        PcapngInterfaceDescription(
            linkType: device.linkType, snapshotLength: Int(device.snapshotLength), name: device.name,
            description: (try? Device.all())?.first { $0.name == device.name }?.description,
            filter: expression.isEmpty ? nil : expression, address: device.books?.first?.link.address,
            system: Host.system)
    }

    private func stateBefore(_ device: CaptureDevice) -> [String] {
        (device.books?.report(.before)?.json(before: device.name).text).map { [$0] } ?? []
    }

    /// The end of a pcapng file: counts, and the whole report as a comment unless --no-report. Gives why it is not complete, if it is not.
    func complete(_ files: consuming FileSeries?, _ report: CaptureReport) -> RunError? {
        guard var files = files else { return nil }
        files.add(report.statistics(telling: options.textReport))
        files.finish()
        return files.failure
    }
}

extension LineBuffer {
    var text: String {
        unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
