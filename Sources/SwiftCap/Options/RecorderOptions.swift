/// `--keep` and what belongs to it.
struct RecorderOptions: Equatable {
    /// How much is kept.
    struct Amount: Equatable {
        /// Bytes of memory.
        var bytes = RecorderOptions.bytesOfSeconds
        /// Nanoseconds; nil for no limit in time.
        var span: Int64?
    }

    /// Where only seconds are asked for.
    static let bytesOfSeconds = 64_000_000
    private static let fewestBytes: UInt64 = 1_000_000
    private static let mostBytes: UInt64 = 1 << 44

    var amount: Amount?
    /// `--trigger`.
    var trigger: String?
    /// `--trigger-books`.
    var triggersOnBooks = false
    /// `--after`: nanoseconds; nil for a second.
    var after: Int64?

    /// `64M`, `30s`, or both with a comma: `30s,256M`.
    static func amount(_ text: String) throws(UsageError) -> Amount {
        var bytes: Int?
        var span: Int64?
        for part in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            let isTime = part.hasSuffix("s")
            guard isTime ? span == nil : bytes == nil, let last = part.last, !last.isNumber else { throw invalid(text) }
            if isTime {
                guard let time = nanoseconds(String(part.dropLast())), time > 0 else { throw invalid(text) }
                span = time
                continue
            }
            guard let size = try? OptionParser.stopSize(part), size <= mostBytes else { throw invalid(text) }
            if size < fewestBytes { throw UsageError(message: "--keep \(text): less than 1M is too little") }
            bytes = Int(size)
        }
        return Amount(bytes: bytes ?? bytesOfSeconds, span: span)
    }

    private static func invalid(_ text: String) -> UsageError {
        UsageError(
            message:
                "invalid amount to keep \(text) (must be a size with k, M or G, seconds with s, or both: 64M, 30s, "
                + "30s,256M)")
    }

    /// `--after`. 0 is one: the file ends with what happens.
    static func after(_ text: String) throws(UsageError) -> Int64 {
        guard let time = nanoseconds(text) else {
            throw UsageError(message: "invalid number of seconds \(text) after what happens (must be 0 to 86400)")
        }
        return time
    }

    /// Decimal digits, with a fraction perhaps: no sign, no exponent. At most a day.
    private static func nanoseconds(_ text: String) -> Int64? {
        guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }), let value = Double(text),
            value <= 86_400
        else { return nil }
        return Int64(value * 1e9)
    }

    /// What does not go together is refused.
    func check(_ options: CaptureOptions) throws(UsageError) {
        guard amount != nil else {
            let alone = [
                (trigger != nil, "--trigger"), (triggersOnBooks, "--trigger-books"), (after != nil, "--after"),
            ]
            guard let (_, name) = alone.first(where: { $0.0 }) else { return }
            throw UsageError(message: "\(name) needs packets that are kept (--keep)")
        }
        guard let path = options.writeFile, path != "-" else {
            throw UsageError(message: "--keep needs the name of a file to write to (-w), one for each event")
        }
        let series: [(Bool, String)] = [
            (options.rotateSize != nil, "-C"), ((options.rotateSeconds ?? 0) > 0, "-G"),
            (options.fileCount != nil, "-W"), (options.stopSize != nil, "--stop-size"),
        ]
        if let (_, name) = series.first(where: { $0.0 }) {
            throw UsageError(message: "\(name) does not go with --keep, which writes one file for each event")
        }
        if trigger?.allSatisfy(\.isWhitespace) == true {
            throw UsageError(message: "--trigger needs a filter expression: an empty one matches each packet")
        }
        if triggersOnBooks && options.readsFiles {
            throw UsageError(message: "--trigger-books is for live captures, and can not be used with -V or -r")
        }
    }
}
