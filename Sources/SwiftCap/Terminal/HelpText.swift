/// What `--help` says of each option, in groups, at most 80 columns wide. A test holds it against the option tables.
enum HelpText {
    static let text = """
        Usage: swiftcap [OPTION]... [EXPRESSION]
               swiftcap COMMAND [ARGUMENT]...

        Captures packets on network interfaces as tcpdump does, with its options and its
        output, and keeps the books of promiscuous mode. EXPRESSION: see pcap-filter(7).

        Where packets come from
          -i, --interface NAME        a device, "any", or a number of -D's list; several
                                      -i: all of them, merged by time
          -p, --no-promiscuous-mode   do not put the interface into promiscuous mode
          -r FILE                     read a savefile; - is standard input
          -V FILE                     read the savefiles that FILE lists
          -F FILE                     take the filter expression from FILE
          -Q, --direction DIRECTION   in, out or inout
          -I, --monitor-mode          monitor mode, for wireless interfaces
          -y, --linktype TYPE         link type to capture with (-L lists them)
          -O, --no-optimize           do not optimise the filter

        How they are taken
          -s, --snapshot-length N     bytes of each packet; 0 means 262144
          -B, --buffer-size KIB       size of the ring in the kernel
              --immediate-mode        hand out each packet as it arrives
              --threads N             N sockets share the interface's packets, each with
                                      a thread, a ring and a membership of its own
              --cpu-affinity LIST     processors for capturing: 2, or 0,2-3; with
                                      several threads one each, in turn
          -j, --time-stamp-type TYPE  who stamps packets (-J lists them)
              --time-stamp-precision micro|nano, --micro, --nano
                                      digits of time stamps, printed and written
          -Z, --relinquish-privileges USER
                                      become USER once everything is open

        When it ends
          -c N                        after N packets
              --duration SECONDS      after so much time
              --stop-size SIZE        before the files of -w hold more: millions of
                                      bytes, or a number with k, M or G
              --stop-files N          after N files of -C, -G or --keep

        What is printed
          -n                          numbers instead of names of hosts and ports
          -N                          names of hosts without their domain
          -f                          names only of hosts in the interface's network
          -e                          the link-layer header
          -q                          less of each protocol
          -v, -vv, -vvv               more of each protocol
          -t, -tt, -ttt, -tttt, -ttttt
                                      no time; seconds since 1970; since the packet
                                      before; with the date; since the first packet
          -#, --number                numbers of packets
          -A, -AA                     payload as ASCII; with the link-layer header
          -x, -xx, -X, -XX            payload in hex; -X with ASCII; doubled: with the
                                      link-layer header
          -S, --absolute-tcp-sequence-numbers
          -K, --dont-verify-checksums
          -T TYPE                     take packets for this protocol
          -E KEYS                     decrypt ESP: ALGORITHM:SECRET, the same behind
                                      SPI@ADDRESS, or file NAME with such lines
          -M SECRET                   check TCP's signatures with MD5 (RFC 2385)
          -b, -H, -u                  AS numbers with a dot; mesh headers; NFS handles
                                      as they are
              --color WHEN            auto, always or never
              --count                 only the number of packets
          -l                          each line at once
          -U, --packet-buffered       each packet at once, written ones too

        What is written
          -w FILE                     packets as a savefile; - is standard output.
                                      .pcapng is that format with the books inside;
                                      .gz, .zst and .lz4 are packed
              --format FORMAT         pcap, pcapng, ndjson or parquet, whatever the name
              --direct WHEN           past the page cache: auto (fast captures, large
                                      copies), always or never
              --print                 print packets as well
          -C N                        a new file behind N million bytes
          -G SECONDS                  a new file each SECONDS; the name may have the
                                      conversions of strftime(3)
          -W N                        with -C a ring of N files; with -G end after N
          -z COMMAND                  run COMMAND FILE on each file that is closed
              --finish-command        on the last one too
              --keep SIZE|SECONDS     a flight recorder: the last so much (64M, 30s, or
                                      30s,256M) stays in memory, and goes to -w, to a
                                      file of its own (event-1.pcapng), only on SIGUSR2
              --trigger EXPRESSION    and with a packet that matches
              --trigger-books         and when another joins or leaves promiscuous mode
              --after SECONDS         what follows is written for so long; 1 without

        Rows: what packets say in columns, for data tools
              --json                  a JSON object for each packet, a line each, in
                                      the place of text
          -w FILE.parquet|.ndjson|.ndjson.zst
                                      rows in a file; folders are made. -C, -G, -W, -z
                                      work as for packets. A Parquet file is whole at
                                      its end only: killed, a run loses the one that it
                                      writes; a live capture begins a new one each
                                      five minutes unless -C or -G says otherwise
              --columns LIST          names, groups (dns, swiftcap.tcp), default, all
              --list-columns          name, type, unit, meaning and source of each; as
                                      a table with --markdown
              --books FILE            the books of promiscuous mode as rows, in a file
                                      of their own (.parquet, .ndjson)

        The books of promiscuous mode
              --report FILE           what the capture did to them, as JSON
              --no-report             nothing about them on standard error
              --poll-interval SECONDS look for what the kernel does not announce; 0 off

        What there is to choose from
          -D, --list-interfaces       devices
          -L, --list-data-link-types  link types of a device
          -J, --list-time-stamp-types time stamp types of a device
          -d, -dd, -ddd               the compiled filter: as text, as C, as numbers
              --list-protocols        what is decoded: kind of key, key, its
                                      name, and the dissector that takes it
          -h, --help                  this text
              --version               versions of swiftcap and libpcap

        Taken, without effect here: -a, -m, --fp-type prints a number.

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
