import Glibc

/// What a capture handle is configured with before it is activated (pcap_create(3) and the pcap_set_ functions).
public struct CaptureSettings: Sendable, Equatable {
    /// Which way packets may go (pcap_setdirection(3)).
    public enum Direction: Sendable, Equatable {
        /// Whatever the device hears.
        case both
        /// Only what comes to this machine.
        case incoming
        /// Only what this machine sends.
        case outgoing
    }

    /// Device name as the kernel spells it, or "any".
    public var device: String
    /// Take a reference on the device's promiscuity count (pcap_set_promisc(3)).
    public var promiscuous = true
    /// Bytes kept of each packet.
    public var snapshotLength: Int32 = 262_144
    /// The ring in bytes, which the kernel keeps in memory for as long as the capture lasts; 0 leaves libpcap's default
    /// of 2 MiB.
    public var bufferSize: Int32 = 0
    /// How long the kernel may hold packets back to hand out several at once, in milliseconds. It also bounds how
    /// long the last block of the ring takes to come out when a capture stops.
    public var readTimeout: Int32 = 100
    /// Hand packets out as they come, one by one (pcap_set_immediate_mode(3)).
    public var immediate = false
    /// Monitor mode of wireless devices (pcap_set_rfmon(3)).
    public var monitorMode = false
    /// Only for devices that can tell which way a packet goes; activation fails elsewhere.
    public var direction = Direction.both
    /// Ask for time stamps in nanoseconds (pcap_set_tstamp_precision(3)); where there are none, microseconds come.
    public var nanoseconds = false
    /// `-j`: a name as pcap-tstamp(7) lists it, by its number.
    public var timestampType: Int32?
    /// `-y`: a link type to ask for instead of the default.
    public var linkType: Int32?

    /// The defaults for a device: promiscuous, whole packets, microseconds.
    public init(device: String) {
        self.device = device
    }

    /// A ring that holds some 13 ms of 1,400-byte packets at 400,000 a second, in which the capturing thread may wait
    /// for a processor: 8 MiB, but at least 2 MiB and at most a 256th of the machine's memory. The kernel takes and
    /// clears all of it before the first packet; what a slow disk needs beyond that is the writer's buffers, which are
    /// taken when they are filled.
    public static var roomyBufferSize: Int32 {
        let pages = Int64(sysconf(Int32(_SC_PHYS_PAGES)))
        let (memory, overflow) = pages.multipliedReportingOverflow(by: Int64(sysconf(Int32(_SC_PAGESIZE))))
        let share = overflow || memory <= 0 ? 0 : memory / 256
        return Int32(clamping: max(2 << 20, min(8 << 20, share)))
    }
}
