package sigma

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// group is a kind of modifiers that exclude each other.
type group uint16

const (
	anchors      group = 1 << iota // contains, startswith, endswith
	regex                          // re
	flags                          // i, m, s of re; these do not exclude each other
	network                        // cidr
	order                          // lt, lte, gt, gte
	presence                       // exists
	reference                      // fieldref
	timePart                       // minute … year
	unicode16                      // wide, utf16 and kin
	armour                         // base64, base64offset
	dashes                         // windash
	placeholders                   // expand
	caseful                        // cased
	every                          // all
	negation                       // neq

	encodings = unicode16 | armour
	lists     = every | negation
)

// modifier is what one name means. Which of op and part it sets, its group says.
type modifier struct {
	name  string
	group group
	op    ir.Op
	part  ir.Part
	step  step // how it changes a text
}

var modifierTable = []modifier{
	{name: "contains", group: anchors, op: ir.Contains},
	{name: "startswith", group: anchors, op: ir.StartsWith},
	{name: "endswith", group: anchors, op: ir.EndsWith},
	{name: "re", group: regex, op: ir.Regexp},
	{name: "i", group: flags},
	{name: "m", group: flags},
	{name: "s", group: flags},
	{name: "cidr", group: network, op: ir.CIDR},
	{name: "lt", group: order, op: ir.Less},
	{name: "lte", group: order, op: ir.LessOrEqual},
	{name: "gt", group: order, op: ir.Greater},
	{name: "gte", group: order, op: ir.GreaterOrEqual},
	{name: "exists", group: presence, op: ir.Exists},
	{name: "fieldref", group: reference},
	{name: "minute", group: timePart, part: ir.Minute},
	{name: "hour", group: timePart, part: ir.Hour},
	{name: "day", group: timePart, part: ir.Day},
	{name: "week", group: timePart, part: ir.Week},
	{name: "month", group: timePart, part: ir.Month},
	{name: "year", group: timePart, part: ir.Year},
	{name: "wide", group: unicode16, step: encode(notation.UTF16LE)},
	{name: "utf16le", group: unicode16, step: encode(notation.UTF16LE)},
	{name: "utf16be", group: unicode16, step: encode(notation.UTF16BE)},
	{name: "utf16", group: unicode16, step: encode(notation.UTF16BOM)},
	{name: "base64", group: armour, step: encode(notation.Base64)},
	{name: "base64offset", group: armour, step: encode(notation.Base64Offsets)},
	{name: "windash", group: dashes, step: windash},
	{name: "expand", group: placeholders, step: expand},
	{name: "cased", group: caseful},
	{name: "all", group: every},
	{name: "neq", group: negation},
}

// companions says which groups a group can stand beside. It is symmetric.
var companions = map[group]group{
	anchors:      reference | encodings | dashes | placeholders | caseful | lists,
	regex:        flags | placeholders | lists,
	flags:        regex | flags | placeholders | lists,
	network:      placeholders | lists,
	order:        timePart | placeholders | lists,
	presence:     0,
	reference:    anchors | lists,
	timePart:     order | placeholders | lists,
	unicode16:    anchors | armour | dashes | placeholders | caseful | lists,
	armour:       anchors | unicode16 | dashes | placeholders | caseful | lists,
	dashes:       anchors | encodings | placeholders | caseful | lists,
	placeholders: anchors | regex | flags | network | order | timePart | encodings | dashes | caseful | lists,
	caseful:      anchors | encodings | dashes | placeholders | lists,
	every:        ^presence,
	negation:     ^presence,
}

// keywordModifiers are the groups that mean something without a field.
const keywordModifiers = anchors | regex | flags | encodings | dashes | placeholders | caseful | lists

// mustPrecede says before which groups a group must stand: modifiers act in the
// given order.
var mustPrecede = map[group]group{
	armour:       anchors,
	dashes:       encodings,
	placeholders: encodings,
	timePart:     order,
}

// modifiers is what the modifiers of one field say together.
type modifiers struct {
	groups group
	op     ir.Op
	part   ir.Part
	flags  string // of re
	steps  []step // in the author's order
}

func (m *modifiers) has(g group) bool { return m.groups&g != 0 }

// modifiers reads the names behind a field's name. It reports everything that
// is wrong with them, and false when anything is.
func (r *reader) modifiers(key *yaml.Node, field string, names []string) (*modifiers, bool) {
	m := &modifiers{}
	var before []modifier
	offset := len(field)
	for _, name := range names {
		offset++ // the bar
		mod, f := next(before, name)
		if f == nil && field == "" {
			f = mod.onKeyword()
		}
		if f != nil {
			f.offset = offset
			if name == "" {
				f.offset-- // the bar itself
			}
			r.reportAt(key, f)
			return nil, false
		}
		m.add(mod)
		before = append(before, mod)
		offset += len(name)
	}
	return m, true
}

func (m *modifiers) add(mod modifier) {
	m.groups |= mod.group
	m.op = max(m.op, mod.op)
	m.part = max(m.part, mod.part)
	if mod.step != nil {
		m.steps = append(m.steps, mod.step)
	}
	if mod.group == flags {
		m.flags += mod.name
	}
}

// next finds the modifier of that name and checks that it can follow those before.
func next(before []modifier, name string) (modifier, *fault) {
	i := slices.IndexFunc(modifierTable, func(m modifier) bool { return m.name == name })
	if i < 0 {
		return modifier{}, unknownModifier(name)
	}
	mod := modifierTable[i]
	for _, b := range before {
		switch {
		case b.name == name:
			return mod, &fault{code: codeModifierConflict, msg: fmt.Sprintf("the modifier %q stands twice", name)}
		case companions[mod.group]&b.group == 0:
			return mod, &fault{code: codeModifierConflict, msg: fmt.Sprintf("the modifiers %q and %q contradict each other", b.name, name)}
		case mustPrecede[mod.group]&b.group != 0:
			return mod, &fault{code: codeModifierOrder, msg: fmt.Sprintf("the modifier %q stands behind %q, and modifiers act in their order", name, b.name),
				hint: fmt.Sprintf("write %s|%s", name, b.name)}
		}
	}
	if mod.group == flags && !slices.ContainsFunc(before, func(b modifier) bool { return b.group == regex }) {
		return mod, &fault{code: codeModifierOrder, msg: fmt.Sprintf("the modifier %q must follow \"re\"", name), hint: "write re|" + name}
	}
	return mod, nil
}

func (mod modifier) onKeyword() *fault {
	if mod.group&keywordModifiers != 0 && (mod.group != anchors || mod.op == ir.Contains) {
		return nil
	}
	return &fault{code: codeKeyword, msg: fmt.Sprintf("the modifier %q needs a field; keywords are looked for in every value", mod.name)}
}

// otherNames are modifiers of other tools and the usual slips.
var otherNames = map[string]string{
	"ignorecase": "i", "multiline": "m", "dotall": "s", "not": "neq", "ne": "neq", "le": "lte", "ge": "gte",
	"regex": "re", "regexp": "re", "utf16-le": "utf16le", "utf16-be": "utf16be", "ip": "cidr", "equalsfield": "fieldref",
}

func unknownModifier(name string) *fault {
	f := &fault{code: codeModifier, msg: fmt.Sprintf("unknown modifier %q", name)}
	other, ok := otherNames[strings.ToLower(name)]
	switch {
	case strings.TrimSpace(name) == "":
		f.msg = "an empty modifier"
		f.hint = "remove the bar"
	case ok:
		f.hint = fmt.Sprintf("did you mean %q?", other)
	default:
		var names []string
		for _, m := range modifierTable {
			names = append(names, m.name)
		}
		f.hint = didYouMean(name, names)
	}
	return f
}
