import CPcap
import Packets

/// A filter compiled by libpcap (pcap_compile(3)): the one owner of its instructions.
@safe
public struct FilterProgram: ~Copyable {
    private var program: bpf_program

    /// Compiles `expression` for a link type. `netmask` serves "ip broadcast"; tcpdump takes 0 where
    /// it knows none.
    public init(
        _ expression: String, linkType: LinkType, snapshotLength: Int32 = 262_144, optimize: Bool = true,
        netmask: UInt32 = 0
    ) throws(CaptureError) {
        guard let dead = unsafe pcap_open_dead(linkType.rawValue, snapshotLength) else {
            throw CaptureError(.other, "pcap_open_dead: out of memory")
        }
        defer { unsafe pcap_close(dead) }
        self = try unsafe FilterProgram(expression, pcap: dead, optimize: optimize, netmask: netmask)
    }

    /// Compiles against a live handle, so that the program may use what the kernel offers it (VLAN tags beside the
    /// packet, for example).
    public init(
        _ expression: String, for handle: borrowing CaptureHandle, optimize: Bool = true,
        netmask: UInt32 = 0
    ) throws(CaptureError) {
        self = try unsafe FilterProgram(expression, pcap: handle.pcap, optimize: optimize, netmask: netmask)
    }

    private init(
        _ expression: String, pcap: OpaquePointer, optimize: Bool, netmask: UInt32
    ) throws(CaptureError) {
        var compiled = unsafe bpf_program()
        if unsafe pcap_compile(pcap, &compiled, expression, optimize ? 1 : 0, netmask) != 0 {
            throw CaptureError(.filter, unsafe lastError(pcap))
        }
        unsafe program = compiled
    }

    deinit {
        var freed = unsafe program
        unsafe pcap_freecode(&freed)
    }

    func withProgram<R>(_ body: (UnsafeMutablePointer<bpf_program>) -> R) -> R {
        var copy = unsafe program
        return unsafe body(&copy)
    }

    /// True when the packet passes (bpf_filter(3), the same machine that pcap_offline_filter(3) runs).
    @inline(__always)
    public func matches(_ packet: borrowing PacketView) -> Bool {
        let length = UInt32(clamping: packet.originalLength)
        return unsafe packet.bytes.withUnsafeBytes { bytes in
            unsafe bpf_filter(
                program.bf_insns, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), length,
                UInt32(clamping: bytes.count)) != 0
        }
    }

    /// How `-d`, `-dd` and `-ddd` show a program.
    public enum Listing: Sendable {
        /// Instructions with their addresses, for a reader.
        case assembly
        /// The insides of an array in C.
        case cArray
        /// Their number, then four decimal numbers for each.
        case decimal
    }

    /// The instructions as text, one a line.
    public func listing(_ form: Listing) -> String {
        var lines = ""
        let count = unsafe Int(program.bf_len)
        if form == .decimal { lines += "\(count)\n" }
        for i in 0..<count {
            let instruction = unsafe program.bf_insns[i]
            switch form {
            case .assembly:
                unsafe lines +=
                    String(cString: unsafe bpf_image(program.bf_insns + i, Int32(truncatingIfNeeded: i))) + "\n"
            case .cArray:
                let k = String(instruction.k, radix: 16)
                let code = String(instruction.code, radix: 16)
                let zeros = String(repeating: "0", count: 8 - k.count)
                lines += "{ 0x\(code), \(instruction.jt), \(instruction.jf), 0x\(zeros)\(k) },\n"
            case .decimal:
                lines += "\(instruction.code) \(instruction.jt) \(instruction.jf) \(instruction.k)\n"
            }
        }
        return lines
    }
}
