/// Random numbers that repeat: the same seed gives the same numbers on each machine (SplitMix64). The seed of a test is an
/// argument of its, or in its comments, so that a failure names it.
public struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible, Sendable {
    /// What the numbers began with.
    public let seed: UInt64
    private var state: UInt64

    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from 0 up to, and without, `bound`.
    public mutating func below(_ bound: Int) -> Int {
        Int(next() >> 1) % bound
    }

    public var description: String { "seed \(seed)" }
}
