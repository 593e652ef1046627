// libpcap as Swift cannot import it by itself: nothing here but the include and inline shims.
#ifndef SWIFTCAP_CPCAP_SHIM_H
#define SWIFTCAP_CPCAP_SHIM_H

#include <pcap/pcap.h>

#endif
