import Syscalls

/// `--cpu-affinity`'s list, as taskset(1) and the kernel's cpulists write it: `2`, `0,2-3`.
enum ProcessorList {
    static func parse(_ text: String) throws(UsageError) -> [Int] {
        var numbers: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(number)
            guard let first = ends[0], let last = ends[ends.count - 1], first <= last else {
                throw UsageError(message: "invalid list of processors \(text) (must be like 2 or 0,2-3)")
            }
            for each in first...last where !numbers.contains(each) { numbers.append(each) }
        }
        return numbers
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int(text),
            value <= Processors.highest
        else { return nil }
        return value
    }

    /// The shortest list of `numbers`, which are in order.
    static func text(_ numbers: [Int]) -> String {
        var ranges: [(first: Int, last: Int)] = []
        for number in numbers {
            if let last = ranges.last?.last, last + 1 == number {
                ranges[ranges.count - 1].last = number
            } else {
                ranges.append((number, number))
            }
        }
        return ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }.joined(separator: ",")
    }
}
