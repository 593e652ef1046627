extension Scenario {
    /// packet_mc_add counts equal requests of one socket in the entry, not in the device.
    static let joinTwice = Scenario(
        "join-twice", "A socket that joins twice holds one reference, and has to drop it twice.",
        [
            .layCable,
            Step(
                "A packet socket joins.", [.socket("s"), .join("s", on: "lab0")],
                expect: [.held("lab0", 1), .announced("lab0", 1), .accepted(true)],
                because: "The first reference.",
                path: KernelPath.join + KernelPath.edge),
            Step(
                "The same socket joins again with the same request.", [.join("s", on: "lab0")],
                expect: [.held("lab0", 1), .announced("lab0", 0), .accepted(true)],
                because:
                    "The entry's own counter goes to 2 (pdmc_count in packet_diag); the device's stays. A program "
                    + "that adds up pdmc_count gets one too many.",
                path: ["packet_mc_add: finds an equal entry, adds 1 to its count, and is done"]),
            Step(
                "It drops once.", [.drop("s", on: "lab0")],
                expect: [.held("lab0", 1), .announced("lab0", 0), .accepted(true)],
                because: "The entry's counter is 1 again: still held.",
                path: ["packet_mc_drop: takes 1 from the entry's count; not 0, so it stays"]),
            Step(
                "It drops a second time.", [.drop("s", on: "lab0")],
                expect: [.quiet("lab0"), .announced("lab0", 1), .accepted(true)],
                because: "As many drops as joins: now the entry goes, and its reference with it.",
                path: ["packet_mc_drop: the count is 0; the entry goes", "packet_dev_mc, dev_set_promiscuity(dev, -1)"]
                    + KernelPath.edge),
            Step(
                "It drops a third time.", [.drop("s", on: "lab0")],
                expect: [.quiet("lab0"), .announced("lab0", 0), .accepted(true)],
                because: "Success, though there was nothing to drop: the answer proves nothing.",
                path: ["packet_mc_drop: no such entry; returns 0"]),
            Step(
                "It joins with no address, and once more with six unused octets.",
                [.join("s", on: "lab0"), .join("s", on: "lab0", .promiscuousWithAddress)],
                expect: [.held("lab0", 2), .announced("lab0", 2), .accepted(true)],
                because: "Requests that differ in length are two entries, hence two references of one socket.",
                path: ["packet_mc_add: device, type, length and address are compared; unequal, so a new entry"]
                    + KernelPath.counted),
            Step(
                "The socket is closed.", [.close("s")], expect: [.quiet("lab0"), .announced("lab0", 2)],
                because: "All entries go with their socket.", path: KernelPath.release + KernelPath.edge),
        ])
}
