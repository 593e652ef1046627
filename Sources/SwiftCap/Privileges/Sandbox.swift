import Syscalls

/// What a run may do once everything is open: decided from the options alone.
struct Sandbox: Equatable {
    /// Which list of system calls holds.
    enum Calls: String {
        case reading = "reading files"
        case capturing
    }

    let level: SandboxLevel
    let calls: Calls
    /// Why nothing but `-Z` holds; nil where the run is confined.
    let exemption: String?
    /// Folders and files that are read while packets are.
    private(set) var readable: [String] = []

    init(_ options: CaptureOptions) {
        level = options.sandbox
        calls = options.readsFiles ? .reading : .capturing
        exemption = Sandbox.exemption(options)
        readable = ["/etc/localtime", "/usr/share/zoneinfo"]
        if !options.readsFiles { readable += ["/sys", "/proc/thread-self/net"] }
    }

    private static func exemption(_ options: CaptureOptions) -> String? {
        if options.sandbox == .off { return "--sandbox off" }
        if !options.readsFiles && options.monitorMode { return "-I changes the device back at the end" }
        return nil
    }

    var confines: Bool { exemption == nil }

    /// What becomes of a system call that is not in the list.
    var refusal: SystemCallFilter.Refusal { SystemCallFilter.refusal(isStrict: level == .strict) }
}
