import Packets
import Promiscuity

/// Two runs beside each other: the contract `swiftcap.comparison/1`. The runs follow each other, so what others did in
/// between or meanwhile is said too.
public struct Comparison: Equatable, Sendable {
    public static let schema = "swiftcap.comparison/1"

    /// What the runs differ in while they ran; first minus second.
    public struct Difference: Equatable, Sendable {
        public var ownReferencesDuring: Int?
        public var promiscuityDuring: Int?
        public var flagsPromiscDuring: [Bool?]
        public var gflagsPromiscDuring: [Bool?]
        public var foreignUnicast: [UInt64?]
    }

    public let first: CaptureReport
    public let second: CaptureReport
    /// The two reports' interfaces that are compared: the first name that both have, or each one's first.
    public let interfaces: [InterfaceReport]
    public let difference: Difference
    /// False when a reference leaked, was not taken where asked for, or has no known holder: exit status 2. Nil when that is
    /// not known, for the kernel could not be read: exit status 3.
    public let expected: Bool?
    /// One sentence each; the first is the result.
    public let sentences: [String]
    public var summary: String { sentences.joined(separator: " ") }

    /// Exit status of the front end: 0 as expected, 2 where the books do not balance, 3 where that is not known.
    public var exitStatus: Int32 { expected.map { $0 ? 0 : 2 } ?? 3 }

    /// The result in one word, as a verdict has it.
    public var status: BooksVerdict.Status { expected.map { $0 ? .balanced : .unbalanced } ?? .unknown }

    /// Fails when a report has no interface to compare.
    public init(_ first: CaptureReport, _ second: CaptureReport) throws(ReportError) {
        guard let (a, b) = Comparison.pair(first, second) else { throw .field("interfaces") }
        self.first = first
        self.second = second
        interfaces = [a, b]
        difference = Difference(
            ownReferencesDuring: Comparison.minus(a.verdict.ownTaken, b.verdict.ownTaken),
            promiscuityDuring: Comparison.minus(a.during?.promiscuity, b.during?.promiscuity),
            flagsPromiscDuring: [a.during?.flagsPromisc, b.during?.flagsPromisc],
            gflagsPromiscDuring: [a.during?.gflagsPromisc, b.during?.gflagsPromisc],
            foreignUnicast: [a.packets.foreignUnicast, b.packets.foreignUnicast])
        let judgement = ComparisonJudgement(a, b)
        expected = judgement.expected
        sentences = judgement.sentences
    }

    private static func pair(
        _ first: CaptureReport, _ second: CaptureReport
    ) -> (InterfaceReport, InterfaceReport)? {
        // By a table: a report from outside may have some hundred thousand.
        let named = Dictionary(second.interfaces.map { ($0.name, $0) }) { earlier, _ in earlier }
        for a in first.interfaces {
            if let b = named[a.name] { return (a, b) }
        }
        guard let a = first.interfaces.first, let b = second.interfaces.first else { return nil }
        return (a, b)
    }

    private static func minus<T: FixedWidthInteger>(_ a: T?, _ b: T?) -> Int? {
        guard let a, let b else { return nil }
        return Int(clamping: a) &- Int(clamping: b)
    }
}
