import CLinux
import Glibc
import SystemPackage

/// Which system calls a process may make from now on and for good (seccomp(2)): a list, and for some of them what their
/// arguments may be. A program for the kernel's classic BPF, which runs before each call.
///
/// Arguments are looked at as the kernel takes them: numbers of descriptors and flags are 32 bits wide, and what stands above
/// them in the register counts for nothing. What an argument points to cannot be looked at.
public struct SystemCallFilter: Sendable {
    /// What an argument must be.
    public enum Test: Sendable, Equatable {
        case isOne(of: [UInt32])
        case isNone(of: [UInt32])
        /// No bit of these.
        case lacks(UInt32)
        /// Every bit of these.
        case has(UInt32)
        /// All 64 bits of it: a null pointer.
        case isNull
    }

    /// A call that may be made, where all tests of its arguments hold.
    public struct Rule: Sendable {
        public let call: String
        public let tests: [(argument: Int, test: Test)]
        /// What a call gets whose arguments are others, an error's number; nil for what a call gets that is not in the list.
        public let otherwise: Int32?

        public init(_ call: String, _ tests: (argument: Int, test: Test)..., otherwise: Int32? = nil) {
            self.init(call, tests, otherwise: otherwise)
        }

        public init(_ call: String, _ tests: [(argument: Int, test: Test)], otherwise: Int32? = nil) {
            self.call = call
            self.tests = tests
            self.otherwise = otherwise
        }

        /// A call that may not be made, whatever its arguments are.
        public static func never(_ call: String, otherwise: Int32? = nil) -> Rule {
            Rule(call, (0, .isOne(of: [])), otherwise: otherwise)
        }
    }

    /// One of the kernel's instructions (struct sock_filter).
    public struct Instruction: Sendable, Equatable {
        public var code: UInt16
        public var ifTrue: UInt8
        public var ifFalse: UInt8
        public var value: UInt32

        init(_ code: Int32, _ value: UInt32, ifTrue: UInt8 = 0, ifFalse: UInt8 = 0) {
            self.code = UInt16(truncatingIfNeeded: code)
            self.value = value
            self.ifTrue = ifTrue
            self.ifFalse = ifFalse
        }
    }

    /// What becomes of a call that is not in the list.
    public enum Refusal: Sendable {
        /// The process ends (SIGSYS).
        case ends
        /// It answers EPERM.
        case isRefused
        /// It is named on standard error and answers EPERM.
        case isSaid

        var value: UInt32 {
            switch self {
            case .ends: SECCOMP_RET_KILL_PROCESS
            case .isRefused: SECCOMP_RET_ERRNO | UInt32(EPERM)
            case .isSaid: SECCOMP_RET_TRAP
            }
        }
    }

    /// A build for development says what is missing in the list. Elsewhere the run goes on and writes all its packets, with
    /// the call refused; a strict one ends.
    public static func refusal(isStrict: Bool) -> Refusal {
        #if DEBUG
            .isSaid
        #else
            isStrict ? .ends : .isRefused
        #endif
    }

    public let rules: [Rule]
    public let instructions: [Instruction]

    /// AUDIT_ARCH_ of this architecture (linux/audit.h).
    public static var architecture: UInt32 {
        #if arch(arm64)
            0xC000_00B7
        #else
            0xC000_003E
        #endif
    }

    /// Whether there is a program for this architecture.
    public static var isSupported: Bool {
        #if arch(x86_64) || arch(arm64)
            true
        #else
            false
        #endif
    }

    /// - Parameters:
    ///   - rules: calls that may be made, each where its tests hold.
    ///   - refusal: what a call gets that is not in the list.
    ///   - allowsOthers: a call that is not in the list may be made. For a process whose calls cannot be listed, as it loads
    ///     libraries: there the rules are for calls that it has no use for (`Rule.never`).
    public init(
        _ rules: [Rule], refusal: Refusal = SystemCallFilter.refusal(isStrict: true), allowsOthers: Bool = false
    ) {
        self.rules = rules
        var program = Program(refusal.value)
        program.begin(SystemCallFilter.architecture)
        for rule in rules {
            // A call that this architecture has not is not made.
            guard let number = SystemCall.named(rule.call)?.number, number >= 0 else { continue }
            program.add(rule, UInt32(number))
        }
        program.end(allowsOthers: allowsOthers)
        instructions = program.instructions
    }

    /// From now on it holds for every thread of the process. It takes no_new_privs.
    public func install() throws(SystemError) {
        #if DEBUG
            SystemCallFilter.nameRefusedCalls()
        #endif
        var filter = instructions.map {
            sock_filter(code: $0.code, jt: $0.ifTrue, jf: $0.ifFalse, k: $0.value)
        }
        let count = UInt16(filter.count)
        let result = try checked("seccomp") { unsafe swiftcap_install_call_filter(&filter, count) }
        // The number of a thread that has another filter already.
        if result != 0 { throw SystemError("seccomp", .noSuchProcess) }
    }

    #if DEBUG
        /// SIGSYS says which call it was, and has it answer EPERM. All that it calls is safe in a handler.
        private static func nameRefusedCalls() {
            _ = SystemCall.known
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_sigaction = { _, info, context in
                guard let info = unsafe info else { return }
                let number = Int(unsafe swiftcap_refused_call(info))
                let name = SystemCall.known.first { $0.number == number }?.name ?? "number \(number)"
                let line = Array("swiftcap: sandbox: refused system call \(name)\n".utf8)
                _ = unsafe line.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
                unsafe swiftcap_refuse_call(context)
            }
            action.sa_flags = SA_SIGINFO | SA_NODEFER
            unsafe sigaction(SIGSYS, &action, nil)
        }
    #endif
}

/// The instructions of a filter, one rule after the other:
///
///     if the architecture is another one: refuse
///     for each rule:  if the number is another one: go behind the rule
///                     for each test: load the argument; if it does not hold: refuse
///                     allow
///     refuse; or allow, where the list is of calls that are refused
private struct Program {
    // struct seccomp_data: int nr; __u32 arch; __u64 instruction_pointer; __u64 args[6].
    private static let numberPlace: UInt32 = 0
    private static let architecturePlace: UInt32 = 4
    private static func lowHalf(_ argument: Int) -> UInt32 { 16 + 8 * UInt32(argument) }
    private static func highHalf(_ argument: Int) -> UInt32 { lowHalf(argument) + 4 }

    private static let load = BPF_LD | BPF_W | BPF_ABS
    private static let equal = BPF_JMP | BPF_JEQ | BPF_K
    private static let anyBit = BPF_JMP | BPF_JSET | BPF_K
    private static let atLeast = BPF_JMP | BPF_JGE | BPF_K
    private static let and = BPF_ALU | BPF_AND | BPF_K
    private static let answer = BPF_RET | BPF_K

    private(set) var instructions: [SystemCallFilter.Instruction] = []
    private let refusal: UInt32

    init(_ refusal: UInt32) { self.refusal = refusal }

    mutating func begin(_ architecture: UInt32) {
        instructions = [
            .init(Program.load, Program.architecturePlace),
            .init(Program.equal, architecture, ifTrue: 1),
            .init(Program.answer, SECCOMP_RET_KILL_PROCESS),
            .init(Program.load, Program.numberPlace),
            // No call: a debugger has taken its number away, as strace does to have it fail.
            .init(Program.equal, .max, ifFalse: 1),
            .init(Program.answer, SECCOMP_RET_ALLOW),
        ]
        #if arch(x86_64)
            // The same numbers with another meaning of the arguments (x32).
            instructions += [
                .init(Program.atLeast, 0x4000_0000, ifFalse: 1),
                .init(Program.answer, SECCOMP_RET_KILL_PROCESS),
            ]
        #endif
    }

    mutating func end(allowsOthers: Bool) {
        instructions.append(.init(Program.answer, allowsOthers ? SECCOMP_RET_ALLOW : refusal))
    }

    mutating func add(_ rule: SystemCallFilter.Rule, _ number: UInt32) {
        let no = rule.otherwise.map { SECCOMP_RET_ERRNO | UInt32($0) } ?? refusal
        var body: [SystemCallFilter.Instruction] = []
        for (argument, test) in rule.tests {
            body.append(.init(Program.load, Program.lowHalf(argument)))
            body += Program.check(argument, test, SystemCallFilter.Instruction(Program.answer, no))
        }
        body.append(.init(Program.answer, SECCOMP_RET_ALLOW))
        precondition(body.count <= 255, "a rule that is too long")
        instructions.append(.init(Program.equal, number, ifFalse: UInt8(body.count)))
        instructions += body
    }

    /// With the argument's low half loaded: goes on behind itself where the test holds, or answers no.
    private static func check(
        _ argument: Int, _ test: SystemCallFilter.Test, _ no: SystemCallFilter.Instruction
    ) -> [SystemCallFilter.Instruction] {
        switch test {
        case .isOne(let values):
            let jumps = values.enumerated().map { place, value in
                SystemCallFilter.Instruction(equal, value, ifTrue: UInt8(values.count - place))
            }
            return jumps + [no]
        case .isNone(let values):
            return values.flatMap { [SystemCallFilter.Instruction(equal, $0, ifFalse: 1), no] }
        case .lacks(let bits):
            return [.init(anyBit, bits, ifFalse: 1), no]
        case .has(let bits):
            return [.init(and, bits), .init(equal, bits, ifTrue: 1), no]
        case .isNull:
            return [
                .init(equal, 0, ifTrue: 1), no, .init(load, highHalf(argument)), .init(equal, 0, ifTrue: 1), no,
            ]
        }
    }
}
