import Capture
import Packets

/// The filter of `-r`, compiled for each link type that the files have.
struct LinkFilters {
    /// A program that several places can hold.
    final class Compiled {
        let program: FilterProgram
        init(_ program: consuming FilterProgram) { self.program = program }
    }

    /// A file may claim more link types than there are.
    private static let limit = 64

    let expression: String
    let optimize: Bool
    private var compiled: [LinkType: Compiled] = [:]

    init(_ expression: String, optimize: Bool) {
        self.expression = expression
        self.optimize = optimize
    }

    /// Throws where the expression makes no sense for the link type.
    mutating func filter(_ linkType: LinkType, snapshotLength: Int) throws(RunError) -> Compiled {
        if let known = compiled[linkType] { return known }
        if compiled.count >= Self.limit { compiled.removeAll() }
        let made: Compiled
        do throws(CaptureError) {
            made = Compiled(
                try FilterProgram(
                    expression, linkType: linkType, snapshotLength: Int32(clamping: snapshotLength), optimize: optimize)
            )
        } catch {
            throw RunError(error.message)
        }
        compiled[linkType] = made
        return made
    }
}
