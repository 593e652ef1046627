/// SHA-1 (FIPS 180-4 section 6.1) of a message that fits in one block. Only for community ids, which are made with it: it
/// guards nothing.
struct SHA1 {
    /// Octets of a message that leaves room for the padding.
    static let mostOctets = 55

    private var words = InlineArray<80, UInt32>(repeating: 0)
    private(set) var count = 0

    /// Adds an octet of the message.
    @inline(__always)
    mutating func add(_ octet: UInt8) {
        guard count < SHA1.mostOctets else { return }
        words[count >> 2] |= UInt32(octet) &<< UInt32(24 &- (count & 3) &* 8)
        count &+= 1
    }

    /// The digest's five words.
    consuming func digest() -> InlineArray<5, UInt32> {
        words[count >> 2] |= 0x80 &<< UInt32(24 &- (count & 3) &* 8)
        words[15] = UInt32(count &* 8)
        for place in 16..<80 {
            words[place] = SHA1.rotated(
                words[place &- 3] ^ words[place &- 8] ^ words[place &- 14] ^ words[place &- 16], 1)
        }
        let start: InlineArray<5, UInt32> = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        var (a, b, c, d, e) = (start[0], start[1], start[2], start[3], start[4])
        for place in 0..<80 {
            let (mix, constant): (UInt32, UInt32) =
                switch place {
                case 0..<20: (b & c | ~b & d, 0x5A82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
            let next = SHA1.rotated(a, 5) &+ mix &+ e &+ constant &+ words[place]
            (e, d, c, b, a) = (d, c, SHA1.rotated(b, 30), a, next)
        }
        return [start[0] &+ a, start[1] &+ b, start[2] &+ c, start[3] &+ d, start[4] &+ e]
    }

    @inline(__always)
    private static func rotated(_ word: UInt32, _ bits: UInt32) -> UInt32 { word &<< bits | word &>> (32 &- bits) }
}
