extension Step {
    /// Where most scenarios begin.
    static let layCable = Step(
        "Make a cable, lab0 to lab1, and bring both ends up.", [.veth("lab0", "lab1")],
        expect: [.quiet("lab0"), .quiet("lab1")], because: "No socket has asked for all frames yet.",
        path: KernelPath.create)
}
