import Packets

/// One line of an extcap's answer: a word, and names with values in braces.
///
///     interface {value=swiftcap-eth0}{display=eth0, with swiftcap's books}
struct ExtcapSentence {
    private(set) var text: String

    init(_ word: String) { text = word + " " }

    /// Nothing from outside can end the value or the line: braces become parentheses.
    func with(_ name: String, _ value: String) -> ExtcapSentence {
        var sentence = self
        let safe = value.printable.map { $0 == "{" ? "(" : $0 == "}" ? ")" : $0 }
        sentence.text += "{\(name)=\(String(safe))}"
        return sentence
    }

    func with(_ name: String, _ value: some BinaryInteger) -> ExtcapSentence { with(name, String(value)) }
}

/// The answers, from values to text.
enum ExtcapText {
    /// - Parameter version: of this program.
    static func interfaces(_ devices: [(name: String, note: String)], version: String) -> String {
        let head = ExtcapSentence("extcap").with("version", version).with("display", "swiftcap")
        let list = devices.map { device in
            ExtcapSentence("interface").with("value", ExtcapName.value(of: device.name))
                .with("display", "\(device.name) with the books of promiscuous mode\(device.note)")
        }
        return lines([head] + list)
    }

    static func linkType(number: Int32, name: String, display: String) -> String {
        lines([ExtcapSentence("dlt").with("number", number).with("name", name).with("display", display)])
    }

    /// The options of an interface. Wireshark hands all of those with a default on at each capture.
    ///
    /// - Parameters:
    ///   - ring: the default, in KiB.
    ///   - report: the default; nil where there is no place for it.
    static func config(ring: Int32, threads: Int, report: String?) -> String {
        var number = 0
        func argument(_ call: String, _ display: String, _ type: String, group: String, _ tip: String) -> ExtcapSentence
        {
            defer { number += 1 }
            return ExtcapSentence("arg").with("number", number).with("call", call).with("display", display)
                .with("type", type).with("group", group).with("tooltip", tip)
        }
        let capture = "Capture"
        let promiscuous = argument(
            "--promiscuous", "Promiscuous mode", "boolean", group: capture,
            "Takes a reference of promiscuous mode, as long as the capture lasts")
        let length = argument(
            "--snapshot-length", "Snapshot length (bytes)", "unsigned", group: capture,
            "What is kept of each packet; 0 for all")
        let size = argument(
            "--buffer-size", "Ring (KiB)", "unsigned", group: capture,
            "Memory in which the kernel keeps packets until they are taken")
        let count = argument(
            "--threads", "Threads", "unsigned", group: capture,
            "Sockets on the interface, each emptied by a thread of its own")
        let file = argument(
            "--report", "Report", "fileselect", group: "Books",
            "Where the report goes when the capture ends, as JSON; the last one is replaced"
        ).with("mustexist", "false")
        return lines([
            promiscuous.with("default", "true"),
            length.with("range", "0,262144").with("default", "262144"),
            size.with("range", "1,2097151").with("default", ring),
            count.with("range", "1,64").with("default", threads),
            report.map { file.with("default", $0) } ?? file,
        ])
    }

    /// What is wrong with a filter, on one line: that is how Wireshark learns of it.
    static func complaint(_ text: String) -> String { text.printable + "\n" }

    private static func lines(_ sentences: [ExtcapSentence]) -> String {
        sentences.map { $0.text + "\n" }.joined()
    }
}
