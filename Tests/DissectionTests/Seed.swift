import Packets

@testable import Dissection

/// A packet of any link type, written by field: for tests that change bytes, and with the line it is printed as.
struct Seed: Sendable, CustomStringConvertible {
    let name: String
    let link: LinkType
    let bytes: [UInt8]
    /// tcpdump's letters: "e", "v" once or more.
    let flags: String
    /// All of the text, without time stamp and the last line feed; nil where only hostile input is tried.
    let text: String?
    var description: String { name }

    init(_ name: String, link: Int32 = 1, _ hexadecimal: String, flags: String = "", text: String? = nil) {
        self.init(
            name, link: LinkType(rawValue: link), bytes: DissectionTests.bytes(hexadecimal), flags: flags, text: text)
    }

    init(_ name: String, link: LinkType, bytes: [UInt8], flags: String = "", text: String? = nil) {
        self.name = name
        self.link = link
        self.bytes = bytes
        self.flags = flags
        self.text = text
    }

    /// The printing options that the letters stand for.
    func apply(_ options: inout PrintOptions) {
        for letter in flags {
            switch letter {
            case "e": options.linkHeader = true
            case "v": options.verbosity += 1
            case "q": options.quick = true
            default: fatalError("no such flag: \(letter)")
            }
        }
    }
}
