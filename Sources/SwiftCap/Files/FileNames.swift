import Glibc
import Syscalls

/// The names of the files of one run, as tcpdump makes them from `-w`, `-C`, `-G` and `-W`: the template through
/// strftime(3) with `-G`, then a number with `-C` (none for the first, unless `-W` pads them all).
///
/// Unlike tcpdump's, a name comes twice only where a ring asks for it: when the clock gives the same text again (a
/// template without `%`, a clock that stands or jumps back), the numbers go on.
struct FileNames {
    /// Why a new file begins.
    enum Turn { case first, size, clock }

    let template: String
    /// `-G`: the template is a format of strftime(3).
    let usesClock: Bool
    /// `-C`: files are numbered.
    let isCounted: Bool
    /// `-W` with `-C`: so many files, then the first again.
    let ring: Int?
    /// What stays behind the number, `.gz` for example.
    let ending: String
    /// `--keep`: each has a number behind a hyphen, from 1.
    let isRecorder: Bool

    private var base = ""
    /// The last number given out for each base.
    private var numbers: [String: Int] = [:]
    /// Bases remembered: hours of one file a second. Beyond it the oldest are as good as new ones.
    private static let limit = 1 << 16

    init(
        template: String, usesClock: Bool = false, isCounted: Bool = false, fileCount: Int? = nil, ending: String = "",
        isRecorder: Bool = false
    ) {
        self.ending = ending
        self.isRecorder = isRecorder
        self.template = template
        self.usesClock = usesClock
        self.isCounted = isCounted
        ring = isCounted ? fileCount : nil
    }

    /// The next name. `seconds` is the wall clock's, since 1970.
    mutating func next(_ turn: Turn, at seconds: Int64) -> String {
        if turn != .size { base = usesClock ? FileNames.formatted(template, seconds) : template }
        if numbers.count >= FileNames.limit && numbers[base] == nil { numbers.removeAll() }
        var number = numbers[base].map { $0 + 1 } ?? (isRecorder ? 1 : 0)
        if let ring { number %= ring }
        numbers[base] = number
        if number == 0 && digits == 0 { return base }
        let text = (isRecorder ? "-" : "") + String(number)
        let padded = String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        if ending.isEmpty || !base.hasSuffix(ending) { return base + padded }
        return base.dropLast(ending.count) + padded + ending
    }

    /// As many as the ring's highest number has; 0 where numbers are not padded.
    private var digits: Int {
        guard let ring, ring > 1 else { return 0 }
        return String(ring - 1).utf8.count
    }

    /// strftime(3) in local time. A text that comes out empty or too long for a path is the template itself.
    private static func formatted(_ template: String, _ seconds: Int64) -> String {
        var moment = time_t(seconds)
        var fields = unsafe tm()
        guard unsafe localtime_r(&moment, &fields) != nil else { return template }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return template }
            let length = unsafe template.withSystemText { unsafe strftime(start, buffer.count, $0, &fields) }
            return length == 0 ? template : unsafe String(systemText: start)
        }
    }
}

extension FilePlan {
    /// What its files are called.
    var names: FileNames {
        FileNames(
            template: path, usesClock: turnPeriod != nil, isCounted: turnSize != nil || isRecorder,
            fileCount: isRecorder ? nil : fileCount, ending: ending, isRecorder: isRecorder)
    }
}
