// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets (libFuzzer, address sanitizer) over swiftcap's own sources. A package of its own, so that nothing of it is
// in the product's build; `sources` and `tests` are links to the folders beside this one, so that targets may look inside
// (@testable) and no module has to make public what only they need. scripts/fuzz builds and runs it.

let settings: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]
let gnu: [CSetting] = [.define("_GNU_SOURCE")]
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

/// A module of swiftcap: what it branches on is counted, and what it reads and writes is checked.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], folder: String? = nil, without: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "sources/\(folder ?? name)", exclude: without, cSettings: gnu,
        swiftSettings: settings + [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])])
}

func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + ["Fuzzing"], path: "Targets/\(name)", cSettings: gnu,
        swiftSettings: settings + [.unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"])],
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])])
}

let package = Package(
    name: "swiftcap-fuzz",
    dependencies: [.package(url: "https://github.com/apple/swift-system", from: "1.4.0")],
    targets: [
        .systemLibrary(
            name: "CPcap", path: "sources/CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "CZlib", path: "sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", path: "sources/CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLZ4", path: "sources/CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CLinux", path: "sources/CLinux"),
        .target(name: "CBuild", path: "sources/CBuild"),
        module("Syscalls", ["CLinux", systemPackage]),
        module("Packets"),
        module("Wire", ["Packets"]),
        module("Dissection", ["Packets", "Wire"]),
        module("Records", ["CZstd", "Packets", "Syscalls", "Wire", systemPackage]),
        module("Savefiles", ["Packets", "Syscalls", "CZlib", "CZstd", "CLZ4"]),
        module("Capture", ["CLinux", "CPcap", "Packets", "Syscalls"]),
        module("Promiscuity", ["CLinux", "Packets", "Syscalls"]),
        module("Reports", ["Packets", "Promiscuity"]),
        // Of the front end what stands between a command line and a capture.
        module(
            "FrontEnd",
            [
                "CBuild", "CLinux", "Syscalls", "Packets", "Dissection", "Records", "Savefiles", "Capture",
                "Promiscuity", "Reports",
            ],
            folder: "SwiftCap",
            without: [
                "Commands", "Files", "Privileges", "Run/Live", "Run/Offline", "Run/Printing", "Run/Host.swift",
                "Run/LargeCopy.swift", "Run/PacketTally.swift", "Run/Pipeline.swift", "Run/Pipeline+Recorder.swift",
                "Run/RowSeries+Opening.swift",
                "SwiftCap.swift",
            ]),
        // A kernel made of values, as the tests have it.
        .target(
            name: "KernelScript",
            dependencies: ["CLinux", "Packets", "Promiscuity", "Syscalls", "TestSupport", systemPackage],
            path: "tests/PromiscuityTests/Support",
            exclude: ["Helpers.swift", "LiveLab.swift", "Walk.swift", "WalkModel.swift"], cSettings: gnu,
            swiftSettings: settings + [.unsafeFlags(["-enable-testing"])]),
        .target(
            name: "TestSupport", dependencies: ["CLinux", "Syscalls", systemPackage], path: "tests/Support",
            cSettings: gnu, swiftSettings: settings),
        .systemLibrary(name: "CFuzzer", path: "Targets/CFuzzer"),
        .target(name: "Fuzzing", dependencies: ["CFuzzer"], path: "Targets/Fuzzing", swiftSettings: settings),
        fuzzer("FuzzFrames", ["Dissection", "Packets"]),
        fuzzer("FuzzSavefiles", ["Savefiles", "Packets", "Syscalls"]),
        fuzzer("FuzzNetlink", ["Promiscuity", "KernelScript", "Packets", "Syscalls"]),
        fuzzer("FuzzReports", ["Reports", "Promiscuity", "Packets"]),
        fuzzer("FuzzOptions", ["FrontEnd", "Capture", "Packets", "CLinux"]),
    ]
)
