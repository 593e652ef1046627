import Promiscuity
import Reports

/// What `--trigger-books` looks for in the books of one interface: who joins or leaves and is not this capture, and
/// references that no holder accounts for.
struct BooksTrigger {
    private let books: Books
    private var seen: Int
    private var missed: Int
    private var residual: Int

    init(_ books: Books) {
        self.books = books
        seen = books.timeline.changes.count
        missed = books.timeline.missed
        residual = books.latest?.residual ?? 0
    }

    /// What happened since the last look; nil for nothing that counts.
    mutating func look() -> String? {
        let count = books.timeline.changes.count
        if count == seen && books.timeline.missed == missed { return nil }
        // The timeline is full, or the kernel's notifications were lost.
        var found = count == seen ? "\(books.latest?.link.name.printable ?? "an interface"): changes were missed" : nil
        for change in books.timeline.changes[seen...] {
            let isUnexplained = change.residual != 0 && change.residual != residual
            residual = change.residual
            guard found == nil, isUnexplained || (change.joined + change.left).contains(where: { !$0.own }) else {
                continue
            }
            let unexplained = isUnexplained ? ", \(change.residual) unexplained" : ""
            found = "\(change.interface.printable): \(change.story)\(unexplained)"
        }
        (seen, missed) = (count, books.timeline.missed)
        return found
    }
}
