// swift-tools-version: 6.2
import PackageDescription

// A build to be attacked (scripts/test-sandbox): a packet can make it try what no program that reads packets should do.
let trapDoor: [SwiftSetting] =
    Context.environment["SWIFTCAP_TRAPDOOR"] == nil ? [] : [.define("TRAPDOOR")]

// Every Swift target: Swift 6 mode (from the tools version), strict memory safety, warnings are errors,
// lifetimes for the views that must not outlive the ring they look into.
let settings: [SwiftSetting] =
    [
        .strictMemorySafety(),
        .enableExperimentalFeature("Lifetimes"),
        .treatAllWarnings(as: .error),
    ] + trapDoor
// ppoll, setns, unshare and accept4 are GNU extensions: Swift's importer sees them only with this.
let gnu: [CSetting] = [.define("_GNU_SOURCE")]

let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, cSettings: gnu, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, cSettings: gnu, swiftSettings: settings)
}

// DocC's plugin only where documentation is made (scripts/documentation): a package that uses the libraries does not get it.
let documentation: [Package.Dependency] =
    Context.environment["SWIFTCAP_DOCUMENTATION"] == nil
    ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")]

// `--version` tells the commit where a build is told it (scripts/lib/setup.sh does). It comes from the environment, and goes
// onto a compiler's command line: letters, digits and hyphens only.
let commit = (Context.environment["SWIFTCAP_COMMIT"] ?? "").filter {
    $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
}

let package = Package(
    name: "swiftcap",
    products: [
        .executable(name: "swiftcap", targets: ["SwiftCap"]),
        .library(name: "Capture", targets: ["Capture"]),
        .library(name: "Packets", targets: ["Packets"]),
        .library(name: "Promiscuity", targets: ["Promiscuity"]),
        .library(name: "Savefiles", targets: ["Savefiles"]),
        .library(name: "Wire", targets: ["Wire"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.4.0"),
    ] + documentation,
    targets: [
        .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "CBuild", cSettings: commit.isEmpty ? [] : [.define("SWIFTCAP_COMMIT", to: "\"\(commit)\"")]),
        library("Syscalls", ["CLinux", systemPackage]),
        library("Packets"),
        library("Wire", ["Packets"]),
        library("Dissection", ["Packets", "Wire"]),
        library("Records", ["CZstd", "Packets", "Syscalls", "Wire", systemPackage]),
        library("Savefiles", ["Packets", "Syscalls", "CZlib", "CZstd", "CLZ4"]),
        library("Capture", ["CLinux", "CPcap", "Packets", "Syscalls"]),
        library("Promiscuity", ["CLinux", "Packets", "Syscalls"]),
        library("Reports", ["Packets", "Promiscuity"]),
        library("Lab", ["CLinux", "Packets", "Promiscuity", "Syscalls"]),
        .executableTarget(
            name: "SwiftCap",
            dependencies: [
                "CBuild", "CLinux", "Syscalls", "Packets", "Dissection", "Records", "Savefiles", "Capture",
                "Promiscuity", "Reports", "Lab",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            cSettings: gnu, swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["CLinux", "Syscalls", systemPackage], path: "Tests/Support",
            cSettings: gnu, swiftSettings: settings),
        tests("SyscallsTests", ["CLinux", "Syscalls", systemPackage, "TestSupport"]),
        tests("PacketsTests", ["Packets", "TestSupport"]),
        tests("WireTests", ["Wire", "Packets", "TestSupport"]),
        tests("DissectionTests", ["Dissection", "Packets", "TestSupport"]),
        tests("RecordsTests", ["Records", "Packets", "Syscalls"]),
        tests("SavefilesTests", ["Savefiles", "Packets", "Syscalls", "TestSupport"]),
        tests("CaptureTests", ["Capture", "Packets", "Syscalls"]),
        tests("PromiscuityTests", ["Promiscuity", "Packets", "Syscalls", "CLinux", "TestSupport"]),
        tests("ReportsTests", ["Reports", "Promiscuity", "Packets", "Syscalls", "TestSupport"]),
        tests("LabTests", ["Lab"]),
        tests("SwiftCapTests", ["SwiftCap", "Capture", "Packets", "Savefiles", "Syscalls", "TestSupport"]),
        tests("LiveTests", ["Syscalls", "TestSupport"]),
        .executableTarget(
            name: "WirePeer", dependencies: ["CLinux", "Syscalls"], path: "Tests/WirePeer", cSettings: gnu,
            swiftSettings: settings),
        // Hot pieces measured one by one; here and not in Benchmarks' own package, which would need them as products.
        .executableTarget(
            name: "Micro", dependencies: ["Syscalls", "Packets", "Dissection", "Savefiles", "Capture", "Promiscuity"],
            path: "Benchmarks/Micro", cSettings: gnu, swiftSettings: settings),
    ]
)
