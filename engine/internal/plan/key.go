package plan

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/rules/ir"
)

// fieldKey returns a text that is the same for conditions that ask the same.
func fieldKey(f *ir.Field, slot, refSlot int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d %d %d %t %t", slot, refSlot, f.Op, f.Part, f.Cased, f.Hex)
	appendValues(&b, f.Values)
	return b.String()
}

func keywordKey(k *ir.Keyword) string {
	var b strings.Builder
	fmt.Fprintf(&b, "keyword %t", k.Cased)
	appendValues(&b, k.Values)
	return b.String()
}

func appendValues(b *strings.Builder, vs []ir.Value) {
	for i := range vs {
		v := &vs[i]
		b.WriteByte('\n')
		b.WriteString(strconv.Itoa(int(v.Kind)))
		switch v.Kind {
		case ir.TextValue:
			for _, s := range v.Glob {
				b.WriteString(" " + strconv.Itoa(int(s.Kind)) + strconv.Quote(s.Text))
			}
		case ir.NumberValue:
			fmt.Fprintf(b, " %v %q", v.Num, v.Text)
		case ir.RegexpValue:
			b.WriteString(strconv.Quote(v.Regexp.String()))
		case ir.CIDRValue:
			b.WriteString(v.Prefix.String())
		}
	}
}
