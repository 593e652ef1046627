import Packets

// Replies, read by the procedure of the call that was remembered.
extension NFS {
    static func reply(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "nfs"
        let header = SunRPC.ReplyHeader(bytes)
        switch try header.status {
        case SunRPC.accepted: d.put("reply ok ", length)
        case SunRPC.denied:
            d.put("reply ERR ", length, ": ")
            return try denial(&d, header)
        default:
            d.put("reply Unknown rpc response code=", try header.status, " ")
            return d.put(length)
        }
        let key = try RecentCalls.Key(client: ends.destination, server: ends.source, identifier: header.transaction)
        guard let call = d.procedureCalls.call(of: key) else { return }
        let procedure = procedure(call)
        d.put(" ")
        d.put(procedureName(procedure), or: "proc-", procedure)
        try results(&d, header, procedure, call.version == version3)
    }

    private static func denial(_ d: inout Dissector, _ header: SunRPC.ReplyHeader) throws(Truncation) {
        let reason = try header.rejection
        switch reason {
        case SunRPC.versionMismatch:
            let (low, high) = try (header.lowestVersion, header.highestVersion)
            d.put("RPC Version mismatch (", low, "-")
            d.put(high)
            d.put(")")
        case SunRPC.authenticationError:
            let status = try header.authenticationStatus
            d.put("Auth ")
            d.put(SunRPC.authenticationStatus(status), or: "Invalid failure code ", status)
        default: d.put("Unknown reason for rejecting rpc message ", reason)
        }
    }

    /// The results behind the verifier and the status; nil when the call was not carried out, which is said.
    @_lifetime(copy header)
    private static func accepted(_ d: inout Dissector, _ header: SunRPC.ReplyHeader) throws(Truncation) -> XDR? {
        let verifier = try (SunRPC.length(header.verifierLength) + 3) & ~3
        var data = try XDR(header.bytes.from(SunRPC.ReplyHeader.verifier))
        data.skip(verifier)
        let status = try data.word()
        if status == 0 { return data }
        d.put(" ")
        d.put(SunRPC.acceptStatus(status), or: "ar_stat ", status)
        return nil
    }

    /// True for success; anything else is said.
    static func succeeded(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) -> Bool {
        let status = try data.word()
        if status == 0 { return true }
        data.isFailure = true
        d.put(" ERROR: ")
        d.put(errorName(status), or: "unk ", status)
        return false
    }

    private static func results(
        _ d: inout Dissector, _ header: SunRPC.ReplyHeader, _ procedure: UInt32, _ isVersion3: Bool
    ) throws(Truncation) {
        switch procedure {
        case Procedure.getAttributes...Procedure.fileSystemInformation, Procedure.pathConfiguration, Procedure.commit:
            break
        default: return
        }
        guard var data = try accepted(&d, header) else { return }
        do throws(Truncation) {
            if isVersion3 {
                try results3(&d, &data, procedure)
            } else {
                try results2(&d, &data, procedure)
            }
        } catch {
            // tcpdump does not mark a failure that ends in the midst of a structure.
            if !(data.isFailure && error == XDR.structureTruncation) { throw error }
        }
    }

    // MARK: - Version 2

    private static func results2(
        _ d: inout Dissector, _ data: inout XDR, _ procedure: UInt32
    ) throws(Truncation) {
        // A version that has no such procedure is read as version 3, but for the form of handles and attributes.
        switch procedure {
        case Procedure.access, Procedure.makeNode, Procedure.readDirectoryPlus, Procedure.fileSystemInformation,
            Procedure.pathConfiguration, Procedure.commit:
            return try results3(&d, &data, procedure)
        default: break
        }
        guard try succeeded(&d, &data) else { return }
        switch procedure {
        case Procedure.getAttributes: try attributes2(&d, &data, 1)
        case Procedure.setAttributes: try attributes2(&d, &data, 1)
        case Procedure.read, Procedure.write: try attributes2(&d, &data, d.verbosity)
        case Procedure.lookup, Procedure.create, Procedure.makeDirectory:
            try handle(&d, &data, false)
            try attributes2(&d, &data, d.verbosity)
        case Procedure.readLink:
            d.put(" ")
            _ = try name(&d, &data)
        case Procedure.readDirectory:
            let (offset, size) = try (data.word(), data.word())
            d.put(" offset 0x", hex: offset, 1, " size ")
            d.put(size)
            d.put(" ")
            // tcpdump looks at the second word of the list for its end.
            if size != 0 { d.put(" eof") }
        case Procedure.fileSystemState:
            let (transfer, block) = try (data.word(), data.word())
            let (blocks, free, available) = try (data.word(), data.word(), data.word())
            d.put(" tsize ", transfer, " bsize ")
            d.put(block)
            d.put(" blocks ", blocks, " bfree ")
            d.put(free)
            d.put(" bavail ", available)
        default: break
        }
    }

    /// Attributes of version 2: 17 words.
    private static func attributes2(_ d: inout Dissector, _ data: inout XDR, _ detail: Int) throws(Truncation) {
        let end = data.offset + 68
        defer { data.skip(end - data.offset) }
        guard detail > 0 else { return }
        try data.require(structure: 20)
        let (type, mode, links, user, group) = try (data.word(), data.word(), data.word(), data.word(), data.word())
        identity(&d, type, mode, user, group)
        d.put(" sz ", try data.word())
        guard detail > 1 else { return }
        try data.require(structure: end - data.offset)
        data.skip(4)  // the size of a block
        let device = try data.word()
        data.skip(4)  // the number of blocks
        let (system, file) = try (data.word(), data.word())
        d.put(" nlink ", links, " rdev 0x")
        d.put(hex: device)
        d.put(" fsid 0x", hex: system, 1, " nodeid 0x")
        d.put(hex: file)
        try times(&d, &data)
    }

    static func identity(
        _ d: inout Dissector, _ type: UInt32, _ mode: UInt32, _ user: UInt32, _ group: UInt32
    ) {
        d.put(" ")
        d.put(typeName(type), or: "unk-ft ", type, " ")
        d.put(" ", octal: mode)
        d.put(" ids ", Int(Int32(bitPattern: user)), "/")
        d.put(Int32(bitPattern: group))
    }

    static func time(_ d: inout Dissector, _ data: inout XDR, _ before: StaticString) throws(Truncation) {
        let (seconds, fraction) = try (data.word(), data.word())
        d.put(before, seconds, ".")
        d.put(zeroed: fraction, width: 6)
    }

    // MARK: - Version 3
}
