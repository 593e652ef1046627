import Capture
import Packets

/// What is known of each socket's packets before they come, and what is counted of each device's, where a packet can get at
/// it without a reference count. The session's thread only.
@safe
final class MergedSources {
    @safe
    fileprivate struct Source {
        let device: Int
        let linkType: LinkType
        /// The beginning of its lines of text.
        let label: UnsafeBufferPointer<UInt8>
    }

    let devices: [CaptureDevice]
    let threads: [CaptureThread]
    fileprivate let sources: UnsafeMutableBufferPointer<Source>
    fileprivate let tallies: UnsafeMutableBufferPointer<PacketTally>

    init(_ devices: [CaptureDevice], _ threads: [CaptureThread]) {
        self.devices = devices
        self.threads = threads
        unsafe tallies = .allocate(capacity: devices.count)
        for (place, device) in devices.enumerated() {
            unsafe tallies.initializeElement(at: place, to: PacketTally(ownAddress: device.countedAddress))
        }
        unsafe sources = .allocate(capacity: threads.count)
        for (place, thread) in threads.enumerated() {
            let device = devices[thread.device]
            let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: device.label.count)
            _ = unsafe text.initialize(from: device.label)
            unsafe sources.initializeElement(
                at: place,
                to: Source(device: thread.device, linkType: device.linkType, label: UnsafeBufferPointer(text)))
        }
    }

    deinit {
        for place in unsafe sources.indices { unsafe sources[place].label.deallocate() }
        unsafe sources.deallocate()
        unsafe tallies.deallocate()
    }

    /// One device's packets so far.
    func counts(_ device: Int) -> PacketsSoFar {
        let tally = unsafe tallies[device]
        return PacketsSoFar(
            captured: tally.captured, foreign: tally.countsForeignUnicast ? tally.foreignUnicast : nil,
            kernel: total(device).kernel)
    }

    /// What the sockets of one device, or of all, have counted: the worst moment's drops are those of one socket.
    func total(_ device: Int?) -> (kernel: CaptureStatistics, received: UInt64, worstDrops: UInt64) {
        var sum = CaptureStatistics()
        var received: UInt64 = 0
        var worst: UInt64 = 0
        for place in devices.indices where device == nil || device == place {
            var ofInterface: UInt64 = 0
            for thread in threads where thread.device == place {
                let counts = thread.queue.currentCounts()
                sum.received &+= counts.kernel.received
                sum.dropped &+= counts.kernel.dropped
                // Each socket is told the interface's.
                ofInterface = max(ofInterface, counts.kernel.interfaceDropped)
                received &+= counts.received
                worst = max(worst, counts.worstDrops)
            }
            sum.interfaceDropped &+= ofInterface
        }
        return (sum, received, worst)
    }
}

/// The pipeline, told where each packet comes from.
@safe
struct LabellingSink: MergeSink, ~Copyable {
    private let sources: UnsafeMutableBufferPointer<MergedSources.Source>
    private let tallies: UnsafeMutableBufferPointer<PacketTally>
    /// There are several devices: packets say which one they come from.
    private let tells: Bool
    private let pipeline: UnsafeMutablePointer<Pipeline>
    private var last = -1

    init(_ labels: MergedSources, _ pipeline: UnsafeMutablePointer<Pipeline>) {
        unsafe sources = labels.sources
        unsafe tallies = labels.tallies
        tells = labels.devices.count > 1
        unsafe self.pipeline = pipeline
    }

    @inline(__always)
    func linkType(of source: Int) -> LinkType { unsafe sources[source].linkType }

    @inline(__always)
    mutating func consume(_ packet: borrowing PacketView, from source: Int) -> Verdict {
        // Copies: what a property of this value points to cannot be changed in builds for the thread sanitizer, whose hints of
        // such changes (Swift 6.3, __tsan_external_write) then get the value's words for an address.
        let (pipeline, tallies) = unsafe (self.pipeline, self.tallies)
        let device = unsafe sources[source].device
        if tells {
            if device != last {
                unsafe pipeline.pointee.select(UInt32(truncatingIfNeeded: device))
                last = device
            }
            unsafe pipeline.pointee.label(sources[source].label)
        }
        if unsafe pipeline.pointee.consume(packet) == .stop { return .stop }
        unsafe tallies[device].count(packet)
        return .more
    }
}
