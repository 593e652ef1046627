/// `swiftcap --help`.
enum CaptureHelp {
    static func show() -> Int32 { Output.show(Help.versionText + text) }

    /// At most 80 columns wide.
    static var text: String {
        """
        Usage: swiftcap [OPTION]... [EXPRESSION]
               swiftcap COMMAND [ARGUMENT]...

        Captures packets on network interfaces as tcpdump does, with its options and its
        output, and keeps the books of promiscuous mode. EXPRESSION: see pcap-filter(7).


        """ + OptionHelp.text + """

            Commands
              compare A B                 two reports side by side, one of a run with -p
              compare -i NAME --duration SECONDS
                                          both runs, and then the comparison
              report FILE                 the report that a pcapng file or a JSON file holds
              audit [NAME]...             who holds references on promiscuous mode, now
              watch [NAME]...             who takes and gives them back, as it happens
              check [NAME]...             the same question for a monitoring system
              export [--output FILE.prom] the audit as metrics for Prometheus
              lab [SCENARIO]...           promiscuous mode explained in private namespaces
            swiftcap COMMAND --help says more about each.

            """
    }
}
