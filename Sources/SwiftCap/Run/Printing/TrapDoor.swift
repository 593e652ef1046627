#if TRAPDOOR
    import CLinux
    import Glibc
    import Packets
    import Syscalls

    /// What an attacker who has taken over a thread that reads packets would try: a packet names it. Only in the build that
    /// scripts/test-sandbox makes to be attacked.
    enum TrapDoor {
        static let mark = Array("SWIFTCAP-TRAPDOOR:".utf8)

        /// A step that was tried: what it answered.
        private struct Outcome {
            var result: Int
            var error: Int32
        }

        /// Does what a packet asks for, if it asks for anything.
        static func look(_ packet: borrowing PacketView) {
            let bytes = packet.bytes
            guard bytes.byteCount > mark.count + 1 else { return }
            let all = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
            for start in 0..<(all.count - mark.count) where all[start] == mark[0] {
                guard all[start..<(start + mark.count)].elementsEqual(mark) else { continue }
                let name = String(decoding: all[(start + mark.count)...].prefix { $0 != 0x0A }, as: UTF8.self)
                return spring(name)
            }
        }

        private static func spring(_ name: String) {
            say("tries \(name)")
            let outcome = attempt(name)
            say(
                outcome.result >= 0
                    ? "DONE \(name)" : "refused \(name): \(unsafe String(cString: strerror(outcome.error)))")
        }

        private static func say(_ text: String) {
            let line = Array("trapdoor: \(text)\n".utf8)
            _ = unsafe write(STDERR_FILENO, line, line.count)
        }

        private static func call(
            _ name: String, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0, _ f: Int = 0
        ) -> Outcome {
            let number = SystemCall.named(name)?.number ?? -1
            errno = 0
            let result = swiftcap_call(number, a, b, c, d, e, f)
            return Outcome(result: result, error: errno)
        }

        private static func open(_ path: String, _ flags: Int32) -> Outcome {
            unsafe path.withCString { call("openat", Int(AT_FDCWD), Int(bitPattern: $0), Int(flags), 0o600) }
        }

        private static func attempt(_ name: String) -> Outcome {
            switch name {
            case "read-shadow": return open("/etc/shadow", O_RDONLY)
            case "write-passwd": return open("/etc/passwd", O_WRONLY | O_APPEND)
            case "write-outside": return open("/tmp/swiftcap-trapdoor", O_WRONLY | O_CREAT)
            case "read-memory": return open("/proc/\(getppid())/mem", O_RDWR)
            case "read-environment": return open("/proc/1/environ", O_RDONLY)
            case "connect": return connect(SOCK_STREAM)
            case "datagram": return connect(SOCK_DGRAM)
            case "packet-socket": return call("socket", Int(AF_PACKET), Int(SOCK_RAW.rawValue), 0x0300)
            case "send-packet": return sendPacket()
            case "execute": return execute()
            case "fork": return call("clone", Int(SIGCHLD))
            // PTRACE_SEIZE: another process that is attached to in the old way would stand still.
            case "trace": return call("ptrace", 0x4206, Int(getppid()))
            case "kill": return call("kill", Int(getppid()), 0)
            case "kill-thread": return call("tgkill", Int(getppid()), Int(getppid()), 0)
            case "namespace": return call("setns", 0, Int(CLONE_NEWNET))
            case "new-namespace": return call("unshare", Int(CLONE_NEWUSER))
            case "load-bpf": return call("bpf", 5)
            case "other-memory": return call("process_vm_readv", Int(getppid()))
            case "mount": return call("mount")
            case "become-root": return call("setuid", 0)
            case "ring": return call("io_uring_setup", 8)
            case "executable-memory":
                return call(
                    "mmap", 0, 4096, Int(PROT_READ | PROT_WRITE | PROT_EXEC), Int(MAP_PRIVATE | MAP_ANONYMOUS), -1)
            case "remove":
                return unsafe "/tmp/swiftcap-trapdoor".withCString {
                    call("unlinkat", Int(AT_FDCWD), Int(bitPattern: $0))
                }
            case "other-architecture":
                // read(2), with the bit that makes it a call of x32.
                errno = 0
                let result = swiftcap_call(0x4000_0000, -1, 0, 0, 0, 0, 0)
                return Outcome(result: result, error: errno)
            default: return Outcome(result: 0, error: 0)
            }
        }

        private static func connect(_ type: __socket_type) -> Outcome {
            let socket = call("socket", Int(AF_INET), Int(type.rawValue), 0)
            if socket.result < 0 { return socket }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(9).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return unsafe withUnsafePointer(to: &address) {
                call("connect", socket.result, Int(bitPattern: $0), MemoryLayout<sockaddr_in>.size)
            }
        }

        /// Through every descriptor that there is.
        private static func sendPacket() -> Outcome {
            let frame = [UInt8](repeating: 0xFF, count: 60)
            var last = Outcome(result: -1, error: EBADF)
            for number in 3..<64 {
                var type: Int32 = 0
                var length = socklen_t(4)
                if unsafe getsockopt(Int32(number), SOL_SOCKET, SO_DOMAIN, &type, &length) != 0 || type != AF_PACKET {
                    continue
                }
                for name in ["write", "sendto"] {
                    last = unsafe frame.withUnsafeBytes {
                        call(name, number, Int(bitPattern: $0.baseAddress), 60)
                    }
                    if last.result >= 0 { return last }
                }
            }
            return last
        }

        private static func execute() -> Outcome {
            unsafe "/bin/sh".withCString { shell in
                unsafe "-c".withCString { flag in
                    unsafe "echo trapdoor: DONE execute >&2".withCString { words in
                        var list: [UnsafePointer<CChar>?] = unsafe [shell, flag, words, nil]
                        return unsafe list.withUnsafeMutableBytes {
                            call(
                                "execve", Int(bitPattern: shell), Int(bitPattern: $0.baseAddress), 0)
                        }
                    }
                }
            }
        }
    }
#endif
