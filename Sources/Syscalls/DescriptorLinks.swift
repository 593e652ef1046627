import CLinux
import Glibc
import SystemPackage

/// What a descriptor leads to, as `/proc/PID/fd/N` tells it.
public enum DescriptorTarget: Equatable, Hashable, Sendable {
    /// `socket:[N]`. Numbers above 32 bits are cut, as the kernel cuts them in sock_diag.
    case socket(UInt32)
    /// `net:[N]`: a network namespace, which exists as long as a process has it open.
    case networkNamespace(UInt64)
    /// `anon_inode:[io_uring]`: may hold files that are in no table of descriptors.
    case ioUring
    /// A path, not of a device. A namespace that is or was mounted somewhere shows like this.
    case file

    /// Reads the text of the link; nil for everything else.
    public init?(_ text: UnsafeRawBufferPointer) {
        if let inode = unsafe DescriptorTarget.number(text, after: "socket:[") {
            self = .socket(UInt32(truncatingIfNeeded: inode))
        } else if let inode = unsafe DescriptorTarget.number(text, after: "net:[") {
            self = .networkNamespace(inode)
        } else if unsafe text.elementsEqual("anon_inode:[io_uring]".utf8) {
            self = .ioUring
        } else if unsafe text.first == UInt8(ascii: "/") && !text.starts(with: "/dev/".utf8) {
            self = .file
        } else {
            return nil
        }
    }

    /// N of `prefixN]`.
    private static func number(_ text: UnsafeRawBufferPointer, after prefix: StaticString) -> UInt64? {
        let count = prefix.utf8CodeUnitCount
        guard let start = text.baseAddress, text.count > count + 1, unsafe text[text.count - 1] == UInt8(ascii: "]"),
            unsafe memcmp(start, prefix.utf8Start, count) == 0
        else { return nil }
        var value: UInt64 = 0
        for i in count..<text.count - 1 {
            let digit = unsafe text[i] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value
    }
}

/// Walking a directory of descriptors without making a string of every link: a machine has thousands.
public enum DescriptorLinks {
    /// Hands out what is of interest. A directory that can be listed but whose links are refused, as root without
    /// CAP_SYS_PTRACE sees it, throws that refusal.
    public static func targets(
        in path: String, _ body: (Int32, DescriptorTarget) -> Void
    ) throws(SystemError) {
        let directory = try Descriptor.open(path, O_RDONLY | O_DIRECTORY)
        let table = directory.rawValue
        var failure: SystemError?
        unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { room in
            do throws(SystemError) {
                try unsafe DirectoryReader.entries(of: table, path, size: 1024) { name in
                    guard let number = unsafe DirectoryReader.number(name) else { return }
                    do throws(SystemError) {
                        if let target = try unsafe read(table, name, room) { body(number, target) }
                    } catch { failure = error }
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// What one link of such a directory leads to; nil where there is none any more, and for what is of no interest.
    public static func target(of path: String) throws(SystemError) -> DescriptorTarget? {
        var failure: SystemError?
        let target = unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { room in
            unsafe path.withCString { name -> DescriptorTarget? in
                do throws(SystemError) { return try unsafe read(AT_FDCWD, name, room) } catch {
                    failure = error
                    return nil
                }
            }
        }
        if let failure { throw failure }
        return target
    }

    /// 64 bytes hold every link that is of interest; longer ones are paths. A descriptor that was closed is nothing.
    private static func read(
        _ table: Int32, _ name: UnsafePointer<CChar>, _ room: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> DescriptorTarget? {
        guard let base = room.baseAddress else { return nil }
        let length = unsafe readlinkat(table, name, base, room.count)
        if length < 0 {
            let error = lastErrno()
            if !error.meansGone { throw SystemError("readlink", error) }
        }
        guard length > 0 else { return nil }
        return unsafe DescriptorTarget(UnsafeRawBufferPointer(rebasing: room[0..<length]))
    }
}
