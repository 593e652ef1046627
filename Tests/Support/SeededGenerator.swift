/// Random numbers that repeat: the same seed gives the same numbers on each machine (xorshift, 64 bits). A test that
/// fails names its seed: it is part of the generator's description.
public struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible {
    /// What the numbers began with.
    public let seed: UInt64
    private var state: UInt64

    public init(seed: UInt64) {
        self.seed = seed
        // All zeros would stay zeros.
        state = seed ^ 0x9E37_79B9_7F4A_7C15
        if state == 0 { state = 1 }
    }

    public mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    /// A number from 0 up to, and without, `bound`.
    public mutating func below(_ bound: Int) -> Int {
        Int(next() >> 1) % bound
    }

    public var description: String { "seed \(seed)" }
}
