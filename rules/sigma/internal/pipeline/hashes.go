package pipeline

import (
	"fmt"
	"slices"
	"strings"
)

// hashLengths tells algorithms by the digits of their values.
var hashLengths = map[int]string{32: "MD5", 40: "SHA1", 64: "SHA256", 128: "SHA512"}

// hashesFields gives every algorithm of a field with hashes (MD5=…, SHA1=…) a
// field of its own. Values of algorithms that are not named are left out.
func hashesFields(p *params) action {
	valid := p.list(p.need("valid_hash_algos"))
	prefix, bare := p.optional("field_prefix", ""), p.bool("drop_algo_prefix")
	parsed := p.strings("field_to_parse")
	if parsed == nil {
		parsed = []string{"Hashes", "Hash"}
	}
	if bare && prefix == "" {
		p.fail(p.node, "without the algorithm's name the field needs a field_prefix")
	}
	return func(r *Rule, s *step) error {
		return r.each(s, func(it *Item) ([]group, error) {
			if !slices.Contains(parsed, it.Field) {
				return nil, nil
			}
			var fields []string
			values := map[string][]text{}
			for _, v := range it.values() {
				t, ok := it.seen(v)
				if !ok {
					return nil, nil
				}
				algorithm, hash := hashOf(t)
				if !slices.Contains(valid, algorithm) {
					r.note("without %s", brief(t))
					continue
				}
				field := prefix + algorithm
				if bare {
					field = prefix
				}
				if values[field] == nil {
					fields = append(fields, field)
				}
				values[field] = append(values[field], hash)
			}
			if len(fields) == 0 {
				return nil, fmt.Errorf("%s has no hash of %s", it.Field, strings.Join(valid, ", "))
			}
			g := group{all: it.has("all") || it.negative()}
			for _, field := range fields {
				c := it.rename(field)
				c.modifiers = it.without("contains", "startswith", "endswith")
				if len(values[field]) < 2 {
					c.modifiers = c.without("all")
				}
				if c.value = sequence(it.value, it.nodes(it.value, values[field], false)); len(values[field]) == 1 {
					c.value = c.value.Content[0]
				}
				g.items = append(g.items, c)
			}
			r.noteNames(it.Field, fields)
			return []group{g}, nil
		})
	}
}

// hashOf returns the algorithm and the digits of MD5=…, MD5|…, or of digits.
func hashOf(t text) (string, text) {
	for _, between := range []string{"|", "="} {
		if parts := strings.Split(t.String(), between); len(parts) == 2 {
			return strings.ToUpper(strings.TrimLeft(parts[0], "*")), t.part(len(parts[0])+1, len(t.shown))
		}
	}
	begin, end := 0, len(t.shown)
	if t.begins() {
		begin++
	}
	if end > begin && t.ends() {
		end--
	}
	return hashLengths[end-begin], t
}
