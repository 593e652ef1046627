/// How a packet's line is to look: tcpdump's printing options as plain values.
public struct PrintOptions: Sendable, Equatable {
    /// `-t` … `-ttttt`.
    public enum TimeFormat: Sendable {
        case timeOfDay, none, epoch, deltaPrevious, dateAndTime, deltaFirst
    }

    /// `-x`, `-xx`, `-X`, `-XX`, `-A`, `-AA`.
    public enum Dump: Sendable {
        case none, hex, hexAndASCII, ascii
    }

    /// `-v`, `-vv`, `-vvv`: 1, 2, 3.
    public var verbosity = 0
    /// `-n` count: 0 names hosts and ports, 1 and more numbers only.
    public var numeric = 0
    /// `-N`: host names without domain.
    public var unqualifiedNames = false
    /// `-f`: names only for addresses of the local network.
    public var foreignNumeric = false
    /// `-e`.
    public var linkHeader = false
    /// `-q`.
    public var quick = false
    /// `-q` count; more than one says even less about fragments. Counts only with `quick`.
    public var quickLevel = 0
    /// `-S`.
    public var absoluteSequenceNumbers = false
    /// `-K`.
    public var skipChecksums = false
    /// `-#`.
    public var packetNumbers = false
    public var time = TimeFormat.timeOfDay
    /// Digits of a second: 6, or 9 with nanosecond precision.
    public var nanoseconds = false
    public var dump = Dump.none
    /// Dump the link-layer header too (`-xx`, `-XX`, `-AA`).
    public var dumpLinkHeader = false
    /// `-b`, `-H`, `-u`.
    public var asDot = false
    public var meshHeaders = false
    public var undecodedNFSHandles = false
    /// `-E`.
    public var decryptionKeys: DecryptionKeys?
    /// `-M`.
    public var signatureSecret: [UInt8]?
    /// `-T`.
    public var packetType: String?
    /// Bytes per packet that the capture kept (`-s`).
    public var snapshotLength = 262_144

    public init() {}
}
