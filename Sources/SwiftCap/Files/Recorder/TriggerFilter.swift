import Capture
import Packets

/// `--trigger`: the expression, compiled for each link type that packets have, where a packet can get at it without a
/// reference count.
@safe
struct TriggerFilter: ~Copyable {
    /// Link types at once; beyond it the oldest one is compiled again when it comes back.
    private static let limit = 64

    private let expression: String
    private let optimize: Bool
    private let programs: UnsafeMutablePointer<FilterProgram>
    private let linkTypes: UnsafeMutablePointer<Int32>
    private var count = 0
    private var current = 0
    private var next = 0
    /// Why it could not be compiled for a packet.
    private(set) var failure: RunError?

    init(_ expression: String, optimize: Bool) {
        self.expression = expression
        self.optimize = optimize
        unsafe programs = .allocate(capacity: TriggerFilter.limit)
        unsafe linkTypes = .allocate(capacity: TriggerFilter.limit)
    }

    deinit {
        unsafe programs.deinitialize(count: count)
        unsafe programs.deallocate()
        unsafe linkTypes.deallocate()
    }

    /// True for a packet that passes; one of a link type for which the expression makes no sense is none (`failure`).
    @inline(__always)
    mutating func matches(_ packet: borrowing PacketView) -> Bool {
        if unsafe count == 0 || linkTypes[current] != packet.linkType.rawValue {
            guard choose(packet.linkType) else { return false }
        }
        return unsafe programs[current].matches(packet)
    }

    @inline(never)
    private mutating func choose(_ linkType: LinkType) -> Bool {
        for place in 0..<count where unsafe linkTypes[place] == linkType.rawValue {
            current = place
            return true
        }
        do throws(RunError) { try prepare(linkType) } catch {
            failure = failure ?? error
            return false
        }
        return true
    }

    /// Compiles it for a link type.
    ///
    /// - Parameter netmask: for "ip broadcast".
    mutating func prepare(_ linkType: LinkType, netmask: UInt32 = 0) throws(RunError) {
        let program: FilterProgram
        do throws(CaptureError) {
            program = try FilterProgram(expression, linkType: linkType, optimize: optimize, netmask: netmask)
        } catch {
            throw RunError("--trigger: \(error.message)")
        }
        if count < TriggerFilter.limit {
            current = count
            unsafe (programs + current).initialize(to: program)
            count += 1
        } else {
            current = next
            next = (next + 1) % TriggerFilter.limit
            unsafe programs[current] = program
        }
        unsafe linkTypes[current] = linkType.rawValue
    }
}
