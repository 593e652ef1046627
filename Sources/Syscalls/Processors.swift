import CLinux
import Glibc

/// The processors that a thread may run on (sched_setaffinity(2)).
public enum Processors {
    private static let bits = UInt.bitWidth
    /// Linux's own limit on x86 (CONFIG_NR_CPUS) is 8192.
    public static let highest = 8191

    /// Those that the calling thread may use, in order.
    public static func allowed() throws(SystemError) -> [Int] {
        var mask = [UInt](repeating: 0, count: (highest + 1) / bits)
        try checked("sched_getaffinity") {
            unsafe mask.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return Int32(-1) }
                return unsafe sched_getaffinity(0, bytes.count, base.assumingMemoryBound(to: cpu_set_t.self))
            }
        }
        return (0...highest).filter { mask[$0 / bits] >> ($0 % bits) & 1 == 1 }
    }

    /// Keeps the calling thread, and those that it starts from now on, to `numbers`.
    public static func pin(to numbers: [Int]) throws(SystemError) {
        var mask = [UInt](repeating: 0, count: (highest + 1) / bits)
        for number in numbers where number >= 0 && number <= highest { mask[number / bits] |= 1 << (number % bits) }
        try checked("sched_setaffinity") {
            unsafe mask.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return Int32(-1) }
                return unsafe sched_setaffinity(0, bytes.count, base.assumingMemoryBound(to: cpu_set_t.self))
            }
        }
    }
}
