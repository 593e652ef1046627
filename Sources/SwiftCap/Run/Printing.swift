import Dissection

/// The printer with this machine's surroundings: time zone, names.
enum Printing {
    static func makePrinter(_ options: PrintOptions) -> Printer {
        Printer(options: options)
    }
}
