import CPcap
import Syscalls

/// What libpcap said when it could not do something.
public struct CaptureError: Error, Equatable, Sendable {
    /// Why, where libpcap tells reasons apart (pcap_activate(3)).
    public enum Kind: Sendable {
        /// PCAP_ERROR_NO_SUCH_DEVICE.
        case noSuchDevice
        /// PCAP_ERROR_IFACE_NOT_UP.
        case notUp
        /// PCAP_ERROR_PERM_DENIED.
        case permissionDenied
        /// PCAP_ERROR_PROMISC_PERM_DENIED.
        case promiscuousPermissionDenied
        /// The expression cannot be compiled or attached.
        case filter
        /// The device went away while it was captured.
        case interfaceGone
        /// Anything else; the message says what.
        case other
    }

    /// Why, as far as libpcap tells reasons apart.
    public let kind: Kind
    /// libpcap's own words, ready for one line; the second line of a two-line message is in `detail`.
    public let message: String
    /// What libpcap adds on a line of its own; empty where there is nothing.
    public let detail: String

    /// - Parameters:
    ///   - kind: why.
    ///   - message: one line.
    ///   - detail: a second line, empty for none.
    public init(_ kind: Kind, _ message: String, detail: String = "") {
        self.kind = kind
        self.message = message
        self.detail = detail
    }

    /// From a negative status of pcap_activate(3): tcpdump's wording, which names the device and puts what libpcap
    /// adds in parentheses on a line of its own.
    static func activation(_ status: Int32, device: String, errorText: String) -> CaptureError {
        let plain = statusText(status)
        switch status {
        case PCAP_ERROR_NO_SUCH_DEVICE:
            return CaptureError(.noSuchDevice, "\(device): \(plain)", detail: errorText)
        case PCAP_ERROR_PERM_DENIED:
            return CaptureError(.permissionDenied, "\(device): \(plain)", detail: errorText)
        case PCAP_ERROR_PROMISC_PERM_DENIED:
            return CaptureError(.promiscuousPermissionDenied, "\(device): \(plain)", detail: errorText)
        case PCAP_ERROR_IFACE_NOT_UP:
            return CaptureError(.notUp, "\(device): \(plain)")
        case PCAP_ERROR:
            return CaptureError(.other, errorText)
        default:
            return CaptureError(.other, "\(device): \(plain)", detail: errorText)
        }
    }
}

extension CaptureError: CustomStringConvertible {
    /// The message, without the detail.
    public var description: String { message }
}

extension String {
    /// The text of a fixed C array, libpcap's error buffer for example.
    init(errorBuffer: UnsafeBufferPointer<CChar>) {
        self = unsafe String(systemBytes: errorBuffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
}

/// Calls libpcap with an error buffer and hands back what it wrote there.
func withErrorBuffer<R>(_ body: (UnsafeMutablePointer<CChar>) -> R) -> (R, String) {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PCAP_ERRBUF_SIZE)) { buffer in
        unsafe buffer.initialize(repeating: 0)
        guard let base = buffer.baseAddress else { fatalError("withUnsafeTemporaryAllocation gave no memory") }
        let result = unsafe body(base)
        return (result, unsafe String(errorBuffer: UnsafeBufferPointer(buffer)))
    }
}

/// pcap_geterr(3), copied at once: the next call on the handle overwrites it.
func lastError(_ pcap: OpaquePointer) -> String {
    unsafe String(systemText: pcap_geterr(pcap))
}

/// pcap_statustostr(3).
func statusText(_ status: Int32) -> String {
    unsafe String(cString: pcap_statustostr(status))
}
