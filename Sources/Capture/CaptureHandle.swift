import CLinux
import CPcap
import Glibc
import Packets
import Syscalls

/// The one owner of an activated `pcap_t`. Closing it gives back what it took: the ring, the socket, the reference on
/// the interface's promiscuity count.
@safe
public struct CaptureHandle: ~Copyable {
    let pcap: OpaquePointer
    /// What it was configured with.
    public let settings: CaptureSettings
    /// libpcap's warnings from activation, in order. They are kept, not raised: the capture runs.
    public let warnings: [String]
    /// Multiplies the fraction of libpcap's time stamps to nanoseconds.
    public let fractionScale: Int64
    /// Where `statistics` adds up what libpcap counts in 32 bits: on the heap, for a look does not change the handle.
    private let counts: UnsafeMutablePointer<RunningCounts>

    /// Creates, configures and activates (pcap_create(3), pcap_activate(3)), and switches to non-blocking mode.
    public init(activating settings: CaptureSettings) throws(CaptureError) {
        let (created, errorText) = unsafe withErrorBuffer { errors in
            unsafe settings.device.withSystemText { unsafe pcap_create($0, errors) }
        }
        guard let pcap = unsafe created else { throw CaptureError(.other, errorText) }
        do throws(CaptureError) {
            unsafe warnings = try CaptureHandle.activate(pcap, settings)
        } catch {
            unsafe pcap_close(pcap)
            throw error
        }
        unsafe self.pcap = pcap
        unsafe counts = .allocate(capacity: 1)
        unsafe counts.initialize(to: RunningCounts())
        self.settings = settings
        let nano = unsafe pcap_get_tstamp_precision(pcap) == PCAP_TSTAMP_PRECISION_NANO
        fractionScale = nano ? 1 : 1000
    }

    deinit {
        unsafe pcap_close(pcap)
        unsafe counts.deallocate()
    }

    private static func activate(
        _ pcap: OpaquePointer, _ settings: CaptureSettings
    ) throws(CaptureError) -> [String] {
        var warnings = try unsafe configure(pcap, settings)
        let status = unsafe pcap_activate(pcap)
        if status < 0 {
            throw CaptureError.activation(
                status, device: settings.device, errorText: unsafe lastError(pcap))
        }
        if status > 0 {
            let text = unsafe lastError(pcap)
            let plain = statusText(status)
            warnings.append(
                status == PCAP_WARNING ? text : "\(settings.device): \(plain)\(text.isEmpty ? "" : "\n(\(text))")")
        }
        if let linkType = settings.linkType, unsafe pcap_set_datalink(pcap, linkType) != 0 {
            throw CaptureError(.other, unsafe lastError(pcap))
        }
        let directions: [CaptureSettings.Direction: pcap_direction_t] = [
            .incoming: PCAP_D_IN, .outgoing: PCAP_D_OUT,
        ]
        if let direction = directions[settings.direction], unsafe pcap_setdirection(pcap, direction) != 0 {
            throw CaptureError(
                .other, "\(settings.device): pcap_setdirection() failed: \(unsafe lastError(pcap))")
        }
        // libpcap leaves its socket open across exec: a child would go on holding the interface.
        let number = unsafe pcap_fileno(pcap)
        if number >= 0 { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
        let (blocking, errorText) = unsafe withErrorBuffer { unsafe pcap_setnonblock(pcap, 1, $0) }
        if blocking < 0 { throw CaptureError(.other, errorText) }
        return warnings
    }

    /// Gives the warnings.
    private static func configure(
        _ pcap: OpaquePointer, _ settings: CaptureSettings
    ) throws(CaptureError) -> [String] {
        var warnings: [String] = []
        func check(_ what: StaticString, _ status: Int32) throws(CaptureError) {
            if status < 0 {
                let why = statusText(status)
                throw CaptureError(.other, "\(settings.device): Can't set \(what): \(why)")
            }
        }
        try check("snapshot length", unsafe pcap_set_snaplen(pcap, settings.snapshotLength))
        try check("promiscuous mode", unsafe pcap_set_promisc(pcap, settings.promiscuous ? 1 : 0))
        try check("timeout", unsafe pcap_set_timeout(pcap, settings.readTimeout))
        if settings.monitorMode {
            let status = unsafe pcap_can_set_rfmon(pcap)
            if status < 0 {
                throw CaptureError.activation(
                    status, device: settings.device, errorText: unsafe lastError(pcap))
            }
            if status == 0 {
                throw CaptureError(.other, "\(settings.device): That device doesn't support monitor mode")
            }
            try check("monitor mode", unsafe pcap_set_rfmon(pcap, 1))
        }
        if settings.immediate { try check("immediate mode", unsafe pcap_set_immediate_mode(pcap, 1)) }
        if settings.bufferSize > 0 {
            try check("buffer size", unsafe pcap_set_buffer_size(pcap, settings.bufferSize))
        }
        if let type = settings.timestampType {
            let status = unsafe pcap_set_tstamp_type(pcap, type)
            try check("time stamp type", status)
            let name = PcapNames.timestampType(type)?.name ?? "\(type)"
            if status > 0 {
                let why = statusText(status)
                warnings.append("When trying to set timestamp type '\(name)' on \(settings.device): \(why)")
            }
        }
        if settings.nanoseconds {
            try check(
                "time stamp precision", unsafe pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO))
        }
        return warnings
    }

    /// For ppoll(2); -1 where the device has none.
    public var descriptor: Int32 { unsafe pcap_get_selectable_fd(pcap) }

    /// The inode of the packet socket, which names it in packet_diag and in /proc. Nil for devices without a socket.
    public var socketInode: UInt32? {
        var status = stat()
        let number = unsafe pcap_fileno(pcap)
        guard number >= 0, unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return UInt32(truncatingIfNeeded: status.st_ino)
    }

    /// The type of the packets' link-layer headers (pcap_datalink(3)).
    public var linkType: LinkType { LinkType(rawValue: unsafe pcap_datalink(pcap)) }
    /// Bytes that are kept of each packet (pcap_snapshot(3)).
    public var snapshotLength: Int32 { unsafe pcap_snapshot(pcap) }

    /// Attaches a compiled filter (pcap_setfilter(3)).
    public mutating func setFilter(_ program: borrowing FilterProgram) throws(CaptureError) {
        let status = unsafe program.withProgram { unsafe pcap_setfilter(pcap, $0) }
        if status != 0 { throw CaptureError(.filter, unsafe lastError(pcap)) }
    }

    /// Lets nothing more into the ring, so that what is in it can be drained to the end.
    ///
    /// The filter goes to the socket directly (socket(7), SO_ATTACH_FILTER): pcap_setfilter(3) would apply it to the
    /// packets that are in the ring already and throw them away.
    public mutating func rejectAllPackets() throws(CaptureError) {
        // One instruction, "ret #0": reject all. The socket keeps its place and its membership.
        var rejectAll = sock_filter(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: 0)
        let status = unsafe withUnsafeMutablePointer(to: &rejectAll) { instruction in
            var program = unsafe sock_fprog(len: 1, filter: instruction)
            return unsafe setsockopt(
                pcap_fileno(pcap), SOL_SOCKET, SO_ATTACH_FILTER, &program, socklen_t(MemoryLayout<sock_fprog>.size))
        }
        if status != 0 { throw CaptureError(.other, "setsockopt SO_ATTACH_FILTER: \(lastErrno())") }
    }

    /// Packet counts so far (pcap_stats(3)), beyond its 32 bits where they are asked for often enough (`RunningCounts`).
    public func statistics() throws(CaptureError) -> CaptureStatistics {
        var now = pcap_stat()
        if unsafe pcap_stats(pcap, &now) < 0 { throw CaptureError(.other, unsafe lastError(pcap)) }
        unsafe counts.pointee.advance(
            to: RunningCounts.Raw(received: now.ps_recv, dropped: now.ps_drop, interfaceDropped: now.ps_ifdrop))
        return unsafe counts.pointee.total
    }

    /// The counts as they were when they could last be asked for.
    public var latestStatistics: CaptureStatistics { unsafe counts.pointee.total }

    /// From now on `statistics` counts from nothing again.
    public mutating func restartStatistics() throws(CaptureError) {
        _ = try statistics()
        unsafe counts.pointee.restart()
    }
}
