import Dissection
import Packets
import Glibc
import Syscalls
import Testing

@testable import SwiftCap

/// Names that come at once, late, or never.
@Suite struct HostResolverTests {
    /// A resolver's far end that answers when the test lets it.
    final class Server: @unchecked Sendable {
        private let lock = Lock()
        private var isOpen = false
        private(set) var asked = 0

        func answer(_ name: String?) -> String? {
            lock.locked {
                asked += 1
                while !isOpen { lock.wait() }
                return name
            }
        }

        func open() {
            lock.locked {
                isOpen = true
                lock.wakeAll()
            }
        }

        var questions: Int { lock.locked { asked } }
    }

    private let impatient = HostResolver.Patience(perName: 0, budget: 0, income: 0, paysOnlyForNothing: false)
    private let patient = HostResolver.Patience(
        perName: 60_000_000_000, budget: 60_000_000_000, income: 0, paysOnlyForNothing: true)

    private func host(_ number: UInt32) -> HostAddress { HostAddress(ipv4: 0xC000_0200 + number) }

    /// Asks until the answer is there: that it comes is the test, not when.
    private func ask(_ resolver: HostResolver, _ address: HostAddress) -> HostName {
        while true {
            let name = resolver.name(address)
            if name != .later { return name }
            usleep(1000)
        }
    }

    @Test func `an answer that comes in time is used at once`() {
        let resolver = HostResolver(patient) { $0 == HostAddress(ipv4: 0xC000_0201) ? "one.example" : nil }
        #expect(resolver.name(host(1)) == .known("one.example"))
        #expect(resolver.name(host(2)) == .unknown)
    }

    @Test func `a late answer serves later packets`() {
        let server = Server()
        let resolver = HostResolver(impatient) { _ in server.answer("late.example") }
        #expect(resolver.name(host(1)) == .later)
        #expect(resolver.name(host(1)) == .later)
        server.open()
        #expect(ask(resolver, host(1)) == .known("late.example"))
    }

    @Test func `a resolver that never answers gets few questions, and they end`() {
        let server = Server()
        let resolver = HostResolver(impatient) { _ in server.answer(nil) }
        for number: UInt32 in 0..<100_000 { #expect(resolver.name(host(number)) == .later) }
        // Four threads have one question each; the rest waits in a queue that is bounded.
        #expect(server.questions <= 4)
        server.open()
        // What found no room is asked for again.
        #expect(ask(resolver, host(99_999)) == .unknown)
    }
}
