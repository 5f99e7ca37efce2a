package oracle

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Event is an event with every spelling of every value worked out.
type Event struct {
	values []content
	// named holds the values of each field, by its name in lower case, as it is
	// and without blanks ("use them as they appear in the log source and strip
	// all spaces"), and by its path.
	named map[string][]content
}

// content is one value: nothing, or the spellings under which it may be found.
type content struct {
	null  bool
	raw   string
	faces []face
	// number is the value as a number, nil when it is none. hex says that it was
	// written as 0x…, which equals a number but is not measured as one.
	number *big.Rat
	hex    bool
}

// face is one spelling of a value: as it is, and with case folded away. An
// entire one is the value and has no parts: 16 of 0x10.
type face struct {
	text, folded string
	entire       bool
}

// See works out the spellings of an event's values.
func See(ev *event.Event) *Event {
	seen := &Event{named: map[string][]content{}}
	for _, f := range ev.Fields {
		c := contentOf(f.Value)
		seen.values = append(seen.values, c)
		names := []string{strings.ToLower(f.Name), strings.ToLower(strings.ReplaceAll(f.Name, " ", "")), strings.ToLower(f.Path)}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			seen.named[name] = append(seen.named[name], c)
		}
	}
	return seen
}

func contentOf(v event.Value) content {
	if v.IsNull() {
		return content{null: true}
	}
	c := content{raw: v.Raw()}
	c.add(v.Raw())
	if m := v.Meaning(); m != nil {
		c.add(m.Code)
		c.add(m.Text)
	}
	switch v.Kind() {
	case event.Hex:
		u, _ := v.Uint()
		c.hex = true
		c.number = new(big.Rat).SetUint64(u)
		c.addHex(u)
	case event.Int:
		i, _ := v.Int()
		c.number = new(big.Rat).SetInt64(i)
	case event.Uint:
		u, _ := v.Uint()
		c.number = new(big.Rat).SetUint64(u)
	case event.Float:
		f, _ := v.Float()
		c.number = new(big.Rat).SetFloat64(f)
	case event.Text:
		c.number = decimal(v.Raw())
		if m := v.Meaning(); m != nil {
			if u, ok := event.Parse(event.Hex, m.Code); ok {
				bits, _ := u.Uint()
				c.addHex(bits)
			}
		}
	}
	return c
}

// addHex adds what u is written as: 0x…, and as a whole the decimal number, which
// may be that of a signed integer of 32 or 64 bits.
func (c *content) addHex(u uint64) {
	c.add(event.HexValue(u).Raw())
	decimals := []string{fmt.Sprint(u)}
	if u>>63 == 1 {
		decimals = append(decimals, fmt.Sprint(int64(u)))
	} else if u>>31 == 1 {
		decimals = append(decimals, fmt.Sprint(int64(u)-1<<32))
	}
	for _, s := range decimals {
		if s != c.raw {
			c.faces = append(c.faces, face{text: s, folded: s, entire: true})
		}
	}
}

// add adds a spelling. An empty face of a meaning is none.
func (c *content) add(s string) {
	if s == "" && len(c.faces) > 0 {
		return
	}
	c.faces = append(c.faces, face{text: s, folded: fold(s)})
}

var decimalForm = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// decimal reads decimal text as a number, nil when it is none.
func decimal(s string) *big.Rat {
	if len(s) > 64 || !decimalForm.MatchString(s) {
		return nil
	}
	r, _ := new(big.Rat).SetString(s)
	return r
}

// Mapping says how the fields of a log source that the author named are called
// in the events of one kind. The zero Mapping changes nothing.
type Mapping map[string]Renaming // by the author's name, in lower case

// Renaming is where a field's values stand, and what the author's values are
// called there.
type Renaming struct {
	Names  []string
	Values map[string]string // by the author's value, in lower case
}

// view is an event as a rule of one log source sees it.
type view struct {
	event   *Event
	mapping Mapping
}

// everyField is the name under which a keyword finds the values of all fields.
const everyField = ""

// values returns all values of a field by the author's name for it, in lower
// case.
func (v *view) values(name string) []content {
	if name == everyField {
		return v.event.values
	}
	r, ok := v.mapping[name]
	if !ok {
		return v.event.named[name]
	}
	var found []content
	for _, n := range r.Names {
		found = append(found, v.event.named[strings.ToLower(n)]...)
	}
	return found
}

// renamed returns what the author's value is called in the event, if that
// differs.
func (v *view) renamed(field, value string) (string, bool) {
	if v.mapping[field].Values == nil {
		return "", false
	}
	to, ok := v.mapping[field].Values[strings.ToLower(value)]
	return to, ok
}

// trimmed returns the content without trailing blanks.
func (c content) trimmed() content {
	var t content
	for _, f := range c.faces {
		if !f.entire {
			t.add(strings.TrimRight(f.text, " \t\r\n"))
		}
	}
	return t
}
