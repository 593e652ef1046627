import CLinux
import Syscalls
import Testing

/// The filter's program, run by a small machine of our own as the kernel runs it (bpf in net/core/filter.c, seccomp_check_filter:
/// only the instructions that seccomp lets through).
@Suite struct SystemCallFilterTests {
    /// What the kernel shows of a call.
    struct Call: Sendable {
        var number: Int
        var arguments: [UInt64] = []
        var architecture = SystemCallFilter.architecture

        init(_ name: String, _ arguments: UInt64...) {
            number = SystemCall.named(name)?.number ?? -1
            self.arguments = arguments
        }

        func word(_ offset: UInt32) -> UInt32? {
            switch offset {
            case 0: return UInt32(truncatingIfNeeded: number)
            case 4: return architecture
            case 16..<64 where offset % 4 == 0:
                let place = Int(offset - 16) / 8
                let value = place < arguments.count ? arguments[place] : 0xDEAD_BEEF_DEAD_BEEF
                return UInt32(truncatingIfNeeded: offset % 8 == 0 ? value : value >> 32)
            default: return nil
            }
        }
    }

    /// The program's answer; nil where it is no program: a jump out of it, an unknown instruction, no end.
    static func run(_ program: [SystemCallFilter.Instruction], _ call: Call) -> UInt32? {
        var accumulator: UInt32 = 0
        var place = 0
        while program.indices.contains(place) {
            let each = program[place]
            var jump = 0
            switch Int32(each.code) {
            case BPF_LD | BPF_W | BPF_ABS:
                guard let word = call.word(each.value) else { return nil }
                accumulator = word
            case BPF_ALU | BPF_AND | BPF_K: accumulator &= each.value
            case BPF_JMP | BPF_JEQ | BPF_K: jump = Int(accumulator == each.value ? each.ifTrue : each.ifFalse)
            case BPF_JMP | BPF_JGE | BPF_K: jump = Int(accumulator >= each.value ? each.ifTrue : each.ifFalse)
            case BPF_JMP | BPF_JSET | BPF_K: jump = Int(accumulator & each.value != 0 ? each.ifTrue : each.ifFalse)
            case BPF_RET | BPF_K: return each.value
            default: return nil
            }
            place += 1 + jump
        }
        return nil
    }

    static let filter = SystemCallFilter(
        [
            .init("read"), .init("write", (0, .isNone(of: [7, 9]))), .init("ioctl", (1, .isOne(of: [0x5401, 0x5413]))),
            .init("openat", (2, .lacks(0o3)), otherwise: EACCES), .init("clone", (0, .has(0x10100))),
            .init("clone3", (0, .isOne(of: [])), otherwise: ENOSYS),
            .init("sendto", (0, .isOne(of: [5])), (4, .isNull)), .init("exit_group"),
        ], refusal: .ends)

    static let allowed = UInt32(SECCOMP_RET_ALLOW)
    static let ended = UInt32(SECCOMP_RET_KILL_PROCESS)
    static func error(_ number: Int32) -> UInt32 { UInt32(SECCOMP_RET_ERRNO) | UInt32(number) }

    static let calls: [(Call, UInt32)] = [
        (Call("read", 3), allowed), (Call("exit_group", 0), allowed),
        (Call("write", 1), allowed), (Call("write", 7), ended), (Call("write", 9), ended), (Call("write", 8), allowed),
        // The kernel takes 32 bits: what stands above them must not make another number of it.
        (Call("write", 1 << 32 | 7), ended), (Call("ioctl", 1, 1 << 40 | 0x5401), allowed),
        (Call("ioctl", 1, 0x5401), allowed), (Call("ioctl", 1, 0x5413), allowed), (Call("ioctl", 1, 0x5412), ended),
        (Call("openat", 0, 0, 0o2000000), allowed), (Call("openat", 0, 0, 1), error(EACCES)),
        (Call("openat", 0, 0, 0o2000002), error(EACCES)),
        (Call("clone", 0x10100), allowed), (Call("clone", 0x3D0F00), allowed), (Call("clone", 0x100), ended),
        (Call("clone", 0x10000), ended), (Call("clone", 17), ended), (Call("clone3", 0), error(ENOSYS)),
        (Call("sendto", 5, 1, 1, 0, 0, 0), allowed), (Call("sendto", 6, 1, 1, 0, 0, 0), ended),
        (Call("sendto", 5, 1, 1, 0, 1, 0), ended), (Call("sendto", 5, 1, 1, 0, 1 << 32, 0), ended),
        (Call("execve"), ended), (Call("ptrace"), ended), (Call("socket", 2), ended), (Call("kill", 1, 9), ended),
    ]

    @Test(arguments: calls)
    func `each call gets what the list says`(call: Call, answer: UInt32) {
        #expect(Self.run(Self.filter.instructions, call) == answer)
    }

    @Test func `another architecture's numbers end the process, whatever they are`() {
        for architecture: UInt32 in [0x4000_0003, 0x4000_0028, 0, SystemCallFilter.architecture ^ 1] {
            for number in 0..<512 {
                var call = Call("read")
                (call.number, call.architecture) = (number, architecture)
                #expect(Self.run(Self.filter.instructions, call) == Self.ended)
            }
        }
    }

    @Test func `no number but those of the list is let through, nor the same ones of x32`() {
        let listed = Set(Self.filter.rules.compactMap { SystemCall.named($0.call)?.number })
        for number in (0..<1024).map({ $0 }) + (0..<1024).map({ $0 | 0x4000_0000 }) + [-2, Int(Int32.min)] {
            var call = Call("read")
            call.number = number
            let answer = Self.run(Self.filter.instructions, call)
            #expect(answer != nil)
            if !listed.contains(number) { #expect(answer == Self.ended, "\(number)") }
        }
    }

    static let openFilter = SystemCallFilter(
        [.never("execve"), .never("clone3", otherwise: ENOSYS), .init("clone", (0, .has(0x10100)))],
        refusal: .isRefused,
        allowsOthers: true)

    @Test(arguments: [
        (Call("execve"), error(EPERM)), (Call("execve", 1 << 40), error(EPERM)), (Call("clone3", 0), error(ENOSYS)),
        (Call("clone", 0x10100), allowed), (Call("clone", 17), error(EPERM)), (Call("read", 3), allowed),
        (Call("ptrace"), allowed), (Call("connect", 3), allowed),
    ])
    func `a list of what is refused lets everything else through`(call: Call, answer: UInt32) {
        #expect(Self.run(Self.openFilter.instructions, call) == answer)
    }

    @Test func `such a list ends the process for another architecture all the same`() {
        var call = Call("read")
        call.architecture ^= 1
        #expect(Self.run(Self.openFilter.instructions, call) == Self.ended)
    }

    @Test func `a number that a debugger took away is no call`() {
        var call = Call("read")
        call.number = -1
        #expect(Self.run(Self.filter.instructions, call) == Self.allowed)
    }

    @Test func `a debug build says what it refuses`() {
        let filter = SystemCallFilter([.init("read")], refusal: .isSaid)
        #expect(Self.run(filter.instructions, Call("write", 1)) == UInt32(SECCOMP_RET_TRAP))
        #expect(Self.run(filter.instructions, Call("read", 1)) == Self.allowed)
    }

    @Test func `each name stands for one number`() {
        let numbers = SystemCall.known.map(\.number).filter { $0 >= 0 }
        #expect(Set(numbers).count == numbers.count)
        #expect(SystemCall.named("read")?.number == Int(swiftcap_call_read))
        #expect(SystemCall.named("no such call") == nil)
    }
}
