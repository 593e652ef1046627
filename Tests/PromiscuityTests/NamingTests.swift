import Packets
import Syscalls
import TestSupport
import Testing

@testable import Promiscuity

/// The messages between a capture and the process that names holders: each side reads them as bytes from the wire.
@Suite struct NamingTests {
    static let sockets = [
        PacketSocket(inode: 7, cookie: 1 << 40 | 9, userID: 0, memberships: []),
        PacketSocket(inode: .max, cookie: .max, userID: nil, memberships: []),
    ]
    static let processes = [
        HolderProcess(pid: 1, command: "a b", user: "root", arguments: ["a", "", "\u{1b}[2J"]),
        HolderProcess(pid: .max, command: "", user: "", arguments: [], isConfirmed: false),
    ]

    @Test(arguments: [NamingMessage.Kind.alive, .locate], [true, false])
    func `a question comes out as it went in`(_ kind: NamingMessage.Kind, again: Bool) {
        let request = NamingMessage.Request(kind: kind, again: again, books: 513, sockets: Self.sockets)
        let bytes = NamingMessage.bytes(request)
        #expect(unsafe NamingMessage.request(bytes.span.bytes) == request)
        for length in 0..<bytes.count where (length - 4) % 20 != 0 || length < 4 {
            #expect(unsafe NamingMessage.request(bytes.span.bytes.upTo(length)) == nil)
        }
    }

    @Test func `an answer comes out as it went in, and nothing that was cut or goes on is one`() {
        let answer = NamingMessage.Answer(user: "nobody", processes: Self.processes)
        let bytes = NamingMessage.bytes(answer)
        #expect(unsafe NamingMessage.answer(bytes.span.bytes) == answer)
        for length in 0..<bytes.count { #expect(unsafe NamingMessage.answer(bytes.span.bytes.upTo(length)) == nil) }
        let longer = bytes + [0]
        #expect(unsafe NamingMessage.answer(longer.span.bytes) == nil)
    }

    @Test func `an answer has as many processes as a message takes`() {
        let long = HolderProcess(
            pid: 2, command: "c", user: "u",
            arguments: [String](repeating: String(repeating: "x", count: 5000), count: 9))
        let bytes = NamingMessage.bytes(
            NamingMessage.Answer(user: "u", processes: [HolderProcess](repeating: long, count: 300)))
        #expect(bytes.count <= NamingMessage.longest)
        let answer = unsafe NamingMessage.answer(bytes.span.bytes)
        #expect(
            answer?.processes.count == 1 && answer?.processes[0].arguments.allSatisfy { $0.utf8.count == 4096 } == true)
    }

    @Test func `bytes at random are answered or refused, and nothing else`() {
        var random = SeededGenerator(seed: 15)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<120, using: &random)).map { _ in UInt8.random(in: 0...5, using: &random)
            }
            _ = unsafe NamingMessage.request(bytes.span.bytes)
            _ = unsafe NamingMessage.answer(bytes.span.bytes)
        }
    }
}
