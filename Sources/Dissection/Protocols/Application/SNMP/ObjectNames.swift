import Packets

/// Names of SNMP's objects (RFC 1213, RFC 3411 and their neighbours), as tcpdump knows them when names are asked for.
///
/// A node is a number; its children's names lie in one text each, in order of their identifiers from 1 on, with `-` for
/// those that have none.
enum ObjectNames {
    /// Where well-known prefixes lead to.
    static var management: UInt8 { 0 }
    static var enterprises: UInt8 { 1 }
    static var modules: UInt8 { 2 }
    /// iso, org, dod and internet, one below the other.
    static var iso: UInt8 { 250 }
    static var none: UInt8 { 255 }

    /// Puts a child's name; nil when it has none, otherwise the node that it is.
    static func put(_ d: inout Dissector, _ node: UInt8, _ identifier: UInt32) -> UInt8? {
        guard node != none, identifier > 0 else { return nil }
        let names = children(node)
        let text = unsafe UnsafeBufferPointer(start: names.utf8Start, count: names.utf8CodeUnitCount)
        var at = 0
        var word: UInt32 = 1
        while word < identifier {
            while unsafe at < text.count && text[at] != 0x20 { at += 1 }
            if at >= text.count { return nil }
            at += 1
            word += 1
        }
        guard at < text.count, unsafe text[at] != 0x2D else { return nil }
        while unsafe at < text.count && text[at] != 0x20 {
            unsafe d.put(byte: text[at])
            at += 1
        }
        return child(node, identifier)
    }

    private static func child(_ node: UInt8, _ identifier: UInt32) -> UInt8 {
        switch (node, identifier) {
        case (iso, 3): 251
        case (251, 6): 252
        case (252, 1): 253
        case (0, 1): 3
        case (0, 2): 4
        case (4, 2): 5
        case (5, 1): 6
        case (0, 3): 7
        case (7, 1): 8
        case (8, 1): 9
        case (0, 4): 10
        case (10, 20): 11
        case (11, 1): 12
        case (10, 21): 13
        case (13, 1): 14
        case (10, 22): 15
        case (15, 1): 16
        case (0, 5): 17
        case (0, 6): 18
        case (18, 13): 19
        case (19, 1): 20
        case (0, 7): 21
        case (21, 5): 22
        case (22, 1): 23
        case (0, 8): 24
        case (24, 5): 25
        case (25, 1): 26
        case (0, 11): 27
        case (2, 10): 28
        case (28, 2): 29
        case (29, 1): 30
        case (2, 11): 31
        case (31, 2): 32
        case (32, 1): 33
        case (31, 3): 34
        case (2, 15): 35
        case (35, 1): 36
        case (36, 1): 37
        case (36, 2): 38
        case (38, 2): 39
        case (39, 1): 40
        case (35, 2): 41
        default: none
        }
    }

    private static func children(_ node: UInt8) -> StaticString {
        switch node {
        case iso: "- - org"
        case 251: "- - - - - dod"
        case 252: "internet"
        case 253: "directory mgmt experimental private security snmpV2"
        case 0: "system interfaces at ip icmp tcp udp egp - transmission snmp"
        case 1:
            """
            proteon ibm cmu unix acc twg cayman nysernet cisco nsc hp epilogue utennessee bbn xylogics unisys \
            canstar wellfleet trw mit eon spartacus excelan spider nsfnet sytek intergraph interlan vitalink \
            ulana nswc santacruzoperation xyplex cray bellnorthernresearch dec touch networkresearchcorp baylor \
            nmfeccllnl sri sun 3com cmc synoptics cheyenne prime mcnc chipcom opticaldatasystems gated cabletron \
            apollo desktalksystems ssds castlerock mips tgv silicongraphics ubc merit fibercom apple gandalf \
            dartmouth davidsystems reuter cornell tmac locus nasa retix boeing att ungermannbass digitalanalysis \
            hplanman netlabs icl auspex lannet ncd raycom pirellifocom datability networkappltech link nyu rnd \
            intercon learningtree webstercomputer frontier nokia allenbradley cern sigma emergingtech \
            snmpresearch ohiostate ultra - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - \
            ccur
            """
        case 2: "- - - - - - - - - snmpFrameworkMIB snmpMPDMIB - - - snmpUsmMIB"
        case 3: "sysDescr sysObjectID sysUpTime sysContact sysName sysLocation sysServices"
        case 4: "ifNumber ifTable"
        case 5: "ifEntry"
        case 6:
            """
            ifIndex ifDescr ifType ifMtu ifSpeed ifPhysAddress ifAdminStatus ifOperStatus ifLastChange \
            ifInOctets ifInUcastPkts ifInNUcastPkts ifInDiscards ifInErrors ifInUnknownProtos ifOutOctets \
            ifOutUcastPkts ifOutNUcastPkts ifOutDiscards ifOutErrors ifOutQLen ifSpecific
            """
        case 7: "atTable"
        case 8: "atEntry"
        case 9: "atIfIndex atPhysAddress atNetAddress"
        case 10:
            """
            ipForwarding ipDefaultTTL ipInReceives ipInHdrErrors ipInAddrErrors ipForwDatagrams \
            ipInUnknownProtos ipInDiscards ipInDelivers ipOutRequests ipOutDiscards ipOutNoRoutes ipReasmTimeout \
            ipReasmReqds ipReasmOKs ipReasmFails ipFragOKs ipFragFails ipFragCreates ipAddrTable ipRoutingTable \
            ipNetToMediaTable
            """
        case 11: "ipAddrEntry"
        case 12: "ipAdEntAddr ipAdEntIfIndex ipAdEntNetMask ipAdEntBcastAddr ipAdEntReasmMaxSize"
        case 13: "ipRouteEntry"
        default: children1(node)
        }
    }

    private static func children1(_ node: UInt8) -> StaticString {
        switch node {
        case 14:
            """
            ipRouteDest ipRouteIfIndex ipRouteMetric1 ipRouteMetric2 ipRouteMetric3 ipRouteMetric4 \
            ipRouteNextHop ipRouteType ipRouteProto ipRouteAge ipRouteMask
            """
        case 15: "ipNetToMediaEntry"
        case 16:
            """
            ipNetToMediaIfIndex ipNetToMediaPhysAddress ipNetToMediaNetAddress ipNetToMediaType
            """
        case 17:
            """
            icmpInMsgs icmpInErrors icmpInDestUnreachs icmpInTimeExcds icmpInParmProbs icmpInSrcQuenchs \
            icmpInRedirects icmpInEchos icmpInEchoReps icmpInTimestamps icmpInTimestampReps icmpInAddrMasks \
            icmpInAddrMaskReps icmpOutMsgs icmpOutErrors icmpOutDestUnreachs icmpOutTimeExcds icmpOutParmProbs \
            icmpOutSrcQuenchs icmpOutRedirects icmpOutEchos icmpOutEchoReps icmpOutTimestamps \
            icmpOutTimestampReps icmpOutAddrMasks icmpOutAddrMaskReps
            """
        case 18:
            """
            tcpRtoAlgorithm tcpRtoMin tcpRtoMax tcpMaxConn tcpActiveOpens tcpPassiveOpens tcpAttemptFails \
            tcpEstabResets tcpCurrEstab tcpInSegs tcpOutSegs tcpRetransSegs tcpConnTable tcpInErrs tcpOutRsts
            """
        case 19: "tcpConnEntry"
        case 20:
            """
            tcpConnState tcpConnLocalAddress tcpConnLocalPort tcpConnRemAddress tcpConnRemPort
            """
        case 21: "udpInDatagrams udpNoPorts udpInErrors udpOutDatagrams udpTable"
        case 22: "udpEntry"
        case 23: "udpLocalAddress udpLocalPort"
        case 24: "egpInMsgs egpInErrors egpOutMsgs egpOutErrors egpNeighTable egpAs"
        case 25: "egpNeighEntry"
        case 26:
            """
            egpNeighState egpNeighAddr egpNeighAs egpNeighInMsgs egpNeighInErrs egpNeighOutMsgs egpNeighOutErrs \
            egpNeighInErrMsgs egpNeighOutErrMsgs egpNeighStateUps egpNeighStateDowns egpNeighIntervalHello \
            egpNeighIntervalPoll egpNeighMode egpNeighEventTrigger
            """
        case 27:
            """
            snmpInPkts snmpOutPkts snmpInBadVersions snmpInBadCommunityNames snmpInBadCommunityUses \
            snmpInASNParseErrs snmpInBadTypes snmpInTooBigs snmpInNoSuchNames snmpInBadValues snmpInReadOnlys \
            snmpInGenErrs snmpInTotalReqVars snmpInTotalSetVars snmpInGetRequests snmpInGetNexts \
            snmpInSetRequests snmpInGetResponses snmpInTraps snmpOutTooBigs snmpOutNoSuchNames snmpOutBadValues \
            snmpOutReadOnlys snmpOutGenErrs snmpOutGetRequests snmpOutGetNexts snmpOutSetRequests \
            snmpOutGetResponses snmpOutTraps snmpEnableAuthTraps
            """
        default: children2(node)
        }
    }

    private static func children2(_ node: UInt8) -> StaticString {
        switch node {
        case 28: "snmpFrameworkAdmin snmpFrameworkMIBObjects snmpFrameworkMIBConformance"
        case 29: "snmpEngine"
        case 30: "snmpEngineID snmpEngineBoots snmpEngineTime snmpEngineMaxMessageSize"
        case 31: "snmpMPDAdmin snmpMPDMIBObjects snmpMPDMIBConformance"
        case 32: "snmpMPDStats"
        case 33: "snmpUnknownSecurityModels snmpInvalidMsgs snmpUnknownPDUHandlers"
        case 34: "snmpMPDMIBCompliances snmpMPDMIBGroups"
        case 35: "usmMIBObjects usmMIBConformance"
        case 36: "usmStats usmUser"
        case 37:
            """
            usmStatsUnsupportedSecLevels usmStatsNotInTimeWindows usmStatsUnknownUserNames \
            usmStatsUnknownEngineIDs usmStatsWrongDigests usmStatsDecryptionErrors
            """
        case 38: "usmUserSpinLock usmUserTable"
        case 39: "usmUserEntry"
        case 40:
            """
            usmUserEngineID usmUserName usmUserSecurityName usmUserCloneFrom usmUserAuthProtocol \
            usmUserAuthKeyChange usmUserOwnAuthKeyChange usmUserPrivProtocol usmUserPrivKeyChange \
            usmUserOwnPrivKeyChange usmUserPublic usmUserStorageType usmUserStatus
            """
        case 41: "usmMIBCompliances usmMIBGroups"
        default: ""
        }
    }
}
