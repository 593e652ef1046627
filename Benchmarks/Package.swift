// swift-tools-version: 6.2
import PackageDescription

// The benchmark of swiftcap beside other programs: makes savefiles, sends frames, runs programs in alternation, writes
// the tables. A package of its own, so that nothing of it can reach the product. scripts/bench builds and calls it.
let package = Package(
    name: "benchmarks",
    // Only its library Promiscuity, which is measured from within.
    dependencies: [.package(name: "swiftcap", path: "..")],
    targets: [
        .executableTarget(
            name: "Bench", dependencies: [.product(name: "Promiscuity", package: "swiftcap")],
            cSettings: [.define("_GNU_SOURCE")],
            swiftSettings: [.strictMemorySafety(), .treatAllWarnings(as: .error)])
    ]
)
