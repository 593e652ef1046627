import CLinux
import CPcap
import Glibc
import Packets
import Syscalls

// Several packet sockets on one device that share its packets (packet(7), PACKET_FANOUT): each packet goes to one of
// them, and all packets of a flow to the same one, unless its ring is nearly full.
extension CaptureHandle {
    /// Joins the group of an earlier handle, or makes a new one: the kernel then picks a number that no other has.
    ///
    /// Each socket keeps its own membership: a group of N holds N references on the device.
    ///
    /// - Parameter group: what the first handle's call returned; nil for the first.
    public mutating func joinFanout(_ group: UInt16?) throws(CaptureError) -> UInt16 {
        let number = unsafe pcap_fileno(pcap)
        guard socketInode != nil else { throw noFanout("it is no network interface") }
        let kind = UInt32(PACKET_FANOUT_HASH) | UInt32(PACKET_FANOUT_FLAG_ROLLOVER)
        let unique = group == nil ? UInt32(PACKET_FANOUT_FLAG_UNIQUEID) : 0
        if setFanout(number, (kind | unique) << 16 | UInt32(group ?? 0)) != 0 {
            // Before Linux 4.13 the number is the caller's choice; this one is another process's only by accident.
            let own = UInt16(truncatingIfNeeded: getpid())
            guard group == nil, errno == EINVAL, setFanout(number, kind << 16 | UInt32(own)) == 0 else {
                throw noFanout("\(lastErrno())")
            }
        }
        var joined: UInt32 = 0
        var length = socklen_t(MemoryLayout<UInt32>.size)
        guard unsafe getsockopt(number, SOL_PACKET, PACKET_FANOUT, &joined, &length) == 0 else {
            throw noFanout("\(lastErrno())")
        }
        return UInt16(truncatingIfNeeded: joined)
    }

    private func setFanout(_ number: Int32, _ value: UInt32) -> Int32 {
        var value = value
        return unsafe setsockopt(number, SOL_PACKET, PACKET_FANOUT, &value, socklen_t(MemoryLayout<UInt32>.size))
    }

    private func noFanout(_ why: String) -> CaptureError {
        CaptureError(.other, "\(settings.device): its packets cannot be shared among several sockets: \(why)")
    }

    /// Throws away what is in the ring. Returns how many packets that were.
    public mutating func discard() throws(CaptureError) -> Int {
        var nothing: UInt8 = 0
        var count = 0
        var failure: CaptureError?
        unsafe withUnsafeMutablePointer(to: &nothing) { context in
            do throws(CaptureError) {
                count = unsafe try dispatch(context: UnsafeMutableRawPointer(context)) { _, _, _ in }
            } catch { failure = error }
        }
        if let failure { throw failure }
        return count
    }
}
