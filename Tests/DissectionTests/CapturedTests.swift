import Testing

@testable import Dissection

/// The core protocols on a conversation as it was captured: the whole text, for one printer that sees every frame, against
/// what tcpdump 4.99 prints of the same frames with -nt and the options of the test's name.
@Suite struct CapturedTests {
    /// Line by line, so that a failure shows the line that is wrong.
    private func check(_ expected: String, _ set: (inout PrintOptions) -> Void) {
        let text = printed(CapturedFrames.all, set).split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(text.count == wanted.count)
        for (one, other) in zip(text, wanted) { #expect(one == other) }
    }

    @Test func plain() {
        check(
            """
            ARP, Request who-has 192.0.2.2 tell 192.0.2.1, length 28
            ARP, Reply 192.0.2.2 is-at 02:00:00:00:00:02, length 28
            IP 192.0.2.1.39141 > 192.0.2.2.4000: UDP, length 5
            IP 192.0.2.2 > 192.0.2.1: ICMP 192.0.2.2 udp port 4000 unreachable, length 41
            IP 192.0.2.1 > 192.0.2.2: ICMP echo request, id 7, seq 1, length 16
            IP 192.0.2.2 > 192.0.2.1: ICMP echo reply, id 7, seq 1, length 16
            IP6 2001:db8::1 > ff02::1:ff00:2: ICMP6, neighbor solicitation, who has 2001:db8::2, length 32
            IP6 2001:db8::2 > 2001:db8::1: ICMP6, neighbor advertisement, tgt is 2001:db8::2, length 32
            IP6 2001:db8::1 > 2001:db8::2: ICMP6, echo request, id 7, seq 1, length 16
            IP6 2001:db8::2 > 2001:db8::1: ICMP6, echo reply, id 7, seq 1, length 16
            IP6 2001:db8::1.59389 > 2001:db8::2.5000: UDP, length 2
            IP6 2001:db8::2 > 2001:db8::1: ICMP6, destination unreachable, unreachable port, 2001:db8::2 udp port 5000, length 58
            IP 192.0.2.1.60392 > 192.0.2.2.8080: Flags [S], seq 463385147, win 64240, options [mss 1460,sackOK,TS val 2268978819 ecr 0,nop,wscale 10], length 0
            IP 192.0.2.2.8080 > 192.0.2.1.60392: Flags [S.], seq 561144119, ack 463385148, win 65160, options [mss 1460,sackOK,TS val 1824629910 ecr 2268978819,nop,wscale 10], length 0
            IP 192.0.2.1.60392 > 192.0.2.2.8080: Flags [.], ack 1, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP 192.0.2.1.60392 > 192.0.2.2.8080: Flags [P.], seq 1:5, ack 1, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 4: HTTP
            IP 192.0.2.2.8080 > 192.0.2.1.60392: Flags [.], ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP 192.0.2.2.8080 > 192.0.2.1.60392: Flags [P.], seq 1:5, ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 4: HTTP
            IP 192.0.2.1.60392 > 192.0.2.2.8080: Flags [.], ack 5, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP 192.0.2.2.8080 > 192.0.2.1.60392: Flags [F.], seq 5, ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP 192.0.2.1.60392 > 192.0.2.2.8080: Flags [F.], seq 5, ack 6, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP 192.0.2.2.8080 > 192.0.2.1.60392: Flags [.], ack 6, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP 192.0.2.1.32988 > 192.0.2.2.9999: Flags [S], seq 3871934134, win 64240, options [mss 1460,sackOK,TS val 470154812 ecr 0,nop,wscale 10], length 0
            IP 192.0.2.2.9999 > 192.0.2.1.32988: Flags [R.], seq 0, ack 3871934135, win 0, length 0
            IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype Unknown (0x1234), length 46:\u{20}
            \t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  ................
            \t0x0010:  1011 1213 1415 1617 1819 1a1b 1c1d 1e1f  ................
            IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP 10.0.0.1 > 10.0.0.2: ip-proto-17
            IP 10.0.0.1 > 10.0.0.2:  ip-proto-99 13
            IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP6 fe80::ff:fe00:2 > ff02::2: ICMP6, router solicitation, length 16

            """
        ) { _ in }
    }

    // As long as the text that is expected.
    @Test func verbose() {
        check(
            """
            ARP, Ethernet (len 6), IPv4 (len 4), Request who-has 192.0.2.2 tell 192.0.2.1, length 28
            ARP, Ethernet (len 6), IPv4 (len 4), Reply 192.0.2.2 is-at 02:00:00:00:00:02, length 28
            IP (tos 0x0, ttl 64, id 48828, offset 0, flags [DF], proto UDP (17), length 33)
                192.0.2.1.39141 > 192.0.2.2.4000: UDP, length 5
            IP (tos 0xc0, ttl 64, id 60434, offset 0, flags [none], proto ICMP (1), length 61)
                192.0.2.2 > 192.0.2.1: ICMP 192.0.2.2 udp port 4000 unreachable, length 41
            \tIP (tos 0x0, ttl 64, id 48828, offset 0, flags [DF], proto UDP (17), length 33)
                192.0.2.1.39141 > 192.0.2.2.4000: UDP, length 5
            IP (tos 0x0, ttl 64, id 53379, offset 0, flags [DF], proto ICMP (1), length 36)
                192.0.2.1 > 192.0.2.2: ICMP echo request, id 7, seq 1, length 16
            IP (tos 0x0, ttl 64, id 60458, offset 0, flags [none], proto ICMP (1), length 36)
                192.0.2.2 > 192.0.2.1: ICMP echo reply, id 7, seq 1, length 16
            IP6 (hlim 255, next-header ICMPv6 (58) payload length: 32) 2001:db8::1 > ff02::1:ff00:2: [icmp6 sum ok] ICMP6, neighbor solicitation, length 32, who has 2001:db8::2
            \t  source link-address option (1), length 8 (1): 02:00:00:00:00:01
            IP6 (hlim 255, next-header ICMPv6 (58) payload length: 32) 2001:db8::2 > 2001:db8::1: [icmp6 sum ok] ICMP6, neighbor advertisement, length 32, tgt is 2001:db8::2, Flags [solicited, override]
            \t  destination link-address option (2), length 8 (1): 02:00:00:00:00:02
            IP6 (flowlabel 0xe5ddb, hlim 64, next-header ICMPv6 (58) payload length: 16) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, echo request, id 7, seq 1
            IP6 (flowlabel 0x968dd, hlim 64, next-header ICMPv6 (58) payload length: 16) 2001:db8::2 > 2001:db8::1: [icmp6 sum ok] ICMP6, echo reply, id 7, seq 1
            IP6 (flowlabel 0xdca36, hlim 64, next-header UDP (17) payload length: 10) 2001:db8::1.59389 > 2001:db8::2.5000: [bad udp cksum 0x5b90 -> 0x4076!] UDP, length 2
            IP6 (flowlabel 0xd6703, hlim 64, next-header ICMPv6 (58) payload length: 58) 2001:db8::2 > 2001:db8::1: [icmp6 sum ok] ICMP6, destination unreachable, unreachable port, 2001:db8::2 udp port 5000
            IP (tos 0x0, ttl 64, id 62184, offset 0, flags [DF], proto TCP (6), length 60)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [S], cksum 0x8432 (incorrect -> 0x89f4), seq 463385147, win 64240, options [mss 1460,sackOK,TS val 2268978819 ecr 0,nop,wscale 10], length 0
            IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 60)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [S.], cksum 0x8432 (incorrect -> 0xf249), seq 561144119, ack 463385148, win 65160, options [mss 1460,sackOK,TS val 1824629910 ecr 2268978819,nop,wscale 10], length 0
            IP (tos 0x0, ttl 64, id 62185, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [.], cksum 0x842a (incorrect -> 0x1f63), ack 1, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP (tos 0x0, ttl 64, id 62186, offset 0, flags [DF], proto TCP (6), length 56)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [P.], cksum 0x842e (incorrect -> 0x4086), seq 1:5, ack 1, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 4: HTTP
            IP (tos 0x0, ttl 64, id 26552, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [.], cksum 0x842a (incorrect -> 0x1f5e), ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP (tos 0x0, ttl 64, id 26553, offset 0, flags [DF], proto TCP (6), length 56)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [P.], cksum 0x842e (incorrect -> 0x407b), seq 1:5, ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 4: HTTP
            IP (tos 0x0, ttl 64, id 62187, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [.], cksum 0x842a (incorrect -> 0x1f5b), ack 5, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP (tos 0x0, ttl 64, id 26554, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [F.], cksum 0x842a (incorrect -> 0x1f59), seq 5, ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP (tos 0x0, ttl 64, id 62188, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [F.], cksum 0x842a (incorrect -> 0x1f59), seq 5, ack 6, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP (tos 0x0, ttl 64, id 26555, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [.], cksum 0x842a (incorrect -> 0x1f58), ack 6, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP (tos 0x0, ttl 64, id 29757, offset 0, flags [DF], proto TCP (6), length 60)
                192.0.2.1.32988 > 192.0.2.2.9999: Flags [S], cksum 0x8432 (incorrect -> 0x195b), seq 3871934134, win 64240, options [mss 1460,sackOK,TS val 470154812 ecr 0,nop,wscale 10], length 0
            IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 40)
                192.0.2.2.9999 > 192.0.2.1.32988: Flags [R.], cksum 0x9660 (correct), seq 0, ack 3871934135, win 0, length 0
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 33)
                10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 33)
                10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype Unknown (0x1234), length 46:\u{20}
            \t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  ................
            \t0x0010:  1011 1213 1415 1617 1819 1a1b 1c1d 1e1f  ................
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [+], proto UDP (17), length 33)
                10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP (tos 0x0, ttl 64, id 1, offset 40, flags [none], proto UDP (17), length 33)
                10.0.0.1 > 10.0.0.2: ip-proto-17
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto unknown (99), length 33)
                10.0.0.1 > 10.0.0.2:  ip-proto-99 13
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 33, bad cksum dead (->26c9)!)
                10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP6 (hlim 255, next-header ICMPv6 (58) payload length: 16) fe80::ff:fe00:2 > ff02::2: [icmp6 sum ok] ICMP6, router solicitation, length 16
            \t  source link-address option (1), length 8 (1): 02:00:00:00:00:02

            """
        ) {
            $0.verbosity = 1
        }
    }

    @Test func `link header`() {
        check(
            """
            02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Request who-has 192.0.2.2 tell 192.0.2.1, length 28
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype ARP (0x0806), length 42: Reply 192.0.2.2 is-at 02:00:00:00:00:02, length 28
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 47: 192.0.2.1.39141 > 192.0.2.2.4000: UDP, length 5
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 75: 192.0.2.2 > 192.0.2.1: ICMP 192.0.2.2 udp port 4000 unreachable, length 41
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 50: 192.0.2.1 > 192.0.2.2: ICMP echo request, id 7, seq 1, length 16
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 50: 192.0.2.2 > 192.0.2.1: ICMP echo reply, id 7, seq 1, length 16
            02:00:00:00:00:01 > 33:33:ff:00:00:02, ethertype IPv6 (0x86dd), length 86: 2001:db8::1 > ff02::1:ff00:2: ICMP6, neighbor solicitation, who has 2001:db8::2, length 32
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv6 (0x86dd), length 86: 2001:db8::2 > 2001:db8::1: ICMP6, neighbor advertisement, tgt is 2001:db8::2, length 32
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv6 (0x86dd), length 70: 2001:db8::1 > 2001:db8::2: ICMP6, echo request, id 7, seq 1, length 16
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv6 (0x86dd), length 70: 2001:db8::2 > 2001:db8::1: ICMP6, echo reply, id 7, seq 1, length 16
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv6 (0x86dd), length 64: 2001:db8::1.59389 > 2001:db8::2.5000: UDP, length 2
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv6 (0x86dd), length 112: 2001:db8::2 > 2001:db8::1: ICMP6, destination unreachable, unreachable port, 2001:db8::2 udp port 5000, length 58
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 74: 192.0.2.1.60392 > 192.0.2.2.8080: Flags [S], seq 463385147, win 64240, options [mss 1460,sackOK,TS val 2268978819 ecr 0,nop,wscale 10], length 0
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 74: 192.0.2.2.8080 > 192.0.2.1.60392: Flags [S.], seq 561144119, ack 463385148, win 65160, options [mss 1460,sackOK,TS val 1824629910 ecr 2268978819,nop,wscale 10], length 0
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 66: 192.0.2.1.60392 > 192.0.2.2.8080: Flags [.], ack 1, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 70: 192.0.2.1.60392 > 192.0.2.2.8080: Flags [P.], seq 1:5, ack 1, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 4: HTTP
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 66: 192.0.2.2.8080 > 192.0.2.1.60392: Flags [.], ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 70: 192.0.2.2.8080 > 192.0.2.1.60392: Flags [P.], seq 1:5, ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 4: HTTP
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 66: 192.0.2.1.60392 > 192.0.2.2.8080: Flags [.], ack 5, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 66: 192.0.2.2.8080 > 192.0.2.1.60392: Flags [F.], seq 5, ack 5, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 66: 192.0.2.1.60392 > 192.0.2.2.8080: Flags [F.], seq 5, ack 6, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 66: 192.0.2.2.8080 > 192.0.2.1.60392: Flags [.], ack 6, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 74: 192.0.2.1.32988 > 192.0.2.2.9999: Flags [S], seq 3871934134, win 64240, options [mss 1460,sackOK,TS val 470154812 ecr 0,nop,wscale 10], length 0
            02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 54: 192.0.2.2.9999 > 192.0.2.1.32988: Flags [R.], seq 0, ack 3871934135, win 0, length 0
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q (0x8100), length 51: vlan 100, p 0, ethertype IPv4 (0x0800), 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q-QinQ (0x88a8), length 55: vlan 10, p 3, ethertype 802.1Q (0x8100), vlan 100, p 7, ethertype IPv4 (0x0800), 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype Unknown (0x1234), length 46:\u{20}
            \t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  ................
            \t0x0010:  1011 1213 1415 1617 1819 1a1b 1c1d 1e1f  ................
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 47: 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 47: 10.0.0.1 > 10.0.0.2: ip-proto-17
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 47: 10.0.0.1 > 10.0.0.2:  ip-proto-99 13
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 47: 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            02:00:00:00:00:02 > 33:33:00:00:00:02, ethertype IPv6 (0x86dd), length 70: fe80::ff:fe00:2 > ff02::2: ICMP6, router solicitation, length 16

            """
        ) {
            $0.linkHeader = true
        }
    }

    @Test func quick() {
        check(
            """
            ARP, Request who-has 192.0.2.2 tell 192.0.2.1, length 28
            ARP, Reply 192.0.2.2 is-at 02:00:00:00:00:02, length 28
            IP 192.0.2.1.39141 > 192.0.2.2.4000: UDP, length 5
            IP 192.0.2.2 > 192.0.2.1: ICMP 192.0.2.2 udp port 4000 unreachable, length 41
            IP 192.0.2.1 > 192.0.2.2: ICMP echo request, id 7, seq 1, length 16
            IP 192.0.2.2 > 192.0.2.1: ICMP echo reply, id 7, seq 1, length 16
            IP6 2001:db8::1 > ff02::1:ff00:2: ICMP6, neighbor solicitation, who has 2001:db8::2, length 32
            IP6 2001:db8::2 > 2001:db8::1: ICMP6, neighbor advertisement, tgt is 2001:db8::2, length 32
            IP6 2001:db8::1 > 2001:db8::2: ICMP6, echo request, id 7, seq 1, length 16
            IP6 2001:db8::2 > 2001:db8::1: ICMP6, echo reply, id 7, seq 1, length 16
            IP6 2001:db8::1.59389 > 2001:db8::2.5000: UDP, length 2
            IP6 2001:db8::2 > 2001:db8::1: ICMP6, destination unreachable, unreachable port, 2001:db8::2 udp port 5000, length 58
            IP 192.0.2.1.60392 > 192.0.2.2.8080: tcp 0
            IP 192.0.2.2.8080 > 192.0.2.1.60392: tcp 0
            IP 192.0.2.1.60392 > 192.0.2.2.8080: tcp 0
            IP 192.0.2.1.60392 > 192.0.2.2.8080: tcp 4
            IP 192.0.2.2.8080 > 192.0.2.1.60392: tcp 0
            IP 192.0.2.2.8080 > 192.0.2.1.60392: tcp 4
            IP 192.0.2.1.60392 > 192.0.2.2.8080: tcp 0
            IP 192.0.2.2.8080 > 192.0.2.1.60392: tcp 0
            IP 192.0.2.1.60392 > 192.0.2.2.8080: tcp 0
            IP 192.0.2.2.8080 > 192.0.2.1.60392: tcp 0
            IP 192.0.2.1.32988 > 192.0.2.2.9999: tcp 0
            IP 192.0.2.2.9999 > 192.0.2.1.32988: tcp 0
            IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            02:00:00:00:00:01 > 02:00:00:00:00:02, Unknown Ethertype (0x1234), length 46:\u{20}
            IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP 10.0.0.1 > 10.0.0.2: ip-proto-17
            IP 10.0.0.1 > 10.0.0.2:  ip-proto-99 13
            IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP6 fe80::ff:fe00:2 > ff02::2: ICMP6, router solicitation, length 16

            """
        ) {
            $0.quick = true
        }
    }

    // As long as the text that is expected.
    @Test func absolute() {
        check(
            """
            ARP, Ethernet (len 6), IPv4 (len 4), Request who-has 192.0.2.2 tell 192.0.2.1, length 28
            ARP, Ethernet (len 6), IPv4 (len 4), Reply 192.0.2.2 is-at 02:00:00:00:00:02, length 28
            IP (tos 0x0, ttl 64, id 48828, offset 0, flags [DF], proto UDP (17), length 33)
                192.0.2.1.39141 > 192.0.2.2.4000: UDP, length 5
            IP (tos 0xc0, ttl 64, id 60434, offset 0, flags [none], proto ICMP (1), length 61)
                192.0.2.2 > 192.0.2.1: ICMP 192.0.2.2 udp port 4000 unreachable, length 41
            \tIP (tos 0x0, ttl 64, id 48828, offset 0, flags [DF], proto UDP (17), length 33)
                192.0.2.1.39141 > 192.0.2.2.4000: UDP, length 5
            IP (tos 0x0, ttl 64, id 53379, offset 0, flags [DF], proto ICMP (1), length 36)
                192.0.2.1 > 192.0.2.2: ICMP echo request, id 7, seq 1, length 16
            IP (tos 0x0, ttl 64, id 60458, offset 0, flags [none], proto ICMP (1), length 36)
                192.0.2.2 > 192.0.2.1: ICMP echo reply, id 7, seq 1, length 16
            IP6 (hlim 255, next-header ICMPv6 (58) payload length: 32) 2001:db8::1 > ff02::1:ff00:2: [icmp6 sum ok] ICMP6, neighbor solicitation, length 32, who has 2001:db8::2
            \t  source link-address option (1), length 8 (1): 02:00:00:00:00:01
            \t    0x0000:  0200 0000 0001
            IP6 (hlim 255, next-header ICMPv6 (58) payload length: 32) 2001:db8::2 > 2001:db8::1: [icmp6 sum ok] ICMP6, neighbor advertisement, length 32, tgt is 2001:db8::2, Flags [solicited, override]
            \t  destination link-address option (2), length 8 (1): 02:00:00:00:00:02
            \t    0x0000:  0200 0000 0002
            IP6 (flowlabel 0xe5ddb, hlim 64, next-header ICMPv6 (58) payload length: 16) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, echo request, id 7, seq 1
            IP6 (flowlabel 0x968dd, hlim 64, next-header ICMPv6 (58) payload length: 16) 2001:db8::2 > 2001:db8::1: [icmp6 sum ok] ICMP6, echo reply, id 7, seq 1
            IP6 (flowlabel 0xdca36, hlim 64, next-header UDP (17) payload length: 10) 2001:db8::1.59389 > 2001:db8::2.5000: UDP, length 2
            IP6 (flowlabel 0xd6703, hlim 64, next-header ICMPv6 (58) payload length: 58) 2001:db8::2 > 2001:db8::1: [icmp6 sum ok] ICMP6, destination unreachable, unreachable port, 2001:db8::2 udp port 5000
            IP (tos 0x0, ttl 64, id 62184, offset 0, flags [DF], proto TCP (6), length 60)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [S], seq 463385147, win 64240, options [mss 1460,sackOK,TS val 2268978819 ecr 0,nop,wscale 10], length 0
            IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 60)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [S.], seq 561144119, ack 463385148, win 65160, options [mss 1460,sackOK,TS val 1824629910 ecr 2268978819,nop,wscale 10], length 0
            IP (tos 0x0, ttl 64, id 62185, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [.], seq 463385148, ack 561144120, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP (tos 0x0, ttl 64, id 62186, offset 0, flags [DF], proto TCP (6), length 56)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [P.], seq 463385148:463385152, ack 561144120, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 4: HTTP
            IP (tos 0x0, ttl 64, id 26552, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [.], seq 561144120, ack 463385152, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP (tos 0x0, ttl 64, id 26553, offset 0, flags [DF], proto TCP (6), length 56)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [P.], seq 561144120:561144124, ack 463385152, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 4: HTTP
            IP (tos 0x0, ttl 64, id 62187, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [.], seq 463385152, ack 561144124, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP (tos 0x0, ttl 64, id 26554, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [F.], seq 561144124, ack 463385152, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP (tos 0x0, ttl 64, id 62188, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.1.60392 > 192.0.2.2.8080: Flags [F.], seq 463385152, ack 561144125, win 63, options [nop,nop,TS val 2268978819 ecr 1824629910], length 0
            IP (tos 0x0, ttl 64, id 26555, offset 0, flags [DF], proto TCP (6), length 52)
                192.0.2.2.8080 > 192.0.2.1.60392: Flags [.], seq 561144125, ack 463385153, win 64, options [nop,nop,TS val 1824629910 ecr 2268978819], length 0
            IP (tos 0x0, ttl 64, id 29757, offset 0, flags [DF], proto TCP (6), length 60)
                192.0.2.1.32988 > 192.0.2.2.9999: Flags [S], seq 3871934134, win 64240, options [mss 1460,sackOK,TS val 470154812 ecr 0,nop,wscale 10], length 0
            IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 40)
                192.0.2.2.9999 > 192.0.2.1.32988: Flags [R.], seq 0, ack 3871934135, win 0, length 0
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 33)
                10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 33)
                10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype Unknown (0x1234), length 46:\u{20}
            \t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  ................
            \t0x0010:  1011 1213 1415 1617 1819 1a1b 1c1d 1e1f  ................
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [+], proto UDP (17), length 33)
                10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP (tos 0x0, ttl 64, id 1, offset 40, flags [none], proto UDP (17), length 33)
                10.0.0.1 > 10.0.0.2: ip-proto-17
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto unknown (99), length 33)
                10.0.0.1 > 10.0.0.2:  ip-proto-99 13
            IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 33)
                10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 5
            IP6 (hlim 255, next-header ICMPv6 (58) payload length: 16) fe80::ff:fe00:2 > ff02::2: [icmp6 sum ok] ICMP6, router solicitation, length 16
            \t  source link-address option (1), length 8 (1): 02:00:00:00:00:02
            \t    0x0000:  0200 0000 0002

            """
        ) {
            $0.absoluteSequenceNumbers = true
            $0.verbosity = 2
            $0.skipChecksums = true
        }
    }
}
