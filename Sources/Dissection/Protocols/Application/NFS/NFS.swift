import Packets

/// The Network File System, versions 2 (RFC 1094) and 3 (RFC 1813), over SunRPC.
///
/// A reply says neither its procedure nor its version: they are remembered of the call. So messages of this protocol have
/// to be printed in order.
enum NFS {
    static var port: UInt16 { 2049 }
    static var version3: UInt32 { 3 }
    /// Bytes of each handle of version 2.
    static var handleLength: Int { 32 }
    private static var procedures: UInt32 { 26 }

    /// A datagram or a record; false when it is neither a call to a server nor a reply of one.
    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ source: UInt16, _ destination: UInt16,
        _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        let header = SunRPC.Header(bytes)
        guard let direction = try? header.direction else { return false }
        if destination == port && direction == SunRPC.call {
            try d.needsOrder()
            d.put("NFS request xid ", try header.transaction, " ")
            try request(&d, bytes, length, ends)
            return true
        }
        if source == port && direction == SunRPC.reply {
            try d.needsOrder()
            d.put("NFS reply xid ", try header.transaction, " ")
            try reply(&d, bytes, length, ends)
            return true
        }
        return false
    }

    /// A record of a stream (RFC 5531 11).
    struct Record: ~Escapable {
        static let headerLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 31 bits of length; the first bit says that it is the last one of its message.
        var mark: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var body: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(4) } }
    }

    /// A segment that begins with a record.
    static func stream(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ source: UInt16, _ destination: UInt16,
        _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        let segment = Record(bytes)
        guard length >= Record.headerLength, let mark = try? segment.mark else { return false }
        let record = Swift.min(Int(mark & 0x7FFF_FFFF), length - Record.headerLength)
        let start = d.out.count
        d.put(": ")
        if try print(&d, segment.body, record, source, destination, ends) { return true }
        d.cut(to: start)
        return false
    }

    /// The procedure in version 3's numbers.
    static func procedure(_ call: RecentCalls.Call) -> UInt32 {
        call.version != version3 && call.procedure < procedures
            ? procedure(ofVersion2: call.procedure) : call.procedure
    }

    // MARK: - Calls

    private static func request(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "nfs"
        d.put(length)
        let header = SunRPC.CallHeader(bytes)
        let call = try RecentCalls.Call(procedure: header.procedure, version: header.version)
        let key = try RecentCalls.Key(client: ends.source, server: ends.destination, identifier: header.transaction)
        d.procedureCalls.add(key, call)
        let procedure = procedure(call)
        d.put(" ")
        d.put(procedureName(procedure), or: "proc-", procedure)
        try arguments(&d, header, procedure, call.version == version3)
    }

    private static func arguments(
        _ d: inout Dissector, _ header: SunRPC.CallHeader, _ procedure: UInt32, _ isVersion3: Bool
    ) throws(Truncation) {
        switch procedure {
        case Procedure.getAttributes, Procedure.setAttributes, Procedure.readLink, Procedure.fileSystemState,
            Procedure.fileSystemInformation, Procedure.pathConfiguration:
            var data = try XDR(header.arguments)
            try handle(&d, &data, isVersion3)
        case Procedure.lookup, Procedure.create, Procedure.makeDirectory, Procedure.remove, Procedure.removeDirectory:
            var data = try XDR(header.arguments)
            _ = try handleAndName(&d, &data, isVersion3)
        case Procedure.access:
            var data = try XDR(header.arguments)
            try handle(&d, &data, isVersion3)
            access(&d, try data.word())
        case Procedure.rename:
            var data = try XDR(header.arguments)
            guard try handleAndName(&d, &data, isVersion3) else { return }
            d.put(" ->")
            _ = try handleAndName(&d, &data, isVersion3)
        case Procedure.link:
            var data = try XDR(header.arguments)
            try handle(&d, &data, isVersion3)
            d.put(" ->")
            _ = try handleAndName(&d, &data, isVersion3)
        case Procedure.symbolicLink, Procedure.makeNode:
            try makes(&d, header, procedure, isVersion3)
        case Procedure.read, Procedure.write, Procedure.readDirectory, Procedure.readDirectoryPlus, Procedure.commit:
            try moves(&d, header, procedure, isVersion3)
        default: break
        }
    }

    /// Procedures that make something with attributes.
    private static func makes(
        _ d: inout Dissector, _ header: SunRPC.CallHeader, _ procedure: UInt32, _ isVersion3: Bool
    ) throws(Truncation) {
        var data = try XDR(header.arguments)
        guard try handleAndName(&d, &data, isVersion3) else { return }
        if procedure == Procedure.symbolicLink {
            d.put(" ->")
            let attributes = isVersion3 ? try SetAttributes(&data) : SetAttributes()
            guard try name(&d, &data) else { return }
            if isVersion3 && d.verbose { attributes.put(&d) }
            return
        }
        let type = try data.word()
        let attributes = try SetAttributes(&data)
        d.put(" ")
        d.put(typeName(type), or: "unk-ft ", type)
        if !d.verbose { return }
        if type == characterDevice || type == blockDevice {
            let (major, minor) = try (data.word(), data.word())
            d.put(" ", major, "/")
            d.put(minor)
        }
        attributes.put(&d)
    }

    private static var blockDevice: UInt32 { 3 }
    private static var characterDevice: UInt32 { 4 }

    /// Procedures that name a place and a number of bytes.
    private static func moves(
        _ d: inout Dissector, _ header: SunRPC.CallHeader, _ procedure: UInt32, _ isVersion3: Bool
    ) throws(Truncation) {
        var data = try XDR(header.arguments)
        try handle(&d, &data, isVersion3)
        switch procedure {
        case Procedure.read where isVersion3:
            let (offset, count) = try (data.hyper(), data.word())
            d.put(" ", count, " bytes @ ")
            d.put(offset)
        case Procedure.write where isVersion3: try write(&d, &data)
        case Procedure.write:
            // Of the whole, and of the part that is here.
            let (begin, offset) = try (data.word(), data.word())
            let (whole, count) = try (data.word(), data.word())
            d.put(" ", count, " (")
            d.put(whole)
            d.put(") bytes @ ", offset, " (")
            d.put(begin)
            d.put(")")
        case Procedure.readDirectory where isVersion3:
            let (cookie, verifier, count) = try (data.hyper(), data.hyper(), data.word())
            // A cookie means nothing but to the server.
            d.put(" ", count, " bytes @ ")
            d.put(Int64(bitPattern: cookie))
            if d.verbose { d.put(" verf ", hex: verifier, 16) }
        case Procedure.readDirectoryPlus:
            let (cookie, verifier, count) = try (data.hyper(), data.hyper(), data.word())
            d.put(" ", count, " bytes @ ")
            d.put(cookie)
            if d.verbose {
                d.put(" max ", try data.word())
                d.put(" verf ", hex: verifier, 16)
            }
        case Procedure.commit:
            let (offset, count) = try (data.hyper(), data.word())
            d.put(" ", count, " bytes @ ")
            d.put(offset)
        default:
            let (offset, count) = try (data.word(), data.word())
            d.put(" ", count, " bytes @ ")
            d.put(offset)
        }
    }

    private static func write(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) {
        let offset = try data.hyper()
        let (count, stable, length) = try (data.word(), data.word(), data.word())
        d.put(" ", length, " (")
        d.put(count)
        d.put(") bytes @ ", offset)
        if d.verbose {
            d.put(" <")
            d.put(stability(stable), or: "#", stable)
            d.put(">")
        }
    }

    private static func access(_ d: inout Dissector, _ rights: UInt32) {
        let all: UInt32 = 0x3F
        if rights & ~all != 0 { return d.put(" NFS_ACCESS_", hex: rights, 8) }
        if rights == all { return d.put(" NFS_ACCESS_FULL") }
        d.put(" ")
        if rights == 0 { return d.put("<none>") }
        d.put(
            flags: rights,
            [
                (0x01, "NFS_ACCESS_READ"), (0x02, "NFS_ACCESS_LOOKUP"), (0x04, "NFS_ACCESS_MODIFY"),
                (0x08, "NFS_ACCESS_EXTEND"), (0x10, "NFS_ACCESS_DELETE"), (0x20, "NFS_ACCESS_EXECUTE"),
            ] as InlineArray<6, (UInt32, StaticString)>, separator: "|")
    }

    // MARK: - Handles and names

    static func handle(_ d: inout Dissector, _ data: inout XDR, _ isVersion3: Bool) throws(Truncation) {
        let length = isVersion3 ? try SunRPC.length(data.word()) : handleLength
        try data.require(length)
        try FileHandle(data.take(length)).put(&d)
        // tcpdump goes on in words.
        data.skip(-(length & 3))
    }

    /// False when nothing can be read behind it.
    private static func handleAndName(
        _ d: inout Dissector, _ data: inout XDR, _ isVersion3: Bool
    ) throws(Truncation) -> Bool {
        try handle(&d, &data, isVersion3)
        d.put(" ")
        return try name(&d, &data)
    }

    static func name(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) -> Bool {
        let length = try data.word()
        // So long that it cannot be filled up to words in 32 bits.
        if length > UInt32.max - 3 {
            d.put("[cannot pad to 32-bit boundaries]")
            d.markInvalid()
            throw Truncation(offset: data.offset, need: Int(length), have: 0)
        }
        let filled = (Int(length) + 3) & ~3
        try data.require(filled)
        d.put("\"")
        d.put(text: try data.take(Int(length)))
        d.put("\"")
        data.skip(filled - Int(length))
        return true
    }
}

/// Attributes that a call sets: each is there or not.
struct SetAttributes {
    private var mode: UInt32?
    private var user: UInt32?
    private var group: UInt32?
    private var accessed: (UInt32, UInt32)?
    private var modified: (UInt32, UInt32)?
    /// Times: left alone, the server's, or the client's, which follows.
    private static var clientTime: UInt32 { 2 }

    init() {}

    init(_ data: inout XDR) throws(Truncation) {
        if try data.word() != 0 { mode = try data.word() }
        if try data.word() != 0 { user = try data.word() }
        if try data.word() != 0 { group = try data.word() }
        // Eight bytes, of which tcpdump takes four; what follows is read as tcpdump reads it.
        if try data.word() != 0 { data.skip(4) }
        if try data.word() == SetAttributes.clientTime { accessed = try (data.word(), data.word()) }
        if try data.word() == SetAttributes.clientTime { modified = try (data.word(), data.word()) }
    }

    func put(_ d: inout Dissector) {
        if let mode { d.put(" mode ", octal: mode) }
        if let user { d.put(" uid ", user) }
        if let group { d.put(" gid ", group) }
        if d.verbosity < 2 { return }
        if let accessed { put(&d, " atime ", accessed) }
        if let modified { put(&d, " mtime ", modified) }
    }

    private func put(_ d: inout Dissector, _ before: StaticString, _ time: (UInt32, UInt32)) {
        d.put(before, time.0, ".")
        d.put(zeroed: time.1, width: 6)
    }
}
