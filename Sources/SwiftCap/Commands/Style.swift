import Glibc
import Reports

/// How text looks on a descriptor: what the terminal can show and what the environment asks for.
enum Style {
    static var standardError: TextStyle { style(STDERR_FILENO) }
    static var standardOutput: TextStyle { style(STDOUT_FILENO) }

    private static func style(_ descriptor: Int32) -> TextStyle {
        let terminal = isatty(descriptor) == 1
        return TextStyle(unicode: terminal && isUTF8, color: wantsColor(terminal), utcOffset: utcOffset)
    }

    /// NO_COLOR wins over CLICOLOR_FORCE, which wins over the terminal.
    private static func wantsColor(_ terminal: Bool) -> Bool {
        if let value = variable("NO_COLOR"), !value.isEmpty { return false }
        if let value = variable("CLICOLOR_FORCE"), value != "0", !value.isEmpty { return true }
        return terminal && variable("TERM") != "dumb"
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
