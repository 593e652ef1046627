/// Reason codes of 802.11 (IEEE 802.11-2016 table 9-45): why a station leaves.
enum WiFiReason {
    // A table: as long as what it lists.
    static func name(_ code: UInt16) -> StaticString? {
        switch code {
        case 1: "Unspecified reason"
        case 2: "Previous authentication no longer valid"
        case 3: "Deauthenticated because sending STA is leaving (or has left) IBSS or ESS"
        case 4: "Disassociated due to inactivity"
        case 5: "Disassociated because AP is unable to handle all currently  associated STAs"
        case 6: "Class 2 frame received from nonauthenticated STA"
        case 7: "Class 3 frame received from nonassociated STA"
        case 8: "Disassociated because sending STA is leaving (or has left) BSS"
        case 9: "STA requesting (re)association is not authenticated with responding STA"
        case 10: "Disassociated because the information in the Power Capability element is unacceptable"
        case 11: "Disassociated because the information in the Supported Channels element is unacceptable"
        case 12: "Disassociated due to BSS transition management"
        case 13:
            """
            Invalid element, i.e., an element defined in this standard for which the content does not meet the \
            specifications in Clause 9
            """
        case 14: "Message integrity code (MIC) failure"
        case 15: "4-Way Handshake timeout"
        case 16: "Group key handshake timeout"
        case 17:
            """
            Information element in 4-Way Handshake different from (Re)AssociationRequest/Probe Response/Beacon \
            frame
            """
        case 18: "Invalid group cipher"
        case 19: "Invalid pairwise cipher"
        case 20: "Invalid AKMP"
        case 21: "Unsupported RSNE version"
        case 22: "Invalid RSNE capabilities"
        case 23: "IEEE 802.1X authentication failed"
        case 24: "Cipher suite rejected because of the security policy"
        case 25: "TDLS direct-link teardown due to TDLS peer STA unreachable via the TDLS direct link"
        case 26: "TDLS direct-link teardown for unspecified reason"
        case 27: "Disassociated because session terminated by SSP request"
        case 28: "Disassociated because of lack of SSP roaming agreement"
        case 29: "Requested service rejected because of SSP cipher suite or AKM requirement"
        case 30: "Requested service not authorized in this location"
        case 31:
            """
            TS deleted because QoS AP lacks sufficient bandwidth for this QoS STA due to a change in BSS \
            service characteristics or operational mode (e.g. an HT BSS change from 40 MHz channel to 20 MHz \
            channel)
            """
        case 32: "Disassociated for unspecified, QoS-related reason"
        case 33: "Disassociated because QoS AP lacks sufficient bandwidth for this QoS STA"
        case 34:
            """
            Disassociated because of excessive number of frames that need to be acknowledged, but are not \
            acknowledged due to AP transmissions and/or poor channel conditions
            """
        case 35: "Disassociated because STA is transmitting outside the limits of its TXOPs"
        case 36: "Requested from peer STA as the STA is leaving the BSS (or resetting)"
        case 37: "Requested from peer STA as it does not want to use the mechanism"
        case 38: "Requested from peer STA as the STA received frames using the mechanism for which a set up is required"
        case 39: "Requested from peer STA due to time out"
        case 45: "Peer STA does not support the requested cipher suite"
        case 46:
            """
            In a DLS Teardown frame: The teardown was initiated by the DLS peer. In a Disassociation frame: \
            Disassociated because authorized access limit reached
            """
        case 47:
            """
            In a DLS Teardown frame: The teardown was initiated by the AP. In a Disassociation frame: \
            Disassociated due to external service requirements
            """
        case 48: "Invalid FT Action frame count"
        case 49: "Invalid pairwise master key identifier (PMKID)"
        case 50: "Invalid MDE"
        case 51: "Invalid FTE"
        case 52: "Mesh peering canceled for unknown reasons"
        case 53: "The mesh STA has reached the supported maximum number of peer mesh STAs"
        case 54: "The received information violates the Mesh Configuration policy configured in the mesh STA profile"
        case 55: "The mesh STA has received a Mesh Peering Close frame requesting to close the mesh peering"
        case 56:
            """
            The mesh STA has resent dot11MeshMaxRetries Mesh Peering Open frames, without receiving a Mesh \
            Peering Confirm frame
            """
        case 57: "The confirmTimer for the mesh peering instance times out"
        case 58: "The mesh STA fails to unwrap the GTK or the values in the wrapped contents do not match"
        case 59:
            """
            The mesh STA receives inconsistent information about the mesh parameters between mesh peering \
            Management frames
            """
        case 60:
            """
            The mesh STA fails the authenticated mesh peering exchange because due to failure in selecting \
            either the pairwise ciphersuite or group ciphersuite
            """
        case 61: "The mesh STA does not have proxy information for this external destination"
        case 62: "The mesh STA does not have forwarding information for this destination"
        case 63:
            """
            The mesh STA determines that the link to the next hop of an active path in its forwarding \
            information is no longer usable
            """
        case 64: "The Deauthentication frame was sent because the MAC address of the STA already exists in the mesh BSS"
        case 65: "The mesh STA performs channel switch to meet regulatory requirements"
        case 66: "The mesh STA performs channel switching with unspecified reason"
        default: nil
        }
    }
}
