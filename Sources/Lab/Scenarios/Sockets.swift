extension Scenario {
    /// One membership entry, one reference: whichever process has the socket, wherever it is bound.
    static let sockets = Scenario(
        "sockets", "The membership holds, not the process and not the interface the socket is bound to.",
        [
            .layCable,
            Step(
                "A packet socket that is bound to lab1 joins on lab0.",
                [.socket("s"), .bind("s", to: "lab1"), .join("s", on: "lab0")],
                expect: [.held("lab0", 1), .quiet("lab1"), .accepted(true)],
                because:
                    "The request names its device. A search for sockets bound to lab0 does not find this one.",
                path: KernelPath.join + KernelPath.edge),
            Step(
                "The socket gets a second descriptor, as after a fork or when it is passed to another process.",
                [.duplicate("s", as: "copy")], expect: [.held("lab0", 1), .announced("lab0", 0)],
                because:
                    "It is the same socket, hence the same entry. Several processes may have it: all of them hold it "
                    + "together.",
                path: ["dup, fork, SCM_RIGHTS: get_file counts users of the open file; the socket is not told"]),
            Step(
                "The first descriptor is closed.", [.close("s")], expect: [.held("lab0", 1), .announced("lab0", 0)],
                because: "The other one keeps the socket, and the socket keeps the reference.",
                path: ["close, fput: other users are left, so packet_release is not called"]),
            Step(
                "The last one is closed.", [.close("copy")], expect: [.quiet("lab0"), .announced("lab0", 1)],
                because: "Now the socket ends, and its entry with it.",
                path: KernelPath.release + KernelPath.edge),
        ])
}
