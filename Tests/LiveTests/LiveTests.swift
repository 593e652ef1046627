import Testing

/// Everything that needs a network namespace and the real programs: swiftcap as it was built for debugging, the
/// installed tcpdump, and the peer. One at a time, so that two captures never share a loaded processor.
@Suite(.serialized, .enabled(if: Tools.canRun, "\(Tools.reason)"))
struct LiveTests {}
