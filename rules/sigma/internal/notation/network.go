package notation

import (
	"net/netip"
	"strings"
)

// ReadNetwork reads an address with or without a length. A zone is ignored, and
// an IPv4 network in an IPv6 one is the IPv4 network. masked tells that bits
// beyond the length were set.
func ReadNetwork(s string) (prefix netip.Prefix, masked bool, err error) {
	text, length, hasLength := strings.Cut(s, "/")
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, false, err
	}
	addr = addr.WithZone("")
	bits := addr.BitLen()
	if hasLength {
		if prefix, err = netip.ParsePrefix(addr.String() + "/" + length); err != nil {
			return prefix, false, err
		}
		bits = prefix.Bits()
	}
	if addr.Is4In6() && bits >= 96 {
		addr, bits = addr.Unmap(), bits-96
	}
	prefix, err = addr.Prefix(bits)
	return prefix, prefix.Addr() != addr, err
}
