import Lab
import Packets
import Reports
@testable import SwiftCap
import Testing

/// The lab's pages. What they say of a kernel is in the live tests.
@Suite struct LabTextTests {
    private func text(_ buffer: consuming LineBuffer) -> String {
        let bytes = buffer.bytes
        return String(decoding: (0..<bytes.byteCount).map { (try? bytes.u8($0)) ?? 0 }, as: UTF8.self)
    }

    /// A reading that meets a check, or misses it by one.
    private func outcome(_ step: Step, off: UInt32 = 0, log: [String]? = ["lab0: entered promiscuous mode"])
        -> StepOutcome
    {
        let findings = step.checks.map { check -> Finding in
            switch check {
            case .state(_, let promiscuity, let flags, let gflags):
                let bits: UInt32 = 0x1_1043 | (gflags ? 0x100 : 0)
                let reading = LinkReading(promiscuity: promiscuity + off, flagsPromisc: flags, interfaceFlags: bits)
                return Finding(check: check, seen: .link(reading))
            case .announced(_, let count), .frames(_, let count): return Finding(check: check, seen: .count(count))
            case .accepted(let truth): return Finding(check: check, seen: .truth(truth))
            case .gaveUp: return Finding(check: check, seen: .truth(true))
            }
        }
        return StepOutcome(number: 2, step: step, findings: findings, log: log)
    }

    @Test func `a step reads like this`() throws {
        let step = try #require(Scenarios.named("capture")?.steps[1])
        let shown = text(LabText.step(outcome(step), explain: false, .plain))
        #expect(
            shown == """
                2. Capture on lab0, as tcpdump does it by default.
                   as with    first: swiftcap -i lab0
                   lab0       now                     1              yes               no
                              expected                1              yes               no           OK
                              ip link shows     <BROADCAST,MULTICAST,UP,LOWER_UP>
                   lab0       RTM_NEWLINK sent        1          expected 1                         OK
                   kernel log lab0: entered promiscuous mode


                """)
    }

    @Test func `a surprise is marked without colour, and in colour only on top`() throws {
        let step = try #require(Scenarios.named("capture")?.steps[1])
        let plain = text(LabText.step(outcome(step, off: 1), explain: false, .plain))
        #expect(plain.contains("NOT SO") && !plain.contains("\u{1B}"))
        let colored = text(LabText.step(outcome(step, off: 1), explain: false, TextStyle(color: true)))
        #expect(colored.contains("\u{1B}[1;31mNOT SO\u{1B}[0m"))
        #expect(
            text(LabText.result(Scenarios.all[0], met: 8, all: 9, .plain))
                == "!   capture: 1 of 9 expectations came out otherwise.\n\n")
    }

    @Test func `no line is wider than a page`() {
        for scenario in Scenarios.all {
            var pages = [text(LabText.heading(scenario, limits: ["no"], .plain)), text(LabText.list(.plain))]
            for step in scenario.steps { pages.append(text(LabText.step(outcome(step), explain: true, .plain))) }
            for line in pages.joined().split(separator: "\n") { #expect(line.count <= 92, "\(line)") }
        }
    }

    @Test(
        arguments: [
            ([0, 0], 0), ([0, 1, 2], 1), ([0, 2], 2), ([3], 2), ([14], 14), ([2, 14], 14),
        ] as [([Int32], Int32)])
    func `statuses add up`(_ statuses: [Int32], total: Int32) {
        #expect(LabStatus.total(statuses) == total)
    }

    @Test func words() throws {
        let command = try LabCommand.parse(["switch", "kill", "--explain"])
        #expect(command.scenarios == ["switch", "kill"] && command.explain && !command.list)
        #expect(try command.choice() == ["switch", "kill"])
        #expect(try LabCommand.parse([]).choice() == ["capture"])
        #expect(try LabCommand.parse(["kill", "all"]).choice() == Scenarios.all.map(\.name))
        #expect(throws: RunError.self) { try LabCommand.parse(["nothing"]).choice() }
        #expect(throws: (any Error).self) { try LabCommand.parse(["--nothing"]) }
    }
}
