package sigma

import (
	"fmt"
	"net/netip"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/ir"
)

// networkValues reads patterns as networks and warns of bits that a network has no
// place for.
func (r *reader) networkValues(n *yaml.Node, ps []pattern) ([]ir.Value, *fault) {
	var values []ir.Value
	for _, p := range ps {
		s := p.String()
		prefix, masked, err := readNetwork(s)
		if err != nil {
			return nil, &fault{code: codeNetwork, msg: fmt.Sprintf("%q is no network", shorten(s)), hint: "write it like 10.0.0.0/8 or fe80::/10"}
		}
		if masked {
			p := r.report(n, codeHostBits, "%q has bits beyond its length; it is taken as %s", s, prefix)
			p.Hint = "write " + prefix.String()
		}
		values = append(values, ir.Value{Kind: ir.CIDRValue, Prefix: prefix})
	}
	return values, nil
}

// readNetwork reads an address with or without a length. A zone is ignored, and
// an IPv4 network in an IPv6 one is the IPv4 network. masked tells that bits
// beyond the length were set.
func readNetwork(s string) (prefix netip.Prefix, masked bool, err error) {
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
