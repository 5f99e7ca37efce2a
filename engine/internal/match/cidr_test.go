package match_test

import (
	"net/netip"
	"testing"

	"github.com/rulehound/rulehound/rules/ir"
)

func network(s string) ir.Value {
	return ir.Value{Kind: ir.CIDRValue, Text: s, Prefix: netip.MustParsePrefix(s)}
}

func TestCIDR(t *testing.T) {
	private := f(ir.CIDR, network("10.0.0.0/8"), network("fe80::/10"))
	runTable(t, []row{
		{"match", private, texts("10.1.2.3"), true},
		{"near miss", private, texts("11.1.2.3"), false},
		{"second network", private, texts("fe80::1"), true},
		{"case", private, texts("FE80::A"), true},
		{"zone", private, texts("fe80::1%eth0"), true},
		{"mapped", private, texts("::ffff:10.1.2.3"), true},
		{"mapped network", f(ir.CIDR, network("::ffff:0:0/96")), texts("::ffff:10.1.2.3"), true},
		{"absent", private, nil, false},
		{"empty", private, texts(""), false},
		{"null", private, vals(null), false},
		{"no address", private, texts("-"), false},
		{"a word", private, texts("LOCAL"), false},
		{"hexadecimal word", private, texts("cafe"), false},
		{"too many numbers", private, texts("10.1.2.3.4"), false},
		{"several values", private, texts("-", "10.0.0.1"), true},
		{"one address", f(ir.CIDR, network("1.2.3.4/32")), texts("1.2.3.4"), true},
		{"everything", f(ir.CIDR, network("0.0.0.0/0")), texts("::1"), false},
	})
}
