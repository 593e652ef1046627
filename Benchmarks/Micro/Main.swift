import Glibc

// Micro time PIECE FOLDER ROUNDS    nanoseconds of CPU for each item: one line for each round
// Micro pass PIECE FOLDER PASSES    does the piece so often and prints how many items that were: for callgrind
//
// The hot pieces of swiftcap one by one, without a process, a file or a kernel around them where that can be had.
// A target of swiftcap's own package, so that it sees the modules as the program does and none has to be published.
// FOLDER holds the savefiles that `Bench make` writes. scripts/bench calls it.

@main
struct Main {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count == 4, let number = Int(words[3]), number > 0 else { fail("which piece? See scripts/bench") }
        do {
            try Pieces.run(words[1], folder: words[2], words[0] == "time" ? .time(rounds: number) : .passes(number))
        } catch { fail("\(words[1]): \(error)") }
    }

    static func fail(_ text: String) -> Never {
        var text = "micro: \(text)\n"
        _ = text.withUTF8 { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(1)
    }
}

struct MicroError: Error, CustomStringConvertible {
    let description: String
}

/// A piece of the program under measurement.
protocol Piece: ~Copyable {
    /// Does its work once over all that it has, and tells for how many items.
    mutating func pass() throws -> Int
}

/// How a piece is run.
enum Mode {
    case time(rounds: Int)
    case passes(Int)

    func run<P: Piece & ~Copyable>(_ piece: consuming P) throws {
        var piece = piece
        switch self {
        case .passes(let count):
            var items = 0
            for _ in 0..<count { items += try piece.pass() }
            print(items)
        case .time(let rounds):
            // Until caches and branch predictors know it; and how many passes make twenty milliseconds.
            var passes = 0
            let warm = Mode.processor()
            while Mode.processor() - warm < 20_000_000 {
                _ = try piece.pass()
                passes += 1
            }
            for _ in 0..<rounds {
                var items = 0
                let before = Mode.processor()
                for _ in 0..<passes { items += try piece.pass() }
                print(Double(Mode.processor() - before) / Double(items))
            }
        }
    }

    /// Nanoseconds of CPU, user and system.
    private static func processor() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}

/// Where results go that no code needs, so that the compiler leaves no computation out as unused.
@inline(never)
func keep<T>(_ value: T) {
    withExtendedLifetime(value) {}
}
