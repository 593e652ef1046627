extension Scenario {
    /// The kernel closes what a dead process had open.
    static let kill = Scenario(
        "kill", "A capture that is killed leaves nothing behind: the kernel gives its reference back.",
        [
            .layCable,
            Step(
                "Start two captures.", [.capture("victim", on: "lab0"), .capture("witness", on: "lab0")],
                expect: [.held("lab0", 2), .announced("lab0", 2)], because: "One reference each.",
                path: KernelPath.join + KernelPath.edge),
            Step(
                "Kill one with SIGKILL, which no program can catch.", [.kill("victim")],
                expect: [.held("lab0", 1), .announced("lab0", 1)],
                because:
                    "The reference belongs to the socket, and the socket dies with its last descriptor. No program "
                    + "has to clean up, and none can forget to.",
                path: ["do_exit, exit_files: the kernel closes what the process had open"] + KernelPath.release
                    + KernelPath.counted),
            Step(
                "Kill the other one.", [.kill("witness")], expect: [.quiet("lab0"), .announced("lab0", 1)],
                because: "The same announcement and log line as after a clean end.",
                path: KernelPath.release + KernelPath.edge),
        ])
}
