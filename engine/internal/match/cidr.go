package match

import (
	"net/netip"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/view"
)

// network is true of an address inside a network. An IPv4 address may come
// mapped into IPv6; a zone is ignored.
type network struct {
	prefix  netip.Prefix
	pattern int
}

func (n network) Match(f *view.Field) (Hit, bool) {
	faces := f.Faces()
	for i := range faces {
		addr, ok := address(faces[i].Raw)
		if ok && (n.prefix.Contains(addr) || n.prefix.Contains(addr.Unmap())) {
			return Hit{faces[i].Value, n.pattern}, true
		}
	}
	return Hit{-1, -1}, false
}

func (n network) Cost() Cost { return OneText }

// address reads an address. What cannot be one is refused before netip would
// allocate an error.
func address(s string) (netip.Addr, bool) {
	s, _, _ = strings.Cut(s, "%")
	if len(s) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255") || !strings.ContainsAny(s, ".:") {
		return netip.Addr{}, false
	}
	for i := range len(s) {
		if c := s[i]; c != '.' && c != ':' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return netip.Addr{}, false
		}
	}
	addr, err := netip.ParseAddr(s)
	return addr, err == nil
}
