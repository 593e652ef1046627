/// The word that was perhaps meant.
enum Nearest {
    /// A word of the list that one slip in three letters, and at most three slips, make of `typed`; nil when none is so
    /// near. A letter too many, one missing, another one, and two that changed places are a slip each.
    static func word(to typed: String, of words: [String]) -> String? {
        let typed = Array(typed.utf8.prefix(longest + 1))
        guard typed.count > 1, typed.count <= longest else { return nil }
        var found: (word: String, slips: Int)?
        for word in words {
            let count = slips(typed, Array(word.utf8))
            let most = min(3, max(1, typed.count / 3))
            if count <= most, count < found?.slips ?? .max { found = (word, count) }
        }
        return found?.word
    }

    /// Longer than any word that is looked for: the work has a bound.
    private static let longest = 64

    /// How many slips make one of the other, by Damerau's count of neighbours that changed places.
    static func slips(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
                row.append(least)
            }
            before = last
            last = row
        }
        return last[b.count]
    }
}
