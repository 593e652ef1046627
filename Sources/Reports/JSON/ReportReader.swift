import Packets
import Promiscuity

// Reading the contract back. Keys that are not known are ignored, words that are not known stand for the least that
// they can mean: a later version may say more, but never something else.

extension CaptureReport {
    /// The most bytes that a report file may have.
    public static let maximumFileSize = JSONParser.maximumBytes

    /// Reads a report from the text of a file.
    public init(json bytes: [UInt8]) throws(ReportError) {
        try self.init(JSONParser.parse(bytes))
    }

    init(_ value: JSONValue) throws(ReportError) {
        guard case .string(let schema)? = value["schema"] else { throw .notAReport }
        try CaptureReport.check(schema)
        let fields = try JSONFields(value)
        self.init(
            version: try fields.string("version"), kernel: try fields.string("kernel"),
            libpcap: try fields.string("libpcap"), host: try fields.string("host"),
            arguments: try fields.strings("arguments"), started: try fields.time("started"),
            ended: try fields.time("ended"),
            stopReason: StopReason(rawValue: try fields.string("stop_reason")) ?? .error,
            interfaces: try fields.objects("interfaces") { fields throws(ReportError) in
                try InterfaceReport(fields)
            })
    }

    private static func check(_ schema: String) throws(ReportError) {
        if schema == CaptureReport.schema { return }
        guard schema.hasPrefix("swiftcap.") else { throw .notAReport }
        guard schema.hasPrefix("swiftcap.report/") else { throw .otherObject(schema: schema) }
        throw .newer(schema: schema)
    }
}

extension InterfaceReport {
    init(_ fields: JSONFields) throws(ReportError) {
        name = try fields.string("name")
        index = try fields.optionalInteger("index") ?? 0
        networkNamespace = try fields.optionalInteger("network_namespace") ?? 0
        kind = try fields.optionalString("kind")
        let text = try fields.optionalString("address")
        guard let octets = text.map({ [UInt8](colonSeparated: $0) }) ?? [] else { throw .field("address") }
        address = octets
        linkType = try fields.string("link_type")
        promiscuousRequested = try fields.bool("promiscuous_requested")
        // Reports of before there were several have no such key.
        sockets = try fields.optionalInteger("sockets") ?? 1
        filter = try fields.optionalString("filter")
        packets = try PacketCounts(fields.object("packets"))
        before = try fields.optionalObject("before").map { fields throws(ReportError) in try StateReport(fields) }
        during = try fields.optionalObject("during").map { fields throws(ReportError) in try StateReport(fields) }
        after = try fields.optionalObject("after").map { fields throws(ReportError) in try StateReport(fields) }
        timeline = try fields.objects("timeline") { fields throws(ReportError) in try Change(fields) }
        missedChanges = try fields.integer("missed_changes")
        // Reports of before looks could fail have no such keys.
        failedReads = try fields.optionalInteger("failed_reads") ?? 0
        readError = try fields.optionalString("read_error")
        // Nor have reports of before they were added these.
        kernelLog = try fields.optionalObject("kernel_log").map { fields throws(ReportError) in
            try KernelLogReport(fields)
        }
        rates = try fields.optionalObject("rates").map { fields throws(ReportError) in try PacketRates(fields) }
        verdict = try BooksVerdict(fields.object("verdict"))
        summary = try fields.object("verdict").string("summary")
        let word = try fields.object("verdict").optionalString("status")
        verdict.status = status(word)
    }

    /// What the verdict's word says, unless the figures say worse. Reports of before there was a word have only the figures.
    private func status(_ word: String?) -> BooksVerdict.Status {
        let isUnfinished = word.map { $0 == "unfinished" } ?? (during != nil && after == nil && departure == nil)
        if isUnfinished { return .unfinished }
        if verdict.status == .unbalanced || word == "unbalanced" { return .unbalanced }
        if verdict.status == .unknown || !unread.isEmpty { return .unknown }
        return word == nil || word == "balanced" ? .balanced : .unknown
    }
}

extension KernelLogReport {
    init(_ fields: JSONFields) throws(ReportError) {
        self.init(
            lines: try fields.objects("lines") { fields throws(ReportError) in
                KernelLogLine(
                    time: try fields.time("time"), interface: try fields.string("interface"),
                    entered: try fields.string("event") == "entered", text: try fields.string("text"))
            },
            missed: try fields.optionalInteger("missed") ?? 0, error: try fields.optionalString("error"))
    }
}

extension PacketRates {
    init(_ fields: JSONFields) throws(ReportError) {
        self.init(
            started: try fields.time("started"), interval: try fields.integer("interval_milliseconds"),
            captured: try fields.integers("captured"), dropped: try fields.integers("dropped"))
    }
}

extension PacketCounts {
    init(_ fields: JSONFields) throws(ReportError) {
        self.init(
            captured: try fields.integer("captured"), receivedByFilter: try fields.integer("received_by_filter"),
            droppedByKernel: try fields.integer("dropped_by_kernel"),
            droppedByInterface: try fields.integer("dropped_by_interface"),
            foreignUnicast: try fields.optionalInteger("foreign_unicast"))
    }
}

extension BooksVerdict {
    /// With the status that the figures have by themselves.
    init(_ fields: JSONFields) throws(ReportError) {
        let taken: Int? = try fields.optionalInteger("own_taken")
        let returned: Int? = try fields.optionalInteger("own_returned")
        let balanced = try fields.optionalBool("balanced")
        var status = Status.unknown
        if let taken, let returned, let balanced { status = balanced && taken == returned ? .balanced : .unbalanced }
        self.init(
            status: status, ownTaken: taken, ownReturned: returned,
            promiscuousWithoutUs: try fields.optionalBool("promiscuous_without_us"))
    }
}

extension StateReport {
    init(_ fields: JSONFields) throws(ReportError) {
        self.init(
            time: try fields.time("time"), promiscuity: try fields.optionalInteger("promiscuity"),
            gflagsPromisc: try fields.optionalBool("gflags_promisc"),
            flagsPromisc: try fields.optionalBool("flags_promisc"), allmulti: try fields.optionalInteger("allmulti"),
            holders: fields.isNull("holders")
                ? [] : try fields.objects("holders") { fields throws(ReportError) in try Holder(fields) },
            ownReferences: try fields.optionalInteger("own_references"),
            residual: try fields.optionalInteger("residual"), consistent: try fields.bool("consistent"),
            error: try fields.optionalString("error"), errno: try fields.optionalInteger("errno"))
    }
}

extension Change {
    init(_ fields: JSONFields) throws(ReportError) {
        self.init(
            time: try fields.time("time"), interface: try fields.string("interface"),
            index: try fields.integer("index"),
            networkNamespace: try fields.optionalInteger("network_namespace") ?? 0,
            cause: Cause(rawValue: try fields.string("cause")) ?? .poll,
            promiscuity: try fields.optionalInteger("promiscuity"), delta: try fields.integer("delta"),
            gflagsPromisc: try fields.optionalBool("gflags_promisc"),
            flagsPromisc: try fields.optionalBool("flags_promisc"),
            joined: try fields.objects("joined") { fields throws(ReportError) in try Holder(fields) },
            left: try fields.objects("left") { fields throws(ReportError) in try Holder(fields) },
            residual: try fields.integer("residual"),
            event: try fields.optionalString("event").flatMap { Event(rawValue: $0) })
    }
}

extension Holder {
    init(_ fields: JSONFields) throws(ReportError) {
        self.init(
            kind: Kind(rawValue: try fields.string("kind")) ?? .unknown, references: try fields.integer("references"),
            certainty: Certainty(rawValue: try fields.string("certainty")) ?? .inferred,
            evidence: try fields.string("evidence"), own: try fields.bool("own"),
            inode: try fields.optionalInteger("inode"), cookie: try fields.optionalInteger("cookie"),
            device: try fields.optionalString("device"),
            processes: try fields.objects("processes") { fields throws(ReportError) in try HolderProcess(fields) })
    }
}

extension HolderProcess {
    init(_ fields: JSONFields) throws(ReportError) {
        self.init(
            pid: try fields.integer("pid"), command: try fields.string("command"), user: try fields.string("user"),
            arguments: try fields.strings("arguments"), isConfirmed: try fields.optionalBool("confirmed") ?? true)
    }
}
