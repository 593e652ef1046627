import Capture
import Glibc
import Records
import Syscalls

@main
struct SwiftCap {
    static func main() {
        StandardDescriptors.fill()
        ignoreBrokenPipes()
        if geteuid() != getuid() || getegid() != getgid() {
            // Every user who may start it could read and write any file with -F, -r and -w.
            Messages.say(
                "refuses to run setuid; instead, once: chmod u-s,g-s \(Privileges.program) && \(Privileges.grant)")
            exit(ExitStatus.failure)
        }
        // Without it `-r FILE` would become a capture.
        guard let arguments else {
            Messages.say("the command line cannot be read from /proc/self/cmdline: is /proc mounted?")
            exit(ExitStatus.failure)
        }
        let status = run(arguments)
        RunningHelpers.end()
        exit(status)
    }

    /// The command line without the program's name, byte for byte (see `String.init(systemBytes:)`); nil where it cannot be had.
    private static var arguments: [String]? {
        if CommandLine.argc < 1 { return argumentsOfKernel }
        let argv = unsafe CommandLine.unsafeArgv
        return (1..<max(1, Int(CommandLine.argc))).compactMap { i in
            unsafe argv[i].map { unsafe String(systemText: $0) }
        }
    }

    /// Swift's library looks for the words below the environment's, and does not find them where a library that was loaded
    /// before has replaced the environment (LD_PRELOAD of faketime, for example).
    private static var argumentsOfKernel: [String]? {
        guard let bytes = try? Descriptor.contents(of: "/proc/self/cmdline", limit: 16 << 20), bytes.last == 0 else {
            return nil
        }
        return bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false).dropFirst().map {
            String(systemBytes: $0)
        }
    }

    /// Parses, does what was asked for and gives the status to leave with.
    static func run(_ arguments: [String]) -> Int32 {
        if let status = ExtcapCommand.run(arguments) { return status }
        if let status = Subcommands.run(arguments) { return status }
        let options: CaptureOptions
        do throws(UsageError) { options = try OptionParser.parse(arguments) } catch {
            if error.message.isEmpty {
                Subcommands.suggest(arguments)
                Messages.lines("Try 'swiftcap --help' for the options.\n")
            } else {
                Messages.say(error.message)
            }
            return error.status
        }
        for notice in options.notices { Messages.say(notice) }
        switch options.action {
        case .help: return CaptureHelp.show()
        case .version: return Help.showVersion()
        case .floatingPointType: return Help.showFloatingPointType()
        case .listDevices: return Listings.devices()
        case .listColumns: return Output.show(ColumnListing.text(markdown: options.rows.markdown))
        case .listProtocols: return Listings.protocols()
        // A savefile has one link type and its times already: tcpdump prints it.
        case .listLinkTypes where !options.readsFiles: return Listings.linkTypes(options)
        case .listTimestampTypes where !options.readsFiles: return Listings.timestampTypes(options)
        case .listLinkTypes, .listTimestampTypes, .run: break
        }
        if options.showsSandbox { return Sandbox.show(options) }
        SignalDescriptor.heed([SIGINT, SIGTERM])
        let status = run(options, arguments)
        if status == ExitStatus.failure { Subcommands.suggest(arguments) }
        return status
    }

    private static func run(_ options: CaptureOptions, _ arguments: [String]) -> Int32 {
        if options.readsFiles { return OfflineRun(options: options).run() }
        if let listing = options.listing { return Listings.filter(options, listing) }
        return LiveRun(options: options, arguments: ["swiftcap"] + arguments).run()
    }
}
