import Packets

/// The services of the Andrew file system by their ports, and the templates of what they are asked and answer
/// (fsint/afsint.xg, ptserver/ptint.xg, vlserver/vldbint.xg, volser/volint.xg, bozo/bosint.xg, ubik/ubik_int.xg of OpenAFS).
enum AFSService: UInt16 {
    case file = 7000
    case callback = 7001
    case protection = 7002
    case location = 7003
    case authentication = 7004
    case volume = 7005
    case overseer = 7007

    init?(port: UInt16) {
        self.init(rawValue: port)
    }

    /// Services that keep copies of their data by Ubik.
    private var hasUbik: Bool { self == .protection || self == .location || self == .authentication }

    private var mark: StaticString {
        switch self {
        case .file: "fs"
        case .callback: "cb"
        case .protection: "pt"
        case .location: "vldb"
        case .authentication: "kauth"
        case .volume: "vol"
        case .overseer: "bos"
        }
    }

    private func name(_ operation: UInt32) -> StaticString? {
        switch self {
        case .file: AFSNames.fileName(operation)
        case .callback: AFSNames.callbackName(operation)
        case .protection: AFSNames.protectionName(operation)
        case .location: AFSNames.locationName(operation)
        case .authentication: AFSNames.authenticationName(operation)
        case .volume: AFSNames.volumeName(operation)
        case .overseer: AFSNames.overseerName(operation)
        }
    }

    static func isUbik(_ operation: UInt32) -> Bool {
        (10000...10007).contains(operation) || (20000...20013).contains(operation)
    }

    func call(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let operation = try AFS.Header(bytes).operation
        d.put(" ")
        d.put(mark)
        if hasUbik && AFSService.isUbik(operation) {
            d.put(" ubik call ")
            d.put(AFSNames.ubikName(operation), or: "op#", operation)
            var arguments = AFSArguments(bytes, at: AFS.Header.arguments, mark: "ubik")
            return try AFSService.ubikCall(&d, operation, &arguments)
        }
        d.put(" call ")
        d.put(name(operation), or: "op#", operation)
        var arguments = AFSArguments(bytes, at: AFS.Header.arguments, mark: mark)
        if let template = callTemplate(operation) {
            _ = try arguments.print(&d, template)
        } else {
            try AFSLists.call(&d, self, operation, &arguments)
        }
    }

    func reply(
        _ d: inout Dissector, _ bytes: RawSpan, _ operation: UInt32, isData: Bool
    ) throws(Truncation) {
        d.put(" ")
        d.put(mark)
        if hasUbik && AFSService.isUbik(operation) {
            d.put(" ubik reply ")
            d.put(AFSNames.ubikName(operation), or: "op#", operation)
            var arguments = AFSArguments(bytes, at: AFS.Header.size, mark: "ubik")
            switch (isData, operation) {
            case (true, 10000): d.put(" vote no")
            case (true, 20004): _ = try arguments.print(&d, " dbversion%e")
            case (true, _): break
            case (false, 10000): _ = try arguments.print(&d, " vote yes until%d")
            default: _ = try arguments.print(&d, " errcode%i")
            }
            return
        }
        d.put(" reply ")
        d.put(name(operation), or: "op#", operation)
        var arguments = AFSArguments(bytes, at: AFS.Header.size, mark: mark)
        if !isData {
            if self != .file { return _ = try arguments.print(&d, " errcode%i") }
            let code = Int32(bitPattern: try arguments.word())
            d.put(" error ")
            if let name = AFSNames.errorName(code) { d.put(name) } else { d.put("#", Int(code)) }
        } else if let template = replyTemplate(operation) {
            _ = try arguments.print(&d, template)
        } else {
            try AFSLists.reply(&d, self, operation, &arguments)
        }
    }

    private static func ubikCall(
        _ d: inout Dissector, _ operation: UInt32, _ arguments: inout AFSArguments
    ) throws(Truncation) {
        let template: StaticString
        switch operation {
        case 10000:
            let isSite = try arguments.word() != 0
            d.put(isSite ? " syncsite yes" : " syncsite no")
            template = " votestart%d dbversion%e tid%e"
        case 10003: template = " site%u"
        case 20000, 20001, 20007, 20008, 20010: template = " tid%e"
        case 20002: template = " tid%e file%u pos%u length%u"
        case 20003: template = " tid%e file%u pos%u"
        case 20005: template = " file%u"
        case 20006: template = " file%u length%u dbversion%e"
        case 20009: template = " tid%e file%u length%u"
        case 20012: template = " tid%e oldversion%e newversion%e"
        default: return
        }
        _ = try arguments.print(&d, template)
    }

    private func callTemplate(_ operation: UInt32) -> StaticString? {
        switch self {
        case .file: AFSService.fileCall(operation)
        case .callback: operation == 214 ? " afsuuid%g" : nil
        case .protection: AFSService.protectionCall(operation)
        case .location:
            switch operation {
            case 501, 517: "%V"
            case 504, 519, 524, 527: "%s"
            case 505: " bump%u"
            case 510, 521: " index%u"
            default: nil
            }
        case .authentication:
            switch operation {
            case 1, 2, 5...8, 14, 15, 21, 22: " principal%s%s"
            case 4: " principal%s%s kvno%i"
            case 12: " name%s"
            default: nil
            }
        case .volume: AFSService.volumeCall(operation)
        case .overseer:
            switch operation {
            case 80: " type%s instance%s"
            case 81, 83, 85, 87, 88, 93, 96, 97, 104, 106, 108, 112, 114: "%s"
            case 82, 98: "%s status%i"
            case 86: "%s num%i"
            case 84, 89, 90, 91, 92, 95: "%i"
            case 105: "%s size%i flags%i date%i"
            default: nil
            }
        }
    }

    private static func fileCall(_ operation: UInt32) -> StaticString? {
        switch operation {
        case 130: "%f offset%u length%u"
        case 131, 132, 143...145, 156...158: "%f"
        case 133: "%f%a offset%u length%u flen%u"
        case 134: "%f%c"
        case 135: "%f%a"
        case 136, 142: "%f%s"
        case 137, 141: "%f%s%a"
        case 138: " old%f%s new%f%s"
        case 139: "%f%s link to%s"
        case 140: "%f%s link to%f"
        case 148: "%s"
        case 149, 150: " volid%u"
        case 154: " volname%s"
        case 65537: "%f offset%l length%l"
        case 65538: "%f%a offset%l length%l flen%l"
        case 65541: " addr%u"
        default: nil
        }
    }

    private static func protectionCall(_ operation: UInt32) -> StaticString? {
        switch operation {
        case 500: "%s id%i oldid%i"
        case 501, 506, 508, 512, 514, 517, 518, 519, 530: " id%i"
        case 502: " pos%i"
        case 503, 507, 515: " uid%i gid%i"
        case 509: "%s flag%i oid%i"
        case 511: " id%i gflag%i"
        case 513: " id%i%s oldid%i newid%i"
        case 520: " id%i%s"
        default: nil
        }
    }

    private static func volumeCall(_ operation: UInt32) -> StaticString? {
        switch operation {
        case 100: " partition%u name%s type%u parent%u"
        case 101, 104, 107: " trans%u"
        case 102: " totrans%u flags%u"
        case 105: " trans%u purgevol%u newtype%u newname%s"
        case 106: " trans%u flags%u"
        case 108: " vol%u partition%u flags%u"
        // The second number is not that of the operation which tcpdump names so.
        case 109, 655_537: " fromtrans%u fromdate%d"
        case 110: " index%u"
        case 111: " tid%u newsite%u"
        case 112, 113: " tid"
        case 114: " name%s type%u pid%u cloneid%u"
        case 116: " partition%u flags%u"
        case 117: " tid%u name%s type%u pid%u clone%u backup%u"
        case 119: " name%s"
        case 120, 126: " tid%u"
        case 121, 122, 124, 125, 65536: " partid%u volid%u"
        case 123: " tid%u date%d"
        case 65538: " fromtrans%u fromdate%d flags%u"
        default: nil
        }
    }

    private func replyTemplate(_ operation: UInt32) -> StaticString? {
        switch (self, operation) {
        case (.file, 131): "%c"
        case (.file, 137), (.file, 141): " new%f"
        case (.file, 151): " root volume%s"
        case (.file, 153): "%d"
        case (.callback, 213): "%g"
        case (.protection, 510): " maxuid%u maxgid%u"
        case (.location, 505): " newvol%u"
        case (.volume, 100): " volid%u trans%u"
        case (.volume, 104), (.volume, 107): "%u"
        case (.volume, 105): " newvol%u"
        case (.volume, 108): " trans%u"
        case (.volume, 110): " volume%u partition%u"
        case (.volume, 112): "%s"
        case (.volume, 113):
            """
             volid%u nextuniq%u type%u parentid%u clone%u backup%u restore%u maxquota%u minquota%u owner%u create%d \
            access%d update%d expire%d backup%d copy%d
            """
        default: nil
        }
    }
}
