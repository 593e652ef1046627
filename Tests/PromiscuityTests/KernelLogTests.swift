import Glibc
import Packets
import Syscalls
import TestSupport
import Testing

@testable import Promiscuity

/// Records of /dev/kmsg, as kernels write them and as nothing should.
@Suite struct KernelLogTests {
    static let records: [(record: String, name: String?, entered: Bool)] = [
        ("6,233601,23514843648,-;v0: entered promiscuous mode", "v0", true),
        ("6,233602,23514843715,-;v0: left promiscuous mode", "v0", false),
        ("6,1,2,-,caller=T123;v0: left promiscuous mode\n", "v0", false),
        // Before Linux 6.4.
        ("6,7,8,-;device eth0 entered promiscuous mode", "eth0", true),
        // A device on a bus, with properties on lines of their own.
        ("6,9,10,-;e1000e 0000:00:1f.6 eth0: entered promiscuous mode\n SUBSYSTEM=pci\n DEVICE=+pci:0", "eth0", true),
        // What the kernel escapes, so that a name is one word.
        (#"6,9,10,-;a\x1b[1m\x5c: entered promiscuous mode"#, "a\u{1B}[1m\\", true),
        (#"6,9,10,-;\xc3\xa4: left promiscuous mode"#, "ä", false),
        ("6,9,10,-;}{: left promiscuous mode", "}{", false),
        ("6,9,10,-;v0: entered allmulticast mode", nil, false), ("6,9,10,-; entered promiscuous mode", nil, false),
        ("6,9,10,-;: entered promiscuous mode", nil, false), ("6,9,10,-;v0 entered promiscuous mode", nil, false),
        ("6,9,10,-;v0: entered promiscuous mode and more", nil, false), ("6,9,10,-;", nil, false),
    ]

    @Test(arguments: records) func `who entered and left`(_ each: (record: String, name: String?, entered: Bool)) throws
    {
        let record = try #require(KernelLogRecord(Array(each.record.utf8)))
        #expect(record.promiscuity?.interface == each.name)
        #expect(record.promiscuity?.entered ?? each.entered == each.entered)
    }

    @Test(arguments: ["", ";", "6;x", "6,7;x", "a,b,c;x", "6,7,99999999999999999999,-;x", "6,-1,2,-;x"])
    func `what is no record`(_ text: String) { #expect(KernelLogRecord(Array(text.utf8)) == nil) }

    @Test func `numbers and text`() throws {
        let record = try #require(KernelLogRecord(Array("6,233601,23514843648,c;some \\x09text\n KEY=1".utf8)))
        #expect(record == KernelLogRecord(sequence: 233_601, microseconds: 23_514_843_648, text: "some \ttext"))
    }

    @Test func `a log that cannot be read says why`() {
        let scratch = Scratch("kmsg")
        let log = KernelLog(path: scratch.file("none"))
        log.read(["v0"])
        #expect(log.error?.errno == .noSuchFileOrDirectory && log.lines.isEmpty)
        // Neither does a folder.
        let folder = KernelLog(path: scratch.path)
        folder.read(["v0"])
        #expect(folder.error != nil && folder.lines.isEmpty)
    }

    /// A regular file stands in for the device: what is appended after the beginning is read, one record at a time.
    @Test func `only what comes after the beginning, within the bounds of time`() throws {
        let scratch = Scratch("kmsg")
        let file = try Descriptor.open(scratch.file("log"), O_WRONLY | O_CREAT | O_APPEND)
        func write(_ text: String) throws { try unsafe file.writeAll(Array(text.utf8).span.bytes) }
        try write("6,1,1000000,-;v0: entered promiscuous mode\n")
        let before = Clock.realtime()
        let log = KernelLog(path: scratch.file("log"))
        log.read(["v0"])
        #expect(log.lines.isEmpty && log.error == nil)
        try write("6,5,1000000,-;v0: left promiscuous mode\n")
        log.read(["v1", "v0"])
        let line = try #require(log.lines.first)
        #expect(log.lines.count == 1 && !line.entered && line.interface == "v0")
        // Its clock says a second after the machine was started: it is not older than the reading before.
        #expect(line.time >= Timestamp(seconds: before.seconds, nanoseconds: before.nanoseconds))
        try write("6,9,1000000,-;v9: left promiscuous mode\n")
        log.read(["v0"])
        #expect(log.lines.count == 1 && log.missed == 3)
    }
}
