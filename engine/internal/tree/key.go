package tree

import (
	"fmt"
	"strconv"

	"github.com/rulehound/rulehound/rules/ir"
)

// appendKey appends a text that is the same for questions that ask the same.
func (q *Question) appendKey(key []byte) []byte {
	if k := q.Keyword; k != nil {
		return appendValues(appendFlags(append(key, "keyword"...), k.Cased), k.Values)
	}
	f := q.Field
	return appendValues(appendFlags(appendNumbers(key, q.Ref, int(f.Op), int(f.Part)), f.Cased, f.Hex), f.Values)
}

func appendValues(key []byte, vs []ir.Value) []byte {
	for i := range vs {
		v := &vs[i]
		key = appendNumbers(append(key, '\n'), int(v.Kind))
		switch v.Kind {
		case ir.TextValue:
			for _, s := range v.Glob {
				key = appendText(appendNumbers(key, int(s.Kind)), s.Text)
			}
		case ir.NumberValue:
			key = fmt.Appendf(key, " %v %q", v.Num, v.Text)
		case ir.RegexpValue:
			key = appendText(key, v.Regexp.String())
		case ir.CIDRValue:
			key = append(key, v.Prefix.String()...)
		}
	}
	return key
}

func appendNumbers(key []byte, numbers ...int) []byte {
	for _, n := range numbers {
		key = strconv.AppendInt(append(key, ' '), int64(n), 10)
	}
	return key
}

func appendFlags(key []byte, flags ...bool) []byte {
	for _, f := range flags {
		key = strconv.AppendBool(append(key, ' '), f)
	}
	return key
}

// appendText appends s behind its length, so that it says itself where it ends.
func appendText(key []byte, s string) []byte {
	return append(append(appendNumbers(key, len(s)), ':'), s...)
}
