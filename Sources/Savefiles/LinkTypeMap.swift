import Packets

// Link types have two numbers: the one that programs use (DLT_) and the one in savefiles (LINKTYPE_). They differ
// where systems once disagreed; pcap-linktype(7) and the registry at tcpdump.org list both.
extension LinkType {
    /// The type that a savefile's number stands for. Unknown numbers stay as they are.
    public init(savefile number: UInt32) {
        switch number {
        case 100: self.init(rawValue: 11)
        case 101: self.init(rawValue: 12)
        case 102: self.init(rawValue: 15)
        case 103: self.init(rawValue: 16)
        case 106: self.init(rawValue: 19)
        default: self.init(rawValue: Int32(truncatingIfNeeded: number & 0x03FF_FFFF))
        }
    }

    /// The number for savefiles; nil for values that no registry assigns.
    public var savefileNumber: UInt32? {
        switch rawValue {
        case 11: 100
        case 12: 101
        case 15: 102
        case 16: 103
        case 19: 106
        case 0...10, 50, 51, 99, 104...289: UInt32(rawValue)
        default: nil
        }
    }

    /// The most bytes that one packet of this type may have. Messages on a D-Bus and USB transfers are larger than
    /// what any network carries.
    public var maximumSnapshotLength: Int {
        switch rawValue {
        case 231: 128 << 20
        case 249: 1 << 20
        case 279: 8 << 20
        default: 256 << 10
        }
    }
}
