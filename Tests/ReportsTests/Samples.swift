import Packets
import Promiscuity
import Reports
import Syscalls
import SystemPackage

/// Seconds after 2026-01-02T03:04:05Z.
func moment(_ seconds: Int64, _ nanoseconds: Int64 = 0) -> Timestamp {
    Timestamp(seconds: 1_767_323_045 + seconds, nanoseconds: nanoseconds)
}

func socket(
    _ command: String?, pid: Int32 = 4711, user: String = "root", references: Int = 1, own: Bool = false,
    cookie: UInt64 = 17, also: Int = 0
) -> Holder {
    let processes = (0...also).map {
        HolderProcess(
            pid: pid + Int32($0), command: command ?? "", user: user, arguments: [command ?? "", "-i", "eth0"])
    }
    return Holder(
        kind: .packetSocket, references: references, certainty: .exact,
        evidence: "packet_diag membership, inode \(39_600 + cookie)", own: own, inode: UInt32(39_600 + cookie),
        cookie: cookie, userID: 0, processes: command == nil ? [] : processes)
}

let ours = socket("swiftcap", pid: 100, own: true, cookie: 1)
let bridge = Holder(
    kind: .bridgePort, references: 1, certainty: .exact, evidence: "port of br0", device: "br0", deviceIndex: 9)
let ipLink = Holder(kind: .ipLink, references: 1, certainty: .exact, evidence: "gflags")
let secondAddress = Holder(
    kind: .unicastFilter, references: 1, certainty: .inferred, evidence: "second unicast address (macvlan mv1)",
    device: "mv1")

/// A state whose count is what its holders hold, unless told otherwise.
func state(
    _ holders: [Holder] = [], count: Int? = nil, known: Bool = true, consistent: Bool = true, time: Int64 = 0
) -> StateReport {
    var link = LinkState(index: 4, name: "eth0")
    let sum = count ?? holders.reduce(0) { $0 + $1.references }
    link.promiscuity = known ? UInt32(sum) : nil
    link.gflagsPromisc = holders.contains { $0.kind == .ipLink }
    link.flagsPromisc = known ? sum > 0 : nil
    link.allmulti = 0
    return StateReport(Sample(time: moment(time, 1), link: link, holders: holders, consistent: consistent))
}

/// A state that could not be read.
let unread = StateReport(
    ReadFault(time: moment(9), error: .system(SystemError("send", .noBufferSpace, "AF_NETLINK"))))

func interface(
    _ name: String = "eth0", index: Int32 = 4, promiscuous: Bool = true, before: StateReport? = state(),
    during: StateReport?, after: StateReport? = state(time: 9), timeline: [Change] = [], missed: Int = 0,
    taken: Int? = nil, returned: Int?? = .none, foreign: UInt64? = 33, captured: UInt64 = 200,
    failed: FailedLooks = FailedLooks(), unfinished: Bool = false
) -> InterfaceReport {
    let isUnread = [before, during, after].contains { $0?.error != nil }
    let own = taken ?? (during?.error == nil ? during?.ownReferences ?? 0 : nil)
    let total = Int(during?.promiscuity ?? 0)
    let back = returned ?? (after?.error == nil ? own : nil)
    let verdict = BooksVerdict(
        ownTaken: own, ownReturned: back, promiscuousWithoutUs: own.map { total > $0 }, isComplete: !isUnread)
    var report = InterfaceReport(
        name: name, index: index, networkNamespace: 4_026_531_840, kind: "veth", address: [2, 0, 0, 0, 0, 1],
        linkType: "EN10MB", promiscuousRequested: promiscuous, filter: nil,
        packets: PacketCounts(captured: captured, receivedByFilter: captured + 4, foreignUnicast: foreign),
        before: before, during: during, after: after, timeline: timeline, missedChanges: missed, failed: failed,
        verdict: unfinished ? verdict.unfinished : verdict)
    report.summary = report.sentence
    return report
}

func report(_ interfaces: InterfaceReport..., stop: CaptureReport.StopReason = .packetCount, length: Int64 = 10)
    -> CaptureReport
{
    CaptureReport(
        version: "1.0", kernel: "6.18.0", libpcap: "libpcap version 1.10.3 (with TPACKET_V3)", host: "lab",
        arguments: ["-i", "eth0", "-c", "200"], started: moment(0), ended: moment(length), stopReason: stop,
        interfaces: interfaces)
}

func change(
    _ seconds: Int64, _ promiscuity: UInt32?, _ delta: Int, joined: [Holder] = [], left: [Holder] = [],
    cause: Change.Cause = .notification, event: Change.Event? = nil, name: String = "eth0"
) -> Change {
    Change(
        time: moment(seconds, 596_000_000), interface: name, index: 4, networkNamespace: 4_026_531_840, cause: cause,
        promiscuity: promiscuity, delta: delta, gflagsPromisc: false, flagsPromisc: promiscuity.map { $0 > 0 },
        joined: joined, left: left, residual: 0, event: event)
}

let promiscuousRun = interface(during: state([ours], time: 1))
let plainRun = interface(promiscuous: false, during: state(time: 1), foreign: 0, captured: 171)

/// Looks between the states that failed, as the books count them.
let threeFailures = FailedLooks(
    count: 3, last: ReadFault(time: moment(5), error: .system(SystemError("send", .noBufferSpace, "AF_NETLINK"))))
