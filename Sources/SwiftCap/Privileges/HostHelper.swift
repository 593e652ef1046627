import Packets
import Syscalls

/// Names of hosts, from a process that looks them up (`LookUpHelper`).
final class HostHelper: Sendable {
    typealias LookUp = @Sendable (HostAddress) -> String?

    /// As many as ask at the same time (`HostResolver`).
    private static let sockets = 4

    private let helper: LookUpHelper

    var descriptors: [Int32] { helper.descriptors }

    /// - Parameters:
    ///   - settle: gives up the rights that looking up names does not need.
    init(_ lookUp: @escaping LookUp, settle: () -> Bool) throws(SystemError) {
        helper = try LookUpHelper(
            sockets: HostHelper.sockets,
            { octets in HostHelper.address(octets).map { LookUpHelper.Answer(text: lookUp($0)) } }, settle: settle)
    }

    /// The address's name; nil for none.
    func name(_ address: HostAddress) -> String? { helper.name(HostHelper.octets(address))?.printable }

    private static func octets(_ address: HostAddress) -> [UInt8] {
        let low = (0..<8).map { UInt8(truncatingIfNeeded: address.low >> (56 - 8 * UInt64($0))) }
        if !address.isIPv6 { return Array(low[4...]) }
        return (0..<8).map { UInt8(truncatingIfNeeded: address.high >> (56 - 8 * UInt64($0))) } + low
    }

    /// Nil for what is no address.
    static func address(_ octets: ArraySlice<UInt8>) -> HostAddress? {
        func number(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
        switch octets.count {
        case 4: return HostAddress(ipv4: UInt32(truncatingIfNeeded: number(octets)))
        case 16: return HostAddress(ipv6: number(octets.prefix(8)), number(octets.dropFirst(8)))
        default: return nil
        }
    }
}
