import Glibc
import Reports

/// How text looks on a descriptor: what the terminal can show and what the environment asks for.
enum Style {
    static var standardError: TextStyle { of(STDERR_FILENO) }
    static var standardOutput: TextStyle { of(STDOUT_FILENO) }

    static func of(_ descriptor: Int32, _ choice: ColorChoice = .auto) -> TextStyle {
        TextStyle(
            unicode: isatty(descriptor) == 1 && isUTF8, color: hasColor(descriptor, choice), utcOffset: utcOffset,
            shortens: isatty(descriptor) == 1)
    }

    static func hasColor(_ descriptor: Int32, _ choice: ColorChoice) -> Bool {
        choice.isWanted(onTerminal: isatty(descriptor) == 1) { variable($0) }
    }

    private static var isUTF8: Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { variable($0) }.first { !$0.isEmpty } ?? ""
        let lowered = locale.lowercased()
        return lowered.contains("utf-8") || lowered.contains("utf8")
    }

    private static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    private static var utcOffset: Int {
        var now = time(nil)
        var local = unsafe tm()
        unsafe localtime_r(&now, &local)
        return unsafe local.tm_gmtoff
    }
}

/// `--color`.
enum ColorChoice: String, CaseIterable {
    case auto, always, never

    /// Without an option on the command line NO_COLOR wins over CLICOLOR_FORCE, which wins over the terminal.
    func isWanted(onTerminal: Bool, _ variable: (String) -> String?) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if let value = variable("NO_COLOR"), !value.isEmpty { return false }
            if let value = variable("CLICOLOR_FORCE"), value != "0", !value.isEmpty { return true }
            return onTerminal && variable("TERM") != "dumb"
        }
    }
}
