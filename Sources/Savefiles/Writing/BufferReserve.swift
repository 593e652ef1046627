import Glibc
import Syscalls

/// Buffers whose memory is there before they are needed, while packets come fast.
///
/// A disk that stands still for a moment makes the capture take one fresh buffer after the other. The first touch of a page
/// costs up to 13 microseconds where a virtual machine's host has taken free memory back: 7 milliseconds for a buffer that the packets
/// fill in 4, and the ring holds 14. So a thread of its own touches some buffers ahead, on a processor that has time.
struct BufferReserve {
    /// Buffers that are ready beside those in use: what comes at full rate in 14 milliseconds.
    static let size = 4
    /// Of the buffers in use; 0 while none are wanted.
    var capacity = 0
    /// Buffers that there are, the writers' own not counted.
    var made = 0
    var isStopped = false
}

extension WriteQueue {
    /// Called by the capturing thread with each full buffer.
    func keepReserve(_ capacity: Int) {
        let wanted = flow.isDirect ? capacity : 0
        let isNew = locked {
            if reserve.capacity == wanted { return false }
            reserve.capacity = wanted
            lock.wakeAll()
            return wanted > 0 && reserveThread == nil && limit > 2 * BufferReserve.size
        }
        // Where no thread can be had the capture touches its buffers itself.
        if isNew { reserveThread = try? WorkThread { self.fillReserve() } }
    }

    func stopReserve() {
        locked {
            reserve.isStopped = true
            lock.wakeAll()
        }
        reserveThread?.join()
    }

    private func fillReserve() {
        while let capacity = capacityWanted() {
            let base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: DirectIO.block)
            for place in stride(from: 0, to: capacity, by: DirectIO.block) {
                unsafe base.storeBytes(of: 0, toByteOffset: place, as: UInt8.self)
            }
            // Behind the others: the one that came back last is the one that is in the processor's cache.
            locked { unsafe free.insert(Buffer(base: base, capacity: capacity), at: 0) }
        }
    }

    /// Waits until one is missing; nil when it is time to end.
    private func capacityWanted() -> Int? {
        locked {
            wait {
                !reserve.isStopped
                    && (reserve.capacity == 0 || free.count >= BufferReserve.size || reserve.made >= limit)
            }
            if reserve.isStopped { return nil }
            reserve.made += 1
            return reserve.capacity
        }
    }
}
