import Packets

// Link types have two numbers: the one that programs use (DLT_) and the one in savefiles (LINKTYPE_). They differ
// where systems once disagreed; pcap-linktype(7) and the registry at tcpdump.org list both.
extension LinkType {
    private static let rfc1483 = LinkType(rawValue: 11)
    private static let bsdSLIP = LinkType(rawValue: 15)
    private static let bsdPPP = LinkType(rawValue: 16)
    private static let classicalIP = LinkType(rawValue: 19)
    static let usbLinux = LinkType(rawValue: 189)
    static let usbLinuxMapped = LinkType(rawValue: 220)
    private static let dbus = LinkType(rawValue: 231)
    static let nflog = LinkType(rawValue: 239)
    private static let usbWindows = LinkType(rawValue: 249)
    private static let elektrobitHSCR = LinkType(rawValue: 279)

    /// The type that a savefile's number stands for. Unknown numbers stay as they are.
    public init(savefile number: UInt32) {
        switch number {
        case 100: self = .rfc1483
        case 101: self = .raw
        case 102: self = .bsdSLIP
        case 103: self = .bsdPPP
        case 106: self = .classicalIP
        default: self.init(rawValue: Int32(truncatingIfNeeded: number & ClassicFormat.linkTypeMask))
        }
    }

    /// The number for savefiles; nil for values that no registry assigns.
    public var savefileNumber: UInt32? {
        switch self {
        case .rfc1483: 100
        case .raw: 101
        case .bsdSLIP: 102
        case .bsdPPP: 103
        case .classicalIP: 106
        default:
            switch rawValue {
            case 0...10, 50, 51, 99, 104...289: UInt32(rawValue)
            default: nil
            }
        }
    }

    /// The most bytes that one packet of this type may have. Messages on a D-Bus and USB transfers are larger than
    /// what any network carries.
    public var maximumSnapshotLength: Int {
        switch self {
        case .dbus: 128 << 20
        case .usbWindows: 1 << 20
        case .elektrobitHSCR: 8 << 20
        default: 256 << 10
        }
    }
}
