import CLinux
import Glibc
import Packets
import Promiscuity
import Syscalls
import SystemPackage

/// One of the stage's network namespaces with a netlink socket inside. Only this process's descriptors keep it.
final class Namespace {
    /// Nil for the namespace that the stage stands in.
    private let handle: Handle?
    private let route: NetlinkChannel
    let readsSysfs: Bool

    private final class Handle {
        let file: Descriptor
        init(_ file: consuming Descriptor) { self.file = file }
    }

    /// The namespace of this process. - Parameter readsSysfs: /sys shows it.
    init(own readsSysfs: Bool) throws(StageError) {
        handle = nil
        self.readsSysfs = readsSysfs
        do throws(SystemError) { route = NetlinkChannel(try LiveKernel().openNetlink(.route)) } catch {
            throw StageError(error)
        }
    }

    /// A new one.
    init(new readsSysfs: Bool) throws(StageError) {
        var opened: (Int32, NetlinkChannel)?
        var failure: SystemError?
        do throws(SystemError) {
            try HelperThread.run {
                do throws(SystemError) {
                    try checked("unshare") { unshare(CLONE_NEWNET) }
                    Isolation.quietIPv6()
                    let channel = NetlinkChannel(try LiveKernel().openNetlink(.route))
                    opened = (try Descriptor.open("/proc/thread-self/ns/net", O_RDONLY).release(), channel)
                } catch { failure = error }
            }
        } catch { throw StageError(error) }
        guard let opened else { throw StageError(failure ?? SystemError("unshare", .invalidArgument)) }
        handle = Handle(Descriptor(owning: opened.0))
        route = opened.1
        self.readsSysfs = readsSysfs
    }

    /// Runs `body` on a thread that stands in this namespace.
    func inside<T>(_ body: () throws(SystemError) -> T) throws(StageError) -> T {
        var result: Result<T, SystemError> = .failure(SystemError("setns", .invalidArgument))
        do throws(SystemError) {
            try HelperThread.run {
                do throws(SystemError) {
                    if let handle { try NetworkNamespace.enter(handle.file.rawValue) }
                    result = .success(try body())
                } catch { result = .failure(error) }
            }
            return try result.get()
        } catch { throw StageError(error) }
    }

    func send(_ request: NetlinkRequest, _ what: String) throws(StageError) {
        do throws(KernelError) { try route.ask(request) { _ in } } catch { throw StageError(error, what) }
    }

    /// A device and its raw `ifi_flags`.
    func link(_ name: String) throws(StageError) -> (state: LinkState, flags: UInt32) {
        var found: (LinkState, UInt32)?
        do throws(KernelError) {
            try route.ask(.link(name: name)) { message in
                // ifi_flags is at offset 8 of struct ifinfomsg.
                guard let parsed = LinkMessage.parse(message), !parsed.isRemoval,
                    let flags = try? message.payload.native(8, as: UInt32.self)
                else { return }
                found = (parsed.state, flags)
            }
        } catch { throw StageError(error, name) }
        guard let found else { throw StageError("no device \(name)") }
        return found
    }

    func index(_ name: String) throws(StageError) -> Int32 {
        try link(name).state.index
    }

    func setFlags(_ name: String, _ flag: UInt32, _ on: Bool) throws(StageError) {
        try send(.setFlags(index: try index(name), flags: on ? flag : 0, change: flag), name)
    }

    /// Brings a device up and waits a moment for its carrier, which comes by a way of its own.
    func up(_ names: [String]) throws(StageError) {
        for name in names { try setFlags(name, UInt32(IFF_UP), true) }
        for name in names {
            for _ in 0..<100 where try link(name).flags & UInt32(IFF_RUNNING) == 0 { usleep(2000) }
        }
    }

    func reading(_ name: String) throws(StageError) -> LinkReading {
        let link = try link(name)
        return LinkReading(
            promiscuity: link.state.promiscuity, flagsPromisc: sysfsPromisc(name), interfaceFlags: link.flags)
    }

    /// PROMISC of net_device.flags. Another namespace's are read in a sysfs of its own, mounted where no other process
    /// sees it.
    private func sysfsPromisc(_ name: String) -> Bool? {
        guard readsSysfs else { return nil }
        guard handle != nil else { return Namespace.sysfsPromisc(name) }
        let read = try? inside { () throws(SystemError) in
            try NetworkNamespace.leaveMounts()
            try NetworkNamespace.mountSysfs()
            return Namespace.sysfsPromisc(name)
        }
        return read ?? nil
    }

    /// The file holds hexadecimal digits after 0x.
    private static func sysfsPromisc(_ name: String) -> Bool? {
        guard let bytes = try? Descriptor.contents(of: "/sys/class/net/\(name)/flags", limit: 32) else { return nil }
        let text = String(decoding: bytes.dropFirst(2).prefix { $0 > 0x20 }, as: UTF8.self)
        return UInt32(text, radix: 16).map { $0 & 0x100 != 0 }
    }

    /// Writes to sysfs what sysfs says, in a mount of it that may be written and that no other process sees. Where
    /// there is none, asks for the same through rtnetlink: flags_store, too, only calls dev_change_flags.
    func writeFlagsBack(_ name: String) throws(StageError) {
        let path = "/sys/class/net/\(name)/flags"
        let done: Void? = try? inside { () throws(SystemError) in
            try NetworkNamespace.leaveMounts()
            let options = UInt(MS_NOSUID) | UInt(MS_NODEV) | UInt(MS_NOEXEC)
            try checked("mount", "/sys") { unsafe mount("sysfs", "/sys", "sysfs", options, nil) }
            let flags = try Descriptor.contents(of: path, limit: 32)
            let file = try Descriptor.open(path, O_WRONLY)
            try unsafe file.writeAll(flags.span.bytes)
        }
        if done != nil { return }
        let reading = try reading(name)
        try setFlags(name, UInt32(IFF_PROMISC), reading.flagsPromisc ?? ((reading.promiscuity ?? 0) > 0))
    }

    /// Moves a device of this namespace to another one.
    func move(_ name: String, to other: Namespace) throws(StageError) {
        guard let target = other.handle else { throw StageError("nothing moves to the stage itself") }
        try send(.move(index: try index(name), toNamespace: target.file.rawValue), name)
    }
}

extension StageError {
    init(_ error: SystemError) {
        self.init(error.description, isMissing: error.errno == .notPermitted)
    }

    /// A kind of device that the kernel does not have is refused with EOPNOTSUPP.
    init(_ error: KernelError, _ what: String) {
        if error.errno == Errno(rawValue: EOPNOTSUPP) {
            self.init("this kernel has no \(what)", isMissing: true)
        } else {
            self.init("\(what): \(error.description)", isMissing: error.errno == .notPermitted)
        }
    }
}
