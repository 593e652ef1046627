import Packets

// What replies of version 3 hold (RFC 1813).
extension NFS {
    static func results3(
        _ d: inout Dissector, _ data: inout XDR, _ procedure: UInt32
    ) throws(Truncation) {
        let succeeded = try succeeded(&d, &data)
        switch procedure {
        case Procedure.getAttributes: if succeeded { try attributes3(&d, &data, 1) }
        case Procedure.setAttributes, Procedure.remove, Procedure.removeDirectory:
            try changed(&d, &data)
        case Procedure.lookup:
            if succeeded {
                try handle(&d, &data, true)
                try optionalAttributes(&d, &data, d.verbosity)
                if d.verbosity > 1 {
                    d.put(" post dattr:")
                    try optionalAttributes(&d, &data, d.verbosity)
                }
            } else if d.verbosity > 1 {
                d.put(" post dattr:")
                try optionalAttributes(&d, &data, d.verbosity)
            }
        case Procedure.access:
            if d.verbose { d.put(" attr:") }
            try optionalAttributes(&d, &data, d.verbosity)
            if succeeded { d.put(" c ", hex: try data.word(), 4) }
        case Procedure.readLink:
            guard succeeded else { return }
            try optionalAttributes(&d, &data, d.verbosity)
            d.put(" ")
            _ = try name(&d, &data)
        case Procedure.read: try readResult(&d, &data, succeeded)
        case Procedure.write: try writeResult(&d, &data, succeeded)
        case Procedure.create, Procedure.makeDirectory, Procedure.symbolicLink, Procedure.makeNode:
            try made(&d, &data, succeeded)
        case Procedure.rename:
            guard d.verbose else { return }
            d.put(" from:")
            try changed(&d, &data)
            d.put(" to:")
            try changed(&d, &data)
        case Procedure.link:
            guard d.verbose else { return }
            d.put(" file POST:")
            try optionalAttributes(&d, &data, d.verbosity)
            d.put(" dir:")
            try changed(&d, &data)
        case Procedure.commit:
            try changed(&d, &data)
            if d.verbosity > 1 { d.put(" verf ", hex: try data.hyper()) }
        default: try fileSystem(&d, &data, procedure, succeeded)
        }
    }

    private static func readResult(_ d: inout Dissector, _ data: inout XDR, _ succeeded: Bool) throws(Truncation) {
        try optionalAttributes(&d, &data, d.verbosity)
        guard succeeded && d.verbose else { return }
        let (count, end) = try (data.word(), data.word())
        d.put(" ", count, " bytes")
        if end != 0 { d.put(" EOF") }
    }

    private static func writeResult(_ d: inout Dissector, _ data: inout XDR, _ succeeded: Bool) throws(Truncation) {
        try changed(&d, &data)
        guard succeeded && d.verbose else { return }
        d.put(" ", try data.word(), " bytes")
        guard d.verbosity > 1 else { return }
        let stable = try data.word()
        d.put(" <")
        d.put(stability(stable), or: "#", stable)
        d.put(">")
        d.put(" verf ", hex: try data.hyper())
    }

    /// What was made: perhaps its handle, with attributes, and the directory's change.
    private static func made(_ d: inout Dissector, _ data: inout XDR, _ succeeded: Bool) throws(Truncation) {
        guard succeeded else { return try changed(&d, &data) }
        if try data.word() == 0 { return }
        try handle(&d, &data, true)
        try optionalAttributes(&d, &data, d.verbosity)
        if d.verbosity > 1 {
            d.put(" dir attr:")
            try changed(&d, &data)
        }
    }

    /// Attributes of version 3: 84 bytes, of which those are read that are printed.
    private static func attributes3(_ d: inout Dissector, _ data: inout XDR, _ detail: Int) throws(Truncation) {
        let end = data.offset + 84
        defer { data.skip(end - data.offset) }
        guard detail > 0 else { return }
        try data.require(structure: 20)
        let (type, mode, links, user, group) = try (data.word(), data.word(), data.word(), data.word(), data.word())
        identity(&d, type, mode, user, group)
        d.put(" sz ", try data.hyper())
        guard detail > 1 else { return }
        try data.require(structure: end - data.offset)
        data.skip(8)  // bytes in use
        let (major, minor) = try (data.word(), data.word())
        d.put(" nlink ", links, " rdev ")
        d.put(major)
        d.put("/", minor)
        d.put(" fsid ", hex: try data.hyper())
        d.put(" fileid ", hex: try data.hyper())
        try times(&d, &data)
    }

    static func times(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) {
        try time(&d, &data, " a/m/ctime ")
        try time(&d, &data, " ")
        try time(&d, &data, " ")
    }

    private static func optionalAttributes(
        _ d: inout Dissector, _ data: inout XDR, _ detail: Int
    ) throws(Truncation) {
        if try data.word() != 0 { try attributes3(&d, &data, detail) }
    }

    /// Attributes before, which take more to be asked about, and after.
    private static func changed(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) {
        let isPut = d.verbosity > 1
        if isPut { d.put(" PRE:") }
        if try data.word() != 0 {
            try data.require(structure: 24)
            let size = try data.hyper()
            if isPut {
                let (seconds, fraction) = try (data.word(), data.word())
                d.put(" sz ", size, " mtime ")
                d.put(seconds)
                d.put(".")
                d.put(zeroed: fraction, width: 6)
                try time(&d, &data, " ctime ")
            } else {
                data.skip(16)
            }
        }
        if d.verbose { d.put(" POST:") }
        try optionalAttributes(&d, &data, d.verbosity)
    }

    private static func fileSystem(
        _ d: inout Dissector, _ data: inout XDR, _ procedure: UInt32, _ succeeded: Bool
    ) throws(Truncation) {
        if d.verbose { d.put(" POST:") }
        try optionalAttributes(&d, &data, d.verbosity)
        switch procedure {
        case Procedure.readDirectory, Procedure.readDirectoryPlus:
            guard succeeded && d.verbose else { return }
            d.put(" verf ", hex: try data.hyper(), 16)
        case Procedure.fileSystemState:
            // Of a failure, too: tcpdump reads on.
            try data.require(structure: 52)
            let (total, free, available) = try (data.hyper(), data.hyper(), data.hyper())
            let (files, freeFiles, availableFiles) = try (data.hyper(), data.hyper(), data.hyper())
            let seconds = try data.word()
            d.put(" tbytes ", total, " fbytes ")
            d.put(free)
            d.put(" abytes ", available)
            if d.verbose {
                d.put(" tfiles ", files, " ffiles ")
                d.put(freeFiles)
                d.put(" afiles ", availableFiles, " invar ")
                d.put(seconds)
            }
        case Procedure.fileSystemInformation: if succeeded { try information(&d, &data) }
        default: if succeeded { try configuration(&d, &data) }
        }
    }

    private static func information(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) {
        let (readMost, readBest, readUnit) = try (data.word(), data.word(), data.word())
        let (writeMost, writeBest, writeUnit) = try (data.word(), data.word(), data.word())
        let (directoryBest, largest) = try (data.word(), data.hyper())
        d.put(" rtmax ", readMost, " rtpref ")
        d.put(readBest)
        d.put(" wtmax ", writeMost, " wtpref ")
        d.put(writeBest)
        d.put(" dtpref ", directoryBest)
        guard d.verbose else { return }
        d.put(" rtmult ", readUnit, " wtmult ")
        d.put(writeUnit)
        d.put(" maxfsz ", largest)
        try time(&d, &data, " delta ")
        d.put(" ")
    }

    private static func configuration(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) {
        let (links, longest) = try (data.word(), data.word())
        let (refuses, restricted, ignores, keeps) = try (data.word(), data.word(), data.word(), data.word())
        d.put(" linkmax ", links, " namemax ")
        d.put(longest)
        d.put(" ")
        if refuses != 0 { d.put("notrunc") }
        d.put(" ")
        if restricted != 0 { d.put("chownres") }
        d.put(" ")
        if ignores != 0 { d.put("igncase") }
        d.put(" ")
        if keeps != 0 { d.put("keepcase") }
    }
}
