// swift-tools-version: 6.2
import PackageDescription

// The yardstick beside swiftcap: makes savefiles, sends frames, runs programs in alternation, writes the tables.
// A package of its own, so that nothing of it can reach the product. scripts/bench builds and calls it.
let package = Package(
    name: "benchmarks",
    targets: [
        .executableTarget(
            name: "Bench",
            cSettings: [.define("_GNU_SOURCE")],
            swiftSettings: [.strictMemorySafety(), .treatAllWarnings(as: .error)])
    ]
)
