/// Packets of OpenFlow.
extension NetworkSeed {
    static let openFlow: [NetworkSeed] = [
        NetworkSeed(
            "OpenFlow 1.0 flow", tcp: "19fd",
            bytes(
                "010e0078000000010000000000010a0b0c0d0e0f010203040506000502000800100600000a0000010a000002"
                    + "0050005100000000000011220000000100020003ffffffff0004000500000008fffd00800001000800050000"
                    + "000400100a0b0c0d0e0f000000000000000b0010000300000000000000000007"),
            """
            OpenFlow
            \tversion 1.0, type FLOW_MOD, length 120, xid 0x00000001
            \t match in_port 1
            \t match dl_src 0a:0b:0c:0d:0e:0f
            \t match dl_dst 01:02:03:04:05:06
            \t match dl_vlan 5
            \t match dl_vlan_pcp 2
            \t match dl_type 0x0800
            \t match nw_tos 0x10
            \t match nw_proto 6
            \t match nw_src 10.0.0.1/32
            \t match nw_dst 10.0.0.2/32
            \t match tp_src 80
            \t match tp_dst 81
            \t cookie 0x0000000000001122, command ADD, idle_timeout 1, hard_timeout 2, priority 3, buffer_id NONE, \
            flags 0x0005 (SEND_FLOW_REM, EMERG)
            \t action type OUTPUT, len 8, port CONTROLLER, max_len 128
            \t action type SET_VLAN_VID, len 8, vlan_vid 5
            \t action type SET_DL_SRC, len 16, dl_addr 0a:0b:0c:0d:0e:0f
            \t action type ENQUEUE, len 16, port 3, queue_id 7
            """),
        NetworkSeed(
            "OpenFlow 1.0 features", tcp: "19fd",
            bytes(
                "010600500000000100010203040506070000010002000000000000ff00000fff00010a0b0c0d0e0f706f7274"
                    + "206e616d6500000000000000000000010000010100000fff0000000000000000000000000110003800000001"
                    + "000100000000000000010a0b0c0d0e0f010203040506000502000800100600000a0000010a00000200500051"
                    + "ff00ffff"),
            """
            OpenFlow
            \tversion 1.0, type FEATURES_REPLY, length 80, xid 0x00000001
            \t dpid 0x0001020304050607, n_buffers 256, n_tables 2
            \t capabilities 0x000000ff (FLOW_STATS, TABLE_STATS, PORT_STATS, STP, RESERVED, IP_REASM, QUEUE_STATS, \
            ARP_MATCH_IP) (bogus)
            \t actions 0x00000fff (OUTPUT, SET_VLAN_VID, SET_VLAN_PCP, STRIP_VLAN, SET_DL_SRC, SET_DL_DST, \
            SET_NW_SRC, SET_NW_DST, SET_NW_TOS, SET_TP_SRC, SET_TP_DST, ENQUEUE)
            \t  port_no 1, hw_addr 0a:0b:0c:0d:0e:0f, name 'port name'
            \tversion 1.0, type STATS_REQUEST, length 56, xid 0x00000001
            \t type FLOW, flags 0x0000
            \t match in_port 1
            \t match dl_src 0a:0b:0c:0d:0e:0f
            \t match dl_dst 01:02:03:04:05:06
            \t match dl_vlan 5
            \t match dl_vlan_pcp 2
            \t match dl_type 0x0800
            \t match nw_tos 0x10
            \t match nw_proto 6
            \t match nw_src 10.0.0.1/32
            \t match nw_dst 10.0.0.2/32
            \t match tp_src 80
            \t match tp_dst 81
            \t table_id ALL, out_port NONE
            """),
        NetworkSeed(
            "OpenFlow 1.0 tables", tcp: "19fd",
            bytes(
                "0111004c00000001000300010100000074626c00000000000000000000000000000000000000000000000000"
                    + "00000000003fffff0000000100000002000000000000000300000000000000040101000f0000000100010002"
                    + "616263"),
            """
            OpenFlow
            \tversion 1.0, type STATS_REPLY, length 76, xid 0x00000001
            \t type TABLE, flags 0x0001 (MORE)
            \t table_id 1, name 'tbl'
            \t  wildcards 0x003fffff (IN_PORT, DL_VLAN, DL_SRC, DL_DST, DL_TYPE, NW_PROTO, TP_SRC, TP_DST, \
            DL_VLAN_PCP, NW_TOS)
            \t  max_entries 1, active_count 2, lookup_count 3, matched_count 4
            \tversion 1.0, type ERROR, length 15, xid 0x00000001
            \t type BAD_REQUEST, code BAD_STAT
            \t data (3 octets)
            """),
        NetworkSeed(
            "OpenFlow 1.0 vendor", tcp: "19fd",
            bytes(
                "0104001800000001005c16c700000000010000000a0000010115002800000001000100000000000000000005"
                    + "0018000000010010000000000064000000000000"),
            """
            OpenFlow
            \tversion 1.0, type VENDOR, length 24, xid 0x00000001, vendor 0x005c16c7 (Big Switch Networks)
            \t subtype SET_IP_MASK, index 1, mask 10.0.0.1
            \tversion 1.0, type QUEUE_GET_CONFIG_REPLY, length 40, xid 0x00000001
            \t port 1
            \t  queue_id 5, len 24
            """),
        NetworkSeed(
            "OpenFlow 1.3", tcp: "19e9",
            bytes(
                "04000010000000010001000800000012041800180000000100000002000000000000000000000009041b0020"
                    + "000000010000000000000000000000000000000000000000000000070411001000000001ff00000000000003"),
            """
            OpenFlow
            \tversion 1.3, type HELLO, length 16, xid 0x00000001
            \t type VERSIONBITMAP, length 8, bitmap 0x00000012 (1.1, 1.4)
            \tversion 1.3, type ROLE_REQUEST, length 24, xid 0x00000001
            \t role MASTER, generation_id 0x0000000000000009
            \tversion 1.3, type GET_ASYNC_REPLY, length 32, xid 0x00000001
            \t packet_in_mask[EM] 0x00000000
            \t packet_in_mask[S] 0x00000000
            \t port_status_mask[EM] 0x00000000
            \t port_status_mask[S] 0x00000000
            \t flow_removed_mask[EM] 0x00000000
            \t flow_removed_mask[S] 0x00000007 (ADD, DELETE, MODIFY)
            \tversion 1.3, type TABLE_MOD, length 16, xid 0x00000001
            \t table_id ALL, config 0x00000003
            """),
        NetworkSeed(
            "OpenFlow 1.3 port", tcp: "19e9",
            bytes(
                "040c0050000000010000000000000000fffffffe000000000a0b0c0d0e0f0000706f7274206e616d65000000"
                    + "000000000000000000000000000000000000000000000000000000000000000000000000"),
            """
            OpenFlow
            \tversion 1.3, type PORT_STATUS, length 80, xid 0x00000001
            \t reason ADD
            \t  port_no LOCAL, hw_addr 0a:0b:0c:0d:0e:0f, name 'port name'
            """),
    ]
}
