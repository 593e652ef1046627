import Capture
import Dissection
import Savefiles

/// Everything the capture command's arguments say, parsed and validated whole before anything is opened.
struct CaptureOptions: Equatable {
    /// What to do instead of capturing or reading.
    enum Action: Equatable {
        case run, listDevices, listLinkTypes, listTimestampTypes, listColumns, listProtocols, version, help,
            floatingPointType
    }

    var action = Action.run
    var print = PrintOptions()
    /// Every `-i`, in order; empty for the first device of `-D`.
    var interfaces: [String] = []
    var readFile: String?
    var readList: String?
    var writeFile: String?
    /// `--print`: text beside `-w`.
    var alsoPrint = false
    var packetBuffered = false
    var lineBuffered = false
    /// `-c`; 0 for no limit.
    var count: UInt64 = 0
    var countOnly = false
    var promiscuous = true
    var monitorMode = false
    var immediate = false
    /// `--threads`: packet sockets on the interface, each emptied by a thread of its own.
    var threads = 1
    /// `--cpu-affinity`: where capturing threads run; empty for anywhere.
    var processors: [Int] = []
    /// `-B` in bytes; 0 for `CaptureSettings.roomyBufferSize`.
    var bufferSize: Int32 = 0
    var snapshotLength: Int32 = 262_144
    var direction = CaptureSettings.Direction.both
    var linkType: Int32?
    var timestampType: Int32?
    var optimize = true
    var filterFile: String?
    /// The words of the expression, joined by blanks.
    var expression = ""
    /// `-d`, `-dd`, `-ddd`.
    var listing: FilterProgram.Listing?
    var rotateSize: UInt64?
    var rotateSeconds: Int64?
    var fileCount: Int?
    var afterRotation: String?
    /// `--finish-command`: `-z` runs on the last file too.
    var finishCommand = false
    /// `--stop-size`, in bytes.
    var stopSize: UInt64?
    var stopFiles: Int?
    /// `--keep` and what belongs to it.
    var recorder = RecorderOptions()
    /// `--json`, `--columns` and `--books`.
    var rows = RowsOptions()
    /// The program that reads the file of `-w` ends the capture by closing it: Wireshark, which has no option for it.
    var readerEnds = false
    /// `--format`; nil leaves it to the name's ending.
    var pcapng: Bool?
    /// `--direct`: regular files past the page cache.
    var direct = DirectWriting.auto
    var user: String?
    /// `--sandbox`.
    var sandbox = SandboxLevel.standard
    /// `--show-sandbox`: what the run would be left with, and no run.
    var showsSandbox = false
    /// `--duration`: seconds with a fraction.
    var duration: Double?
    var reportFile: String?
    var textReport = true
    var color = ColorChoice.auto
    /// Milliseconds between two looks at what the kernel does not announce; 0 for none.
    var pollInterval = 1000
    /// Options that were taken and have no effect here, each with a line for stderr.
    var notices: [String] = []

    var readsFiles: Bool { readFile != nil || readList != nil }
    /// How a handle on `device` is to be configured.
    func settings(for device: String) -> CaptureSettings {
        var settings = CaptureSettings(device: device)
        settings.promiscuous = promiscuous
        settings.snapshotLength = snapshotLength
        settings.bufferSize = bufferSize > 0 ? bufferSize : CaptureSettings.roomyBufferSize
        settings.immediate = immediate
        settings.monitorMode = monitorMode
        settings.direction = direction
        settings.nanoseconds = keepsNanoseconds
        settings.timestampType = timestampType
        settings.linkType = linkType
        // tcpdump asks for the second version of the cooked header when "any" is asked for by name.
        if linkType == nil && device.hasPrefix("any") && interfaces.contains(device) { settings.linkType = 276 }
        return settings
    }

    /// The mask that "ip broadcast" is compiled with: like tcpdump, the device's own only with -f, which asks for it.
    func netmask(of device: String) -> UInt32 {
        print.foreignNumeric ? Device.ipv4Network(of: device)?.mask ?? 0 : 0
    }

    /// Time stamps are taken to the nanosecond: asked for, or what a pcapng file and rows hold.
    var keepsNanoseconds: Bool { print.nanoseconds || keepsInterfaces }

    /// Where packets come from is written along with them.
    var keepsInterfaces: Bool { rows.json || FilePlan(self)?.keepsInterfaces == true }

    /// True when packets are printed as text.
    var prints: Bool { rows.json ? false : writeFile == nil ? !countOnly : alsoPrint }

    /// True when rows go to standard output.
    var printsRows: Bool { rows.json && !countOnly }
}

/// A command line that cannot be carried out: one line for stderr, and the status to leave with.
struct UsageError: Error, Equatable, CustomStringConvertible {
    var message: String
    var status: Int32 = 1

    var description: String { message }
}
