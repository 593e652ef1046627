import Packets
import Promiscuity

/// What one run of a capture did and found: the contract `swiftcap.report/1`. Plain values; renderers make text or JSON
/// of them.
public struct CaptureReport: Equatable, Sendable {
    /// Why a capture ended.
    public enum StopReason: String, CaseIterable, Sendable {
        case packetCount = "packet_count"
        case duration
        case size
        case signal
        case interfaceGone = "interface_gone"
        /// The capture goes on: a file of it was closed, and this is what it carries.
        case nextFile = "next_file"
        case error
    }

    public static let schema = "swiftcap.report/1"

    /// Of the program that wrote the report.
    public var version: String
    /// `uname -r`.
    public var kernel: String
    /// What `pcap_lib_version` says.
    public var libpcap: String
    public var host: String
    /// The command line, without the program's name.
    public var arguments: [String]
    public var started: Timestamp
    public var ended: Timestamp
    public var stopReason: StopReason
    public var interfaces: [InterfaceReport]

    public init(
        version: String, kernel: String, libpcap: String, host: String, arguments: [String], started: Timestamp,
        ended: Timestamp, stopReason: StopReason, interfaces: [InterfaceReport]
    ) {
        self.version = version
        self.kernel = kernel
        self.libpcap = libpcap
        self.host = host
        self.arguments = arguments
        self.started = started
        self.ended = ended
        self.stopReason = stopReason
        self.interfaces = interfaces
    }
}

/// One interface of a capture: its packets and its books.
public struct InterfaceReport: Equatable, Sendable {
    public var name: String
    /// 0 for the device "any", which is none.
    public var index: Int32
    /// Inode of the network namespace.
    public var networkNamespace: UInt64
    /// "veth", "bridge", ...; nil for hardware.
    public var kind: String?
    /// The link-layer address; empty where there is none.
    public var address: [UInt8]
    /// libpcap's name of the link type: "EN10MB".
    public var linkType: String
    /// False with `-p`.
    public var promiscuousRequested: Bool
    /// Packet sockets that shared the interface's packets, each with a membership of its own.
    public var sockets: Int
    public var filter: String?
    public var packets: PacketCounts
    /// The books before activation, right after it, and after the capture was closed. Nil where they could not be read.
    public var before: StateReport?
    public var during: StateReport?
    public var after: StateReport?
    public var timeline: [Change]
    /// How often changes were or may have been missed.
    public var missedChanges: Int
    /// How often the kernel could not be read between the states, and why the last time.
    public var failedReads: Int
    public var readError: String?
    /// Lines of the kernel's log about the interface. Nil where it was not looked at.
    public var kernelLog: KernelLogReport?
    /// Packets over the time of the capture. Nil where they were not counted so.
    public var rates: PacketRates?
    /// What the capture's own membership came to.
    public var verdict: BooksVerdict
    /// The verdict in a sentence: `sentence`, once the report is whole, or what the file says that it was read from.
    public var summary: String

    /// - Parameter failed: looks at the kernel that failed between the states.
    public init(
        name: String, index: Int32, networkNamespace: UInt64, kind: String?, address: [UInt8], linkType: String,
        promiscuousRequested: Bool, sockets: Int = 1, filter: String?, packets: PacketCounts, before: StateReport?,
        during: StateReport?, after: StateReport?, timeline: [Change], missedChanges: Int,
        failed: FailedLooks = FailedLooks(), verdict: BooksVerdict, summary: String = ""
    ) {
        self.name = name
        self.index = index
        self.networkNamespace = networkNamespace
        self.kind = kind
        self.address = address
        self.linkType = linkType
        self.promiscuousRequested = promiscuousRequested
        self.sockets = sockets
        self.filter = filter
        self.packets = packets
        self.before = before
        self.during = during
        self.after = after
        self.timeline = timeline
        self.missedChanges = missedChanges
        failedReads = failed.count
        readError = failed.last?.error.description
        self.verdict = verdict
        self.summary = summary
    }
}

/// Packets of one interface.
public struct PacketCounts: Equatable, Sendable {
    /// Handed to the program.
    public var captured: UInt64
    /// `ps_recv`, `ps_drop` and `ps_ifdrop` of pcap_stats(3).
    public var receivedByFilter: UInt64
    public var droppedByKernel: UInt64
    public var droppedByInterface: UInt64
    /// Unicast frames to an address that is not the interface's own. Nil on link types without addresses.
    public var foreignUnicast: UInt64?

    public init(
        captured: UInt64 = 0, receivedByFilter: UInt64 = 0, droppedByKernel: UInt64 = 0, droppedByInterface: UInt64 = 0,
        foreignUnicast: UInt64? = nil
    ) {
        self.captured = captured
        self.receivedByFilter = receivedByFilter
        self.droppedByKernel = droppedByKernel
        self.droppedByInterface = droppedByInterface
        self.foreignUnicast = foreignUnicast
    }
}

extension CaptureReport {
    /// Exit status of a command that shows it: 2 when a reference was not given back, 3 when it is not known whether all
    /// were, 0 otherwise.
    public var exitStatus: Int32 {
        let statuses = interfaces.map(\.verdict.status)
        if statuses.contains(.unbalanced) { return 2 }
        return statuses.contains(.unknown) ? 3 : 0
    }
}
