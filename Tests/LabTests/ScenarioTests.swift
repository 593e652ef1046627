import Lab
import Testing

/// The scenarios as data: whole, and true to the rules of promiscuity. What a real kernel makes of them is in the live tests.
@Suite struct ScenarioTests {
    @Test(arguments: Scenarios.all.map(\.name))
    func `a kernel that keeps the rules is as expected`(_ name: String) throws {
        let scenario = try #require(Scenarios.named(name))
        var numbers: [Int] = []
        let (met, all) = try Rehearsal.play(scenario, on: ScriptedKernel()) { outcome in
            numbers.append(outcome.number)
            for finding in outcome.findings where !finding.isAsExpected {
                Issue.record("\(name) \(outcome.number): \(finding)")
            }
        }
        #expect(met == all)
        #expect(all == scenario.steps.reduce(0) { $0 + $1.checks.count })
        #expect(numbers == Array(1...scenario.steps.count))
    }

    /// Which scenarios notice which broken rule.
    private static let noticed: [(ScriptedKernel.Flaw, [String])] = [
        (.switchCounts, ["switch"]), (.switchOffEndsCaptures, ["switch"]), (.captureShowsInGflags, ["capture"]),
        (.flagsStay, ["capture", "switch", "parallel"]), (.silentJoin, ["capture", "parallel"]),
        (.killedCapturesStay, ["kill"]), (.anyHolds, ["any"]), (.equalRequestsCount, ["join-twice"]),
        (.drainedDropFails, ["join-twice"]), (.lengthsAreEqual, ["join-twice"]), (.bridgeForgetsPorts, ["bridge"]),
        (.portsNeedTheBridgeUp, ["bridge"]), (.modestHearsAll, ["bridge"]), (.curiousHearsNothing, ["bridge"]),
        (.macvlanIsAnnounced, ["macvlan"]), (.everyMacvlanCounts, ["macvlan"]), (.moveKeepsMemberships, ["move"]),
        (.moveTakesTheSwitch, ["move"]), (.copiesCount, ["sockets"]), (.firstCloseReleases, ["sockets"]),
        (.boundDeviceIsHeld, ["sockets"]), (.unicastIsAnnounced, ["kinds"]), (.allMulticastHolds, ["kinds"]),
        (.flagsAreOnlyRead, ["restore"]), (.cableFilters, ["cable"]), (.macvlanHearsAll, ["cable"]),
        (.passthruIsSilent, ["passthru"]), (.passthruPassesDown, ["passthru"]), (.downReleases, ["follow"]),
        (.nameIsWhatCounts, ["follow"]),
    ]

    @Test(arguments: noticed)
    func `a kernel that breaks a rule is noticed`(_ flaw: ScriptedKernel.Flaw, by names: [String]) throws {
        for name in names {
            let scenario = try #require(Scenarios.named(name))
            let (met, all) = try Rehearsal.play(scenario, on: ScriptedKernel(flaw)) { _ in }
            #expect(met < all, "\(name) does not notice \(flaw)")
        }
    }

    @Test func `every flaw is in the table`() {
        let tried = Set(ScenarioTests.noticed.map(\.0)).union([.none])
        #expect(tried == Set(ScriptedKernel.Flaw.allCases))
        #expect(Set(ScenarioTests.noticed.flatMap(\.1)) == Set(Scenarios.all.map(\.name)))
    }

    @Test func `every name is there once`() {
        let names = Scenarios.all.map(\.name)
        #expect(Set(names).count == names.count)
        let wanted = ["capture", "switch", "parallel", "kill", "bridge", "macvlan", "join-twice", "move", "any"]
        for name in wanted { #expect(names.contains(name)) }
        #expect(Scenarios.named("nothing") == nil)
        #expect(!names.contains("all"))
    }

    @Test func `every step says what it does, expects something, and explains itself`() {
        for scenario in Scenarios.all {
            for (place, step) in scenario.steps.enumerated() {
                #expect(!step.actions.isEmpty && !step.checks.isEmpty, "\(scenario.name) \(place + 1)")
                #expect(step.title.hasSuffix("."))
                #expect(!step.reason.isEmpty && !step.path.isEmpty, "\(scenario.name) \(place + 1)")
                let texts = [step.title, step.reason] + step.path + step.actions.map(\.words)
                #expect(texts.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } })
            }
        }
    }

    @Test(
        arguments: [
            ("lab0", nil, "lab0"), ("away/lab0", "away", "lab0"), ("a/b/c", "a", "b/c"),
        ] as [(String, String?, String)])
    func places(_ text: String, namespace: String?, device: String) {
        let place = Place(stringLiteral: text)
        #expect(place.namespace == namespace && place.device == device)
        #expect(place.description == text)
    }

    /// As ip(8) shows the same `ifi_flags`.
    @Test(
        arguments: [
            (0x1_1043, "<BROADCAST,MULTICAST,UP,LOWER_UP>"), (0x1_1143, "<BROADCAST,MULTICAST,PROMISC,UP,LOWER_UP>"),
            (0x1003, "<NO-CARRIER,BROADCAST,MULTICAST,UP>"), (0x1002, "<BROADCAST,MULTICAST>"),
            (0x1_0049, "<LOOPBACK,UP,LOWER_UP>"), (0x1_1243, "<BROADCAST,MULTICAST,ALLMULTI,UP,LOWER_UP>"), (0, "<>"),
        ] as [(UInt32, String)])
    func flags(_ flags: UInt32, shown: String) {
        #expect(LinkReading(promiscuity: 0, flagsPromisc: nil, interfaceFlags: flags).shownByIPLink == shown)
    }

    @Test func `what cannot be read contradicts nothing, what is unknown does`() {
        let check = Check.held("lab0", 1)
        func finding(_ promiscuity: UInt32?, _ flags: Bool?, _ bits: UInt32) -> Bool {
            let reading = LinkReading(promiscuity: promiscuity, flagsPromisc: flags, interfaceFlags: bits)
            return Finding(check: check, seen: .link(reading)).isAsExpected
        }
        #expect(finding(1, true, 0))
        #expect(finding(1, nil, 0))
        #expect(!finding(nil, true, 0))
        #expect(!finding(2, true, 0))
        #expect(!finding(1, false, 0))
        #expect(!finding(1, true, 0x100))
        #expect(!Finding(check: check, seen: .count(1)).isAsExpected)
        #expect(!Finding(check: .frames(capture: "c", 5), seen: .count(nil)).isAsExpected)
        #expect(Finding(check: .announced("lab0", 5), seen: .count(nil)).isAsExpected)
        #expect(!Finding(check: .accepted(true), seen: .truth(false)).isAsExpected)
    }

    /// A stage that fails stops the scenario: later steps would show nothing true.
    @Test func `an error ends the scenario`() throws {
        let scenario = Scenario(
            "s", "s", [Step("One.", [.veth("a", "b")], expect: [.quiet("a")]), Step("Two.", [], expect: [.quiet("c")])])
        var seen = 0
        #expect(throws: StageError("no device c")) {
            _ = try Rehearsal.play(scenario, on: ScriptedKernel()) { _ in seen += 1 }
        }
        #expect(seen == 1)
    }
}
