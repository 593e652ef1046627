import Packets
import Promiscuity
import Testing

@testable import Reports

/// What is drawn of a capture: steps, bars, rates, the kernel's log.
@Suite struct CourseTests {
    /// Ten seconds: ours from 1 on; tcpdump from 2.596 to 5.596; a bridge was there before.
    static var run: InterfaceReport {
        let other = socket("tcpdump", cookie: 5)
        var run = interface(
            before: state([bridge]), during: state([bridge, ours], time: 1), after: state([bridge], time: 9),
            timeline: [
                change(2, 3, 1, joined: [other]), change(5, 2, -1, left: [other]),
            ])
        run.kernelLog = KernelLogReport(lines: [
            KernelLogLine(time: moment(1), interface: "eth0", entered: true, text: "eth0: entered promiscuous mode"),
            KernelLogLine(time: moment(9), interface: "eth0", entered: false, text: "eth0: left promiscuous mode"),
        ])
        run.rates = PacketRates(started: moment(0), captured: [10, 40, 0, 20], dropped: [0, 0, 3, 0])
        return run
    }

    static let second: Int64 = 1_000_000_000

    @Test func `steps and bars`() throws {
        let course = Course(Self.run, started: moment(0), ended: moment(10))
        #expect(course.length == 10 * Self.second)
        #expect(course.steps.map(\.promiscuity) == [1, 2, 3, 2, 1])
        #expect(course.bars.map(\.holder.kind) == [.bridgePort, .packetSocket, .packetSocket])
        let (held, own, other) = (course.bars[0], course.bars[1], course.bars[2])
        #expect(
            held.wasBefore && held.isAfter && held.spans == [Course.Span(from: 1, to: 10 * Self.second, references: 1)])
        #expect(own.holder.own && !own.wasBefore && !own.isAfter)
        #expect(own.spans == [Course.Span(from: Self.second + 1, to: 9 * Self.second + 1, references: 1)])
        #expect(other.spans.map(\.from) == [2_596_000_000] && other.spans.map(\.to) == [5_596_000_000])
        #expect(course.highest(10) == [1, 2, 3, 3, 3, 3, 2, 2, 2, 2])
    }

    /// As a capture writes it: the timeline has this capture's own joining too, a moment after the state that shows it.
    @Test func `a coming that a state and the timeline show is one`() throws {
        var run = Self.run
        run.timeline =
            [change(1, 2, 1, joined: [ours], cause: .phase)] + run.timeline + [change(8, 1, -1, left: [ours])]
        let course = Course(run, started: moment(0), ended: moment(10))
        #expect(course.bars[1].spans.map(\.references) == [1])
        #expect(course.bars[1].spans[0].to == 8_596_000_000)
    }

    /// Times and numbers of a report from outside may be anything.
    @Test(arguments: [
        (Int64.min, Int64.max), (Int64.max, Int64.min), (0, 0), (5, -5), (Int64.max, Int64.max), (-62_135_596_800, 0),
    ]) func `any times`(_ from: Int64, _ to: Int64) {
        var run = Self.run
        run.before?.time = Timestamp(seconds: from, nanoseconds: Int64.max)
        run.timeline[0].time = Timestamp(seconds: to, nanoseconds: Int64.min)
        run.timeline[1].promiscuity = UInt32.max
        run.rates = PacketRates(
            started: Timestamp(seconds: to, nanoseconds: 0), interval: Int64.max, captured: [UInt64.max, 1],
            dropped: [UInt64.max, 0])
        run.kernelLog?.lines[0].time = Timestamp(seconds: from, nanoseconds: -1)
        var all = report(run)
        all.started = Timestamp(seconds: from, nanoseconds: 0)
        all.ended = Timestamp(seconds: to, nanoseconds: 0)
        let course = Course(run, started: all.started, ended: all.ended)
        #expect(course.length > 0)
        for bar in course.bars {
            for span in bar.spans { #expect(span.from >= 0 && span.from <= span.to && span.to <= course.length) }
        }
        #expect(text(all.html()).hasSuffix("</html>\n"))
        #expect(text(all.text(course: true)).utf8.count < 10_000)
    }

    @Test func `holders beyond those that are drawn are counted`() {
        let many = (0..<100).map { socket("p\($0)", cookie: UInt64($0)) }
        let course = Course(
            interface(before: state(many), during: state(many, time: 1)), started: moment(0), ended: moment(10))
        #expect(course.bars.count == Course.shownBars && course.more == 40)
    }

    @Test func `rates keep to their places`() {
        var rates = PacketRates(started: moment(0))
        for second in 1...1000 { rates.note(Int64(second) * 1000 + 20, captured: UInt64(second) * 5, dropped: 0) }
        #expect(rates.captured.count <= PacketRates.places && rates.interval == 16_000)
        #expect(rates.captured.reduce(0, +) == 5000)
        #expect(rates.captured[10] == 80 && rates.peak(rates.captured) == 5)
        // What was counted before a short end does not make the last place high.
        var short = PacketRates(started: moment(0))
        for (time, count) in [(1010, 100), (2020, 200), (2300, 230)] {
            short.note(Int64(time), captured: UInt64(count), dropped: 0)
        }
        #expect(short.captured == [100, 100, 30])
        short.note(1 << 62, captured: UInt64.max, dropped: UInt64.max)
        short.note(-5, captured: 0, dropped: 0)
        #expect(short.captured.count <= PacketRates.places)
    }

    @Test func `the contract has them, and reports of before are read`() throws {
        let whole = report(Self.run)
        let json = text(whole.json())
        let back = try CaptureReport(json: Array(json.utf8)).interfaces[0]
        #expect(back.kernelLog == Self.run.kernelLog && back.rates == Self.run.rates && back.rates != nil)
        #expect(json.contains("\"certainty\": \"inferred\","))
        // What a version before this one wrote has neither key.
        var old: [Substring] = []
        var skips = false
        for line in json.split(separator: "\n") {
            if line.hasPrefix("      \"kernel_log\"") { skips = true }
            if line.hasPrefix("      \"verdict\"") { skips = false }
            if !skips { old.append(line) }
        }
        let read = try CaptureReport(json: Array(old.joined(separator: "\n").utf8))
        #expect(read.interfaces[0].kernelLog == nil && read.interfaces[0].rates == nil)
        #expect(text(read.html()).contains("not looked at"))
    }

    @Test func `the terminal's report draws it`() {
        let lines = text(report(Self.run).text(course: true)).split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count <= 92 })
        let drawn = lines.suffix(8)
        #expect(drawn.first == "From 03:04:05.000 to 03:04:15.000:", "\(lines)")
        #expect(drawn.contains { $0.hasPrefix("  references") && $0.contains("1..3  1111") && $0.contains("33333") })
        #expect(drawn.contains { $0.hasPrefix("  packets a second") && $0.contains(" 0..40  ") })
        #expect(drawn.contains { $0.hasPrefix("  drops a second") && $0.contains(" 0..3  ") })
        #expect(drawn.contains { $0.hasPrefix("  bridge br0 ") && $0.contains("  <====") && $0.hasSuffix("=>") })
        #expect(drawn.contains { $0.hasPrefix("  tcpdump[4711] (root) ") && $0.contains(" ====") })
        let log = lines.first { $0.contains("The kernel's log on eth0: entered promiscuous mode 03:04:06.000,") }
        #expect(log != nil, "\(lines)")
    }

    @Test func `a log that could not be read is said in each form`() {
        var run = promiscuousRun
        run.kernelLog = KernelLogReport(error: "open /dev/kmsg: Operation not permitted")
        let all = report(run)
        #expect(
            text(all.text()).contains("The kernel's log could not be read (open /dev/kmsg: Operation not permitted)."))
        #expect(text(all.html()).contains("It could not be read: open /dev/kmsg: Operation not permitted."))
        #expect(text(all.json()).contains("\"error\": \"open /dev/kmsg: Operation not permitted\""))
    }
}
