/// What is wrong with a pcapng file (draft-ietf-opsawg-pcapng), in libpcap's words where it has them.
public enum PcapngFault: Error, Equatable, Sendable {
    case truncated(need: Int, have: Int)
}

extension PcapngFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let need, let have):
            "truncated pcapng dump file; tried to read \(need) bytes, only got \(have)"
        }
    }
}
