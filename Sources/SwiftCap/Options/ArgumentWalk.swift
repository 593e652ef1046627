import CLinux
import Glibc
import Syscalls

/// glibc's own getopt_long(3) over a copy of the arguments: tcpdump's grammar is this function's, with its clusters,
/// joined values, abbreviations, permutation and messages.
@safe
struct ArgumentWalk: ~Copyable {
    private let argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let argc: Int32
    private let longOptions: UnsafeMutablePointer<option>

    /// What one step found.
    enum Step: Equatable {
        case option(Int32, value: String)
        case operands([String])
        /// getopt's complaint; a second walk with `announce` prints it.
        case unknown
        /// The same where getopt would say something that is not so.
        case complaint(String)
    }

    /// - Parameter complains: only to let getopt say what is wrong. What is ambiguous among tcpdump's options is said of
    ///   those alone, as it is there.
    init(_ arguments: [String], complains: Bool = false) {
        argc = Int32(arguments.count + 1)
        unsafe argv = .allocate(capacity: arguments.count + 2)
        unsafe argv[0] = unsafe strdup("swiftcap")
        for (i, argument) in arguments.enumerated() {
            unsafe argv[i + 1] = unsafe argument.withSystemText { unsafe strdup($0) }
        }
        unsafe argv[arguments.count + 1] = nil
        let theirs = complains && arguments.contains(where: OptionTable.isAmbiguous)
        let table = theirs ? OptionTable.tcpdump : OptionTable.longs[...]
        unsafe longOptions = .allocate(capacity: table.count + 1)
        for (i, entry) in table.enumerated() {
            // A static string ends with a zero, and stays.
            let name = unsafe UnsafeRawPointer(entry.name.utf8Start).assumingMemoryBound(to: CChar.self)
            unsafe longOptions[i] = unsafe option(
                name: name, has_arg: entry.takesValue ? required_argument : no_argument, flag: nil, val: entry.code)
        }
        unsafe longOptions[table.count] = unsafe option(name: nil, has_arg: 0, flag: nil, val: 0)
        // 0 makes glibc start over and look at POSIXLY_CORRECT anew.
        swiftcap_set_optind(0)
    }

    deinit {
        for i in 0..<Int(argc) { unsafe free(argv[i]) }
        unsafe argv.deallocate()
        unsafe longOptions.deallocate()
    }

    /// The next option, or the operands once there is none.
    mutating func next(announce: Bool) -> Step {
        swiftcap_set_opterr(announce ? 1 : 0)
        let code = unsafe getopt_long(argc, argv, OptionTable.letters, longOptions, nil)
        if code == -1 {
            let rest = (Int(swiftcap_optind())..<Int(argc)).map { i in unsafe String(systemText: argv[i]!) }
            return .operands(rest)
        }
        if code == OptionTable.code("?") { return ambiguous() ?? .unknown }
        let value = unsafe swiftcap_optarg().map { unsafe String(systemText: $0) } ?? ""
        return .option(code, value: value)
    }

    /// An abbreviation that only our own additions made ambiguous.
    private mutating func ambiguous() -> Step? {
        let at = Int(swiftcap_optind()) - 1
        guard at > 0, at < Int(argc), let text = unsafe argv[at].map({ unsafe String(systemText: $0) }),
            text.hasPrefix("--"), text.count > 2
        else { return nil }
        let parts = text.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, let long = OptionTable.abbreviates(name) else { return nil }
        if parts.count == 2 { return long.takesValue ? .option(long.code, value: String(parts[1])) : nil }
        if !long.takesValue { return .option(long.code, value: "") }
        guard at + 1 < Int(argc), let value = unsafe argv[at + 1].map({ unsafe String(systemText: $0) }) else {
            return .complaint("option '--\(long.name)' requires an argument")
        }
        swiftcap_set_optind(swiftcap_optind() + 1)
        return .option(long.code, value: value)
    }
}
