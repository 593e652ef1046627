import Packets
import Syscalls
import SystemPackage
import Testing

@testable import Promiscuity

/// Requests and answers over one socket: what ends an answer, and everything that can go wrong with one.
@Suite struct NetlinkChannelTests {
    /// Asks with scripted answers; returns the types that were handed out, and whether the answer was whole.
    private static func ask(
        _ request: NetlinkRequest, _ answers: [ScriptedTransport.Answer]
    ) throws(KernelError) -> (types: [UInt16], whole: Bool) {
        let channel = NetlinkChannel(ScriptedTransport(answers))
        var types: [UInt16] = []
        let whole = try channel.ask(request) { types.append($0.type) }
        return (types, whole)
    }

    /// Messages of sequence 1, the first that a channel uses.
    private static func answer(_ type: UInt16, flags: UInt16 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        message(type: type, flags: flags, sequence: 1, payload)
    }

    private static let done = answer(NetlinkType.done, flags: 2, [0, 0, 0, 0])
    private static let link = answer(16, flags: 2, [UInt8](repeating: 0, count: 16))

    @Test func `a single message is a whole answer`() throws {
        let result = try Self.ask(.link(index: 1), [.datagram(Self.answer(16, [0, 0, 0, 0]))])
        #expect(result.types == [16])
    }

    @Test func `a dump ends with done`() throws {
        let result = try Self.ask(
            .allLinks(), [.datagram(Self.link + Self.link), .datagram(Self.link), .datagram(Self.done)])
        #expect(result.types == [16, 16, 16])
        #expect(result.whole)
    }

    @Test func `an interrupted dump is said`() throws {
        let interrupted = Self.answer(16, flags: 2 | NetlinkFlags.dumpInterrupted)
        #expect(try !Self.ask(.allLinks(), [.datagram(interrupted + Self.done)]).whole)
        let end = Self.answer(NetlinkType.done, flags: 2 | NetlinkFlags.dumpInterrupted, [0, 0, 0, 0])
        #expect(try !Self.ask(.allLinks(), [.datagram(Self.link), .datagram(end)]).whole)
    }

    @Test func `an acknowledgement is an error of zero`() throws {
        let acknowledgement = Self.answer(NetlinkType.error, [UInt8](repeating: 0, count: 20))
        #expect(try Self.ask(.setFlags(index: 1, flags: 0, change: 0), [.datagram(acknowledgement)]).types == [])
    }

    @Test func `answers to others are skipped`() throws {
        let stale = message(type: 16, sequence: 99, [1, 2, 3, 4])
        let result = try Self.ask(.link(index: 1), [.datagram(stale), .datagram(stale + Self.answer(16))])
        #expect(result.types == [16])
    }

    static let failures: [(name: String, answers: [ScriptedTransport.Answer], error: KernelError)] = [
        // NLMSG_ERROR: -19, ENODEV
        ("refused", [.datagram(answer(NetlinkType.error, bytes("edffffff")))], .refused(Errno(rawValue: 19))),
        // NLMSG_DONE: -1, EPERM: a dump that was cut short
        (
            "cut short", [.datagram(link), .datagram(answer(NetlinkType.done, bytes("ffffffff")))],
            .refused(Errno(rawValue: 1))
        ),
        ("nothing", [], .silent),
        ("an end without an end", [.datagram(link)], .silent),
        ("lying length", [.datagram(bytes("ff000000 1000 0000 01000000 00000000"))], .malformed),
        (
            "larger than the buffer", [.datagram([UInt8](repeating: 0, count: NetlinkChannel.bufferSize + 1))],
            .malformed
        ),
        ("overrun", [.failure(.noBufferSpace)], .system(SystemError("recvfrom", .noBufferSpace))),
        ("NLMSG_OVERRUN", [.datagram(answer(NetlinkType.overrun))], .malformed),
        // The smallest number there is must not trap when it is negated.
        ("extreme error", [.datagram(answer(NetlinkType.error, bytes("00000080")))], .refused(Errno(rawValue: .min))),
    ]

    @Test(arguments: failures.indices) func failure(_ row: Int) {
        let (name, answers, error) = Self.failures[row]
        #expect(throws: error, "\(name)") { _ = try Self.ask(.allLinks(), answers) }
    }

    @Test func `every request has its number`() throws {
        let transport = ScriptedTransport()
        transport.respond = { _ in [.datagram(message(type: 16, []))] }
        let channel = NetlinkChannel(transport)
        for _ in 0..<3 { try channel.ask(.link(index: 1)) { _ in } }
        #expect(transport.requests.map { $0[8] } == [1, 2, 3])
    }
}
