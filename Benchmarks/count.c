// Counts live packets in a C callback of libpcap: the least that a capture program can do. What swiftcap's
// counting is compared with.
//
//     count INTERFACE [BUFFER_BYTES]     until SIGINT or SIGTERM; then "N packets captured" on stderr
#include <errno.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static volatile sig_atomic_t stopped;

static void stop(int number) {
    (void)number;
    stopped = 1;
}

static void count(u_char *counter, const struct pcap_pkthdr *header, const u_char *bytes) {
    (void)header;
    (void)bytes;
    ++*(unsigned long long *)counter;
}

int main(int argc, char **argv) {
    char text[PCAP_ERRBUF_SIZE];
    unsigned long long packets = 0;
    pcap_t *pcap = argc > 1 ? pcap_create(argv[1], text) : NULL;
    if (!pcap) return fprintf(stderr, "count: which interface?\n"), 1;
    pcap_set_snaplen(pcap, 262144);
    pcap_set_promisc(pcap, 1);
    pcap_set_timeout(pcap, 100);
    if (argc > 2) pcap_set_buffer_size(pcap, atoi(argv[2]));
    if (pcap_activate(pcap) < 0 || pcap_setnonblock(pcap, 1, text) < 0)
        return fprintf(stderr, "count: %s\n", pcap_geterr(pcap)), 1;
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    fprintf(stderr, "count: listening on %s\n", argv[1]);
    struct pollfd entry = {.fd = pcap_get_selectable_fd(pcap), .events = POLLIN};
    while (!stopped) {
        if (poll(&entry, 1, -1) < 0 && errno != EINTR) break;
        if (pcap_dispatch(pcap, -1, count, (u_char *)&packets) < 0) break;
    }
    struct pcap_stat counts = {0};
    pcap_stats(pcap, &counts);
    fprintf(stderr, "%llu packets captured\n%u packets received by filter\n%u packets dropped by kernel\n", packets,
            counts.ps_recv, counts.ps_drop);
    pcap_close(pcap);
    return 0;
}
