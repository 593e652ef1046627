// swift-tools-version: 6.2
import PackageDescription

// Four small programs on swiftcap's libraries, as another package would write them. Strict memory safety is on: none
// of them says `unsafe`.
let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]

func example(_ name: String, _ products: [String]) -> Target {
    .executableTarget(
        name: name, dependencies: products.map { .product(name: $0, package: "swiftcap") }, path: name,
        swiftSettings: settings)
}

let package = Package(
    name: "examples",
    dependencies: [.package(name: "swiftcap", path: "..")],
    targets: [
        example("capture-ten", ["Capture", "Packets"]),
        example("server-names", ["Savefiles", "Packets", "Wire"]),
        example("watch-promiscuity", ["Promiscuity"]),
        example("copy-matching", ["Savefiles", "Capture", "Packets"]),
    ]
)
