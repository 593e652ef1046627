import Glibc
import Packets
import Promiscuity
import Reports
import Savefiles
@testable import SwiftCap
import TestSupport
import Testing

/// Reports from what `compare` and `report` may be given: their own files, savefiles, anything else.
@Suite struct CarriedReportTests {
    private let scratch = Scratch("report")

    static let report = CaptureReport(
        version: "1", kernel: "6", libpcap: "1.10", host: "h", arguments: ["-i", "eth0"],
        started: Timestamp(seconds: 1, nanoseconds: 0), ended: Timestamp(seconds: 2, nanoseconds: 0),
        stopReason: .signal,
        interfaces: [
            InterfaceReport(
                name: "eth0", index: 2, networkNamespace: 3, kind: nil, address: [], linkType: "EN10MB",
                promiscuousRequested: true, filter: nil, packets: PacketCounts(captured: 7), before: nil, during: nil,
                after: nil, timeline: [], missedChanges: 0,
                verdict: BooksVerdict(ownTaken: 1, ownReturned: 1, promiscuousWithoutUs: false))
        ])

    static var json: String {
        let text = report.json(indented: false)
        return unsafe text.bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    func pcapng(_ path: String, section: [String], statistics: [String]) throws {
        let header = PcapngHeader(
            comments: section,
            interfaces: [PcapngInterfaceDescription(linkType: .ethernet, snapshotLength: 100)])
        var writer = try SavefileWriter(path: path, format: .pcapng(header))
        try writer.add([
            PcapngStatistics(
                interface: 0, time: Timestamp(seconds: 2, nanoseconds: 0), comments: statistics)
        ])
        try writer.close()
    }

    @Test func `from a pcapng file`() throws {
        let path = scratch.path + "/carried"
        try pcapng(
            path, section: ["{\"schema\":\"swiftcap.state/1\"}", "by hand"], statistics: ["{}", Self.json, "x"])
        #expect(try ReportFile.read(path) == Self.report)
    }

    @Test func `from its own file`() throws {
        let path = scratch.path + "/carried"
        try unsafe AtomicFile.write(Array(Self.json.utf8).span.bytes, to: path)
        #expect(try ReportFile.read(path) == Self.report)
    }

    @Test func `what carries none`() throws {
        let path = scratch.path + "/carried"
        func message() -> String {
            do throws(RunError) { _ = try ReportFile.read(path) } catch { return error.message }
            return ""
        }
        try pcapng(path, section: ["by hand"], statistics: [])
        #expect(message() == "\(path): the file carries no report of swiftcap")
        var writer = try SavefileWriter(path: path, header: .init(linkType: .ethernet, snapshotLength: 100))
        try writer.close()
        #expect(message() == "\(path): a classic savefile carries no report; a pcapng file does")
        try unsafe AtomicFile.write([UInt8](repeating: 0x41, count: 5).span.bytes, to: path)
        #expect(message() == "\(path): not a report: invalid JSON at byte 0")
    }
}
