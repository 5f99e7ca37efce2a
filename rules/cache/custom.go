package cache

import (
	"maps"
	"slices"
)

// The kinds of values of keys that Sigma does not define.
const (
	none uint8 = iota
	text
	flag
	integer
	float
	list
	mapping
	kinds
)

// custom codes the keys of a rule that Sigma does not define; nil stays nil.
func (c *coder) custom(m *map[string]any) {
	var keys []string
	if *m != nil {
		keys = slices.AppendSeq([]string{}, maps.Keys(*m))
		slices.Sort(keys)
	}
	if c.texts(&keys); keys == nil {
		return
	}
	if c.reading {
		*m = map[string]any{}
	}
	for _, k := range keys {
		v := (*m)[k]
		c.value(&v)
		(*m)[k] = v
	}
}

func (c *coder) value(v *any) { c.within(func() { c.anyValue(v) }) }

func (c *coder) anyValue(v *any) {
	kind := kindOf(*v)
	if below(c, &kind, kinds); c.err != nil {
		return
	}
	switch kind {
	case text:
		part(c, v, c.text)
	case flag:
		part(c, v, c.flag)
	case integer:
		part(c, v, func(n *int64) { whole(c, n) })
	case float:
		part(c, v, c.float)
	case list:
		part(c, v, func(items *[]any) { each(c, items, c.value) })
	case mapping:
		part(c, v, c.custom)
	}
}

// part codes a value of a type that is known.
func part[T any](c *coder, v *any, one func(*T)) {
	t, _ := (*v).(T)
	one(&t)
	*v = t
}

// kindOf returns what kind of value v is; kinds when it is none of them.
func kindOf(v any) uint8 {
	switch v.(type) {
	case nil:
		return none
	case string:
		return text
	case bool:
		return flag
	case int64:
		return integer
	case float64:
		return float
	case []any:
		return list
	case map[string]any:
		return mapping
	}
	return kinds
}
