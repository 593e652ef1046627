extension Seed {
    static let application2: [Seed] = [
        Seed(
            "SNMP version 3", link: 101,
            """
            45000095 00010000 40116655 0a000001 0a000002 048900a1 00810000 30770201 03300e02
            01630203 00ffe304 01050201 03043330 31040b80 001f8803 aabbccdd eeff0201 0502014d
            04047573 6572040c 00000000 00000000 00000000 04083132 33343536 3738302d 040b8000
            1f8803aa bbccddee ff040363 7478a019 02010502 01000201 00300e30 0c06082b 06010201
            01030005 00
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 149)
                    10.0.0.1.1161 > 10.0.0.2.161:  { SNMPv3 { F=ar } { USM B=5 T=77 U="user" } { ScopedPDU E=_80_00_1f_88_03_aa_bb_cc_dd_ee_ff C="ctx" { GetRequest(25) R=5  .1.3.6.1.2.1.1.3.0 } } }\u{20}
                """),
        Seed(
            "SNMP version 3, encrypted", link: 101,
            """
            4500005a 00010000 40116690 0a000001 0a000002 048900a1 00460000 303c0201 03300e02
            01630203 00ffe304 01030201 03041c30 1a040880 00000001 02030402 01050201 4d040475
            73657204 00040004 09656e63 72797074 6564
            """, flags: "",
            text: """
                IP 10.0.0.1.1161 > 10.0.0.2.161:  F=ap U="user" [!scoped PDU]"encrypted"
                """),
        Seed(
            "SNMP types", link: 101,
            """
            450000a1 00010000 40116649 0a000001 0a000002 048900a1 008d0000 30818202 01010407
            70726976 617465a2 74020105 02010202 01013069 300c0607 2b060104 01090102 01fb3009
            06022b06 04036162 63300806 022b0604 02010230 0a06022b 0640040a 00000130 0b06022b
            06410500 ffffffff 300e0602 2b064608 01020304 05060708 30080602 2b064402 01023006
            06022b06 80003009 06022b06 30030201 05
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 161)
                    10.0.0.1.1161 > 10.0.0.2.161:  { SNMPv2c C="private" { GetResponse(116) R=5  noSuchName@1 .1.3.6.1.4.1.9.1=-5 .1.3.6="abc" .1.3.6=01_02 .1.3.6=10.0.0.1 .1.3.6=4294967295 .1.3.6=72623859790382856 .1.3.6=[P/A/Opaque]_01_02 .1.3.6=[noSuchObject] .1.3.6=Seq(3) } }\u{20}
                """),
        Seed(
            "SNMP trap", link: 101,
            """
            4500004c 00010000 4011669e 0a000001 0a000002 048900a1 00380000 302e0201 00040670
            75626c69 63a42106 062b0601 04010940 040a0000 01020106 02010543 01643008 30060601
            2b020105
            """, flags: "",
            text: """
                IP 10.0.0.1.1161 > 10.0.0.2.161:  Trap(33)  .1.3.6.1.4.1.9 10.0.0.1 enterpriseSpecific s=5 100 .1.3=5
                """),
        Seed(
            "SNMP bulk", link: 101,
            """
            4500003d 00010000 401166ad 0a000001 0a000002 048900a1 00290000 301f0201 01040670
            75626c69 63a51202 01050201 01020114 30073005 06012b05 00
            """, flags: "",
            text: """
                IP 10.0.0.1.1161 > 10.0.0.2.161:  GetBulk(18)  N=1 M=20 .1.3
                """),
        Seed(
            "SNMP fault", link: 101,
            """
            45000036 00010000 401166b4 0a000001 0a000002 048900a1 00220000 30180201 00040670
            75626c69 63a00b02 01050401 61020100 3000
            """, flags: "",
            text: """
                IP 10.0.0.1.1161 > 10.0.0.2.161:  GetRequest(11) [errorStatus!=INT]"a"
                """),
        Seed(
            "node information query", link: 101,
            """
            60000000 00193aff fe800000 00000000 00000000 00000001 ff020000 00000000 00000000
            00000001 8b010000 00020000 00000000 00000000 03666f6f 03626172 00
            """, flags: "v",
            text: """
                IP6 (hlim 255, next-header ICMPv6 (58) payload length: 25) fe80::1 > ff02::1: [bad icmp6 cksum 0x0000 -> 0x9f79!] ICMP6, who-are-you request node information query (DNS name, subject=DNS name, "foo.bar.")
                """),
        Seed(
            "node information of an address", link: 101,
            """
            60000000 00203aff fe800000 00000000 00000000 00000001 ff020000 00000000 00000000
            00000001 8b000000 0003003e 00000000 00000000 20010db8 00000000 00000000 00000001
            """, flags: "",
            text: """
                IP6 fe80::1 > ff02::1: ICMP6, who-are-you request node information query (node addresses [GSLCA], subject=2001:db8::1), length 32
                """),
        Seed(
            "node information reply", link: 101,
            """
            60000000 00243aff fe800000 00000000 00000000 00000001 ff020000 00000000 00000000
            00000001 8c000000 0003003f 00000000 00000000 00000e10 20010db8 00000000 00000000
            00000001
            """, flags: "v",
            text: """
                IP6 (hlim 255, next-header ICMPv6 (58) payload length: 36) fe80::1 > ff02::1: [bad icmp6 cksum 0x0000 -> 0x3a0f!] ICMP6, who-are-you reply node information reply (success, node addresses 2001:db8::1(3600) [GSLCAT])
                """),
        Seed(
            "node information name", link: 101,
            """
            60000000 001d3aff fe800000 00000000 00000000 00000001 ff020000 00000000 00000000
            00000001 8c000000 00020001 00000000 00000000 00000e10 03666f6f 03626172 00
            """, flags: "v",
            text: """
                IP6 (hlim 255, next-header ICMPv6 (58) payload length: 29) fe80::1 > ff02::1: [bad icmp6 cksum 0x0000 -> 0x9065!] ICMP6, who-are-you reply node information reply (success, DNS name, "foo.bar." [TTL=3600])
                """),
        Seed(
            "RIPng response", link: 101,
            """
            45000048 00010000 401166a2 0a000001 0a000002 02090209 00340000 02010000 20010db8
            00000000 00000000 00000000 00014002 fe800000 00000000 00000000 00000001 00008010
            """, flags: "",
            text: """
                IP 10.0.0.1.521 > 10.0.0.2.521:  ripng-resp 2: 2001:db8::/64 [1] (2) fe80::1/128 (16)
                """),
        Seed(
            "RIPng request", link: 101,
            """
            45000034 00010000 401166b6 0a000001 0a000002 02090209 00200000 01010000 00000000
            00000000 00000000 00000000 00000010
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 52)
                    10.0.0.1.521 > 10.0.0.2.521:  ripng-req dump
                """),
        Seed(
            "Q.933 shift", link: 107,
            """
            18410308 01aa7596 51010053 020506
            """, flags: "v",
            text: """
                Q.933, CCITT, codeset 6, Call Ref: 0xaa, Status Enquiry (0x75), length 11
                \tunknown IE (0x51), length 1:\u{20}
                \t0x0000:  00
                \tunknown IE (0x53), length 2:\u{20}
                \t0x0000:  0506
                """),
        Seed(
            "redirect with options", link: 101,
            """
            60000000 00483aff fe800000 00000000 00000000 00000001 ff020000 00000000 00000000
            00000001 89000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
            00000000 00000000 04020000 00000000 01020304 05060708 1f020000 ffffffff 01610000
            00000000
            """, flags: "v",
            text: """
                IP6 (hlim 255, next-header ICMPv6 (58) payload length: 72) fe80::1 > ff02::1: [bad icmp6 cksum 0x0000 -> 0x447e!] ICMP6, redirect, length 72, :: to ::
                \t  redirected header option (4), length 16 (2):\u{20}
                \t    0x0000:  0402 0000 0000 0000 0102 0304 0506 0708
                \t  dnssl option (31), length 16 (2):  lifetime 4294967295s, domain(s): a.
                """),
        Seed(
            "EDNS client subnet", link: 101,
            """
            45000051 00010000 40116699 0a000001 0a000002 00010035 003d0000 12340100 00010000
            00000001 01610000 01000100 00291000 00008000 00170008 00070001 18000a00 01000800
            04000121 00000900 00
            """, flags: "vv",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 81)
                    10.0.0.1.1 > 10.0.0.2.53: [no cksum] 4660+ [1au] A? a. ar: . OPT UDPsize=4096 DO [ECS 10.0.1.0/24/0,ECS  (invalid),EXPIRE] (53)
                """),
    ]
}
