/// Names of the Network File System: versions 2 (RFC 1094) and 3 (RFC 1813).
extension NFS {
    /// Procedures of version 3, which those of version 2 are turned into; 25 is one that version 2 has given up.
    static func procedureName(_ value: UInt32) -> StaticString? {
        switch value {
        case 25: "nop"
        case 0: "null"
        case 1: "getattr"
        case 2: "setattr"
        case 3: "lookup"
        case 4: "access"
        case 5: "readlink"
        case 6: "read"
        case 7: "write"
        case 8: "create"
        case 9: "mkdir"
        case 10: "symlink"
        case 11: "mknod"
        case 12: "remove"
        case 13: "rmdir"
        case 14: "rename"
        case 15: "link"
        case 16: "readdir"
        case 17: "readdirplus"
        case 18: "fsstat"
        case 19: "fsinfo"
        case 20: "pathconf"
        case 21: "commit"
        default: nil
        }
    }

    /// Types of files.
    static func typeName(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "NON"
        case 1: "REG"
        case 2: "DIR"
        case 3: "BLK"
        case 4: "CHR"
        case 5: "LNK"
        case 7: "FIFO"
        default: nil
        }
    }

    /// How safely data were written.
    static func stability(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "unstable"
        case 1: "datasync"
        case 2: "filesync"
        default: nil
        }
    }

    /// Results; 0 is success.
    static func errorName(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "Operation not permitted"
        case 2: "No such file or directory"
        case 5: "Input/output error"
        case 6: "Device not configured"
        case 11: "Resource deadlock avoided"
        case 12: "Cannot allocate memory"
        case 13: "Permission denied"
        case 17: "File exists"
        case 18: "Cross-device link"
        case 19: "Operation not supported by device"
        case 20: "Not a directory"
        case 21: "Is a directory"
        case 22: "Invalid argument"
        case 26: "Text file busy"
        case 27: "File too large"
        case 28: "No space left on device"
        case 30: "Read-only file system"
        case 31: "Too many links"
        case 45: "Operation not supported"
        case 62: "Too many levels of symbolic links"
        case 63: "File name too long"
        case 66: "Directory not empty"
        case 69: "Disc quota exceeded"
        case 70: "Stale NFS file handle"
        case 71: "Too many levels of remote in path"
        case 99: "Write cache flushed to disk"
        case 10_001: "Illegal NFS file handle"
        case 10_002: "Update synchronization mismatch"
        case 10_003: "READDIR/READDIRPLUS cookie is stale"
        case 10_004: "Operation not supported"
        case 10_005: "Buffer or request is too small"
        case 10_006: "Unspecified error on server"
        case 10_007: "Object of that type not supported"
        case 10_008: "Request couldn't be completed in time"
        default: nil
        }
    }

    /// The procedure of version 3 that does the same.
    static func procedure(ofVersion2 procedure: UInt32) -> UInt32 {
        switch procedure {
        case 3, 7: Procedure.none
        case 4: Procedure.lookup
        case 5: Procedure.readLink
        case 8: Procedure.write
        case 9: Procedure.create
        case 10: Procedure.remove
        case 11: Procedure.rename
        case 12: Procedure.link
        case 13: Procedure.symbolicLink
        case 14: Procedure.makeDirectory
        case 15: Procedure.removeDirectory
        case 17: Procedure.fileSystemState
        case 18..<26: Procedure.none
        default: procedure
        }
    }

    enum Procedure {
        static var getAttributes: UInt32 { 1 }
        static var setAttributes: UInt32 { 2 }
        static var lookup: UInt32 { 3 }
        static var access: UInt32 { 4 }
        static var readLink: UInt32 { 5 }
        static var read: UInt32 { 6 }
        static var write: UInt32 { 7 }
        static var create: UInt32 { 8 }
        static var makeDirectory: UInt32 { 9 }
        static var symbolicLink: UInt32 { 10 }
        static var makeNode: UInt32 { 11 }
        static var remove: UInt32 { 12 }
        static var removeDirectory: UInt32 { 13 }
        static var rename: UInt32 { 14 }
        static var link: UInt32 { 15 }
        static var readDirectory: UInt32 { 16 }
        static var readDirectoryPlus: UInt32 { 17 }
        static var fileSystemState: UInt32 { 18 }
        static var fileSystemInformation: UInt32 { 19 }
        static var pathConfiguration: UInt32 { 20 }
        static var commit: UInt32 { 21 }
        static var none: UInt32 { 25 }
    }
}
