import Capture
import Glibc
import Packets
import Syscalls
import Testing

/// Capture handles.
@Suite
struct CaptureHandleTests {
    @Test func `name a device that does not exist in tcpdump's words`() {
        do {
            _ = try CaptureHandle(activating: CaptureSettings(device: "nosuch0"))
            Issue.record("a handle on nosuch0")
        } catch {
            // Without privileges the kernel may refuse before it looks for the device.
            let expected: [CaptureError.Kind] = [.noSuchDevice, .permissionDenied]
            #expect(expected.contains(error.kind))
            #expect(error.message.hasPrefix("nosuch0: "))
        }
    }

    @Test func `flag words are those of -D`() throws {
        let devices = try Device.all()
        let any = devices.first { $0.name == "any" }
        #expect(any?.flagWords == "Up, Running")
        for device in devices { #expect(!device.flagWords.isEmpty) }
    }

    @Test func `link types have names both ways`() {
        #expect(PcapNames.linkType(.ethernet) == "EN10MB")
        #expect(PcapNames.linkTypeDescription(.ethernet) == "Ethernet")
        #expect(PcapNames.linkType(named: "en10mb") == 1)
        #expect(PcapNames.linkType(named: "NONSENSE") == nil)
        #expect(PcapNames.linkType(LinkType(rawValue: 99_999)) == nil)
        #expect(PcapNames.timestampType(named: "host") == 0)
        #expect(PcapNames.timestampType(named: "nonsense") == nil)
    }
}

private func makePipe(_ ends: inout [Int32]) -> Bool { unsafe pipe(&ends) == 0 }

/// The event loop.
@Suite
struct EventLoopTests {
    @Test func `tells which descriptor is ready, and stops watching one`() throws {
        var ends: [Int32] = [0, 0]
        try #require(makePipe(&ends))
        let reading = Descriptor(owning: ends[0])
        let writing = Descriptor(owning: ends[1])
        var loop = EventLoop()
        let source = loop.add(reading.rawValue)
        let absent = loop.add(-1)
        try loop.wait(until: 0)
        var sourceReady = loop.isReady(source)
        #expect(!sourceReady)
        unsafe try writing.writeAll([1].span.bytes)
        try loop.wait(until: nil)
        sourceReady = loop.isReady(source)
        #expect(sourceReady)
        let absentReady = loop.isReady(absent)
        #expect(!absentReady)
        loop.remove(source)
        try loop.wait(until: 0)
        sourceReady = loop.isReady(source)
        #expect(!sourceReady)
    }

    @Test func `comes back when the deadline has come, and at once when it is past`() throws {
        var loop = EventLoop()
        let due = Clock.monotonic() + 20_000_000
        try loop.wait(until: due)
        #expect(Clock.monotonic() >= due)
        try loop.wait(until: .min)
    }

    @Test func `a hang-up is something to read`() throws {
        var ends: [Int32] = [0, 0]
        try #require(makePipe(&ends))
        let reading = Descriptor(owning: ends[0])
        try Descriptor(owning: ends[1]).close()
        var loop = EventLoop()
        let source = loop.add(reading.rawValue)
        try loop.wait(until: nil)
        let sourceReady = loop.isReady(source)
        #expect(sourceReady)
    }
}
