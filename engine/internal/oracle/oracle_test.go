package oracle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/oracle"
	"github.com/rulehound/rulehound/normalize/event"
)

// rule returns a rule with the given detection, in flow or block style.
func rule(detection string) []byte {
	return []byte("title: t\nlogsource: {product: windows}\ndetection:\n  " +
		strings.ReplaceAll(strings.TrimSpace(detection), "\n", "\n  ") + "\n")
}

// fields makes an event of names and values in turn.
func fields(pairs ...any) *event.Event {
	ev := &event.Event{}
	for i := 0; i < len(pairs); i += 2 {
		ev.Fields = append(ev.Fields, event.Field{Name: pairs[i].(string), Section: event.EventData, Value: valueOf(pairs[i+1])})
	}
	return ev
}

func valueOf(v any) event.Value {
	switch v := v.(type) {
	case nil:
		return event.Value{}
	case string:
		if hex, ok := event.Parse(event.Hex, v); ok {
			return hex
		}
		return event.TextValue(v)
	case int:
		return event.IntValue(int64(v))
	case uint64:
		return event.UintValue(v)
	case float64:
		return event.FloatValue(v)
	case bool:
		return event.BoolValue(v)
	case event.Value:
		return v
	}
	panic(fmt.Sprintf("%T", v))
}

var machineKey = event.TextValue("%%2499").WithMeaning(&event.Meaning{Code: "%%2499", Text: "Machine key."})

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		sentence  string // what the specification or sigma-semantics says
		detection string
		event     *event.Event
		want      bool
	}{
		// values
		{"all values are case-insensitive", `{s: {A: ABC}, condition: s}`, fields("a", "abc"), true},
		{"all values are case-insensitive", `{s: {A: ABC}, condition: s}`, fields("A", "abd"), false},
		{"simple case folding: long s", `{s: {A: 'ſ'}, condition: s}`, fields("A", "S"), true},
		{"simple case folding: Kelvin", `{s: {A|contains: k}, condition: s}`, fields("A", "300 K"), true},
		{"simple case folding: final sigma", `{s: {A|endswith: 'ς'}, condition: s}`, fields("A", "ΑΣ"), true},
		{"simple case folding: a dotted capital I has no other", `{s: {A: i}, condition: s}`, fields("A", "İ"), false},
		{"cased switches it off", `{s: {A|cased: ABC}, condition: s}`, fields("A", "abc"), false},
		{"cased switches it off", `{s: {A|contains|cased: B}, condition: s}`, fields("A", "ABC"), true},
		{"numbers match a number", `{s: {A: 4624}, condition: s}`, fields("A", 4624), true},
		{"numbers match decimal text", `{s: {A: 4624}, condition: s}`, fields("A", "4624"), true},
		{"numbers match no other text", `{s: {A: 4624}, condition: s}`, fields("A", "4624a"), false},
		{"quoted number matches a number", `{s: {A: '4624'}, condition: s}`, fields("A", 4624), true},
		{"an unquoted 0x3e7 is 999", `{s: {A: 0x3e7}, condition: s}`, fields("A", 999), true},
		{"a quoted one is text", `{s: {A: '0x3e7'}, condition: s}`, fields("A", 999), false},
		{"Windows hex matches either spelling", `{s: {A: '0x3E7'}, condition: s}`, fields("A", "0x3e7"), true},
		{"Windows hex matches either spelling", `{s: {A: 0x3e7}, condition: s}`, fields("A", "0x3e7"), true},
		{"Windows hex matches either spelling", `{s: {A: '999'}, condition: s}`, fields("A", "0x3e7"), true},
		{"Windows hex matches either spelling", `{s: {A: '0x0'}, condition: s}`, fields("A", "0x00000000"), true},
		{"64-bit integers stay exact", `{s: {A: 18446744073709551615}, condition: s}`, fields("A", uint64(18446744073709551614)), false},
		{"64-bit integers stay exact", `{s: {A: 18446744073709551615}, condition: s}`, fields("A", uint64(18446744073709551615)), true},
		{"an unquoted date is its text", `{s: {A: 2024-01-02}, condition: s}`, fields("A", "2024-01-02"), true},
		{"an unquoted yes is its text", `{s: {A: yes}, condition: s}`, fields("A", "YES"), true},
		{"a boolean is its text", `{s: {A: true}, condition: s}`, fields("A", "true"), true},
		{"a boolean is its text", `{s: {A: 'True'}, condition: s}`, fields("A", true), true},
		{"4.0 equals 4", `{s: {A: 4.0}, condition: s}`, fields("A", 4), true},
		{"4.0 equals 4", `{s: {A: 4}, condition: s}`, fields("A", 4.0), true},
		{"contains on a number searches its decimal text", `{s: {A|contains: 62}, condition: s}`, fields("A", 4624), true},
		{"'' matches present and empty", `{s: {A: ''}, condition: s}`, fields("A", ""), true},
		{"'' matches present and empty", `{s: {A: ''}, condition: s}`, fields("B", ""), false},
		{"'' matches present and empty", `{s: {A: ''}, condition: s}`, fields("A", nil), false},
		{"null matches absent", `{s: {A: null}, condition: s}`, fields("B", "x"), true},
		{"null matches explicitly null", `{s: {A: null}, condition: s}`, fields("A", nil), true},
		{"null does not match ''", `{s: {A: null}, condition: s}`, fields("A", ""), false},
		{"null does not match the word", `{s: {A: ~}, condition: s}`, fields("A", "null"), false},
		{"a missing field makes every positive comparison false", `{s: {A|contains: ''}, condition: s}`, fields("B", "x"), false},
		{"a missing field makes neq true", `{s: {A|neq: x}, condition: s}`, fields("B", "x"), true},
		{"not is plain negation", `{s: {A: x}, condition: not s}`, fields("B", "x"), true},
		{"equality without trailing blanks", `{s: {A: NtLmSsp}, condition: s}`, fields("A", "NtLmSsp  "), true},
		{"nothing else is trimmed", `{s: {A: NtLmSsp}, condition: s}`, fields("A", " NtLmSsp"), false},
		{"nothing else is trimmed", `{s: {A|endswith: Ssp}, condition: s}`, fields("A", "NtLmSsp "), false},
		{"a field matches when any value does", `{s: {A: y}, condition: s}`, fields("A", "x", "A", "y"), true},
		{"contains|all by different values", `{s: {A|contains|all: [x, y]}, condition: s}`, fields("A", "ax", "A", "ay"), true},
		{"neq: no value equals", `{s: {A|neq: y}, condition: s}`, fields("A", "x", "A", "y"), false},

		// two faces
		{"a rule that names either face matches", `{s: {A: '%%2499'}, condition: s}`, fields("A", machineKey), true},
		{"a rule that names either face matches", `{s: {A: machine key.}, condition: s}`, fields("A", machineKey), true},
		{"a negated condition holds when neither face matches", `{s: {A: Machine key.}, condition: not s}`, fields("A", machineKey), false},

		// wildcards and escapes
		{"* is any run, line breaks included", `{s: {A: 'a*c'}, condition: s}`, fields("A", "a\nb\nc"), true},
		{"* may be empty", `{s: {A: 'a*'}, condition: s}`, fields("A", "a"), true},
		{"? is one character", `{s: {A: 'prog?.exe'}, condition: s}`, fields("A", "progé.exe"), true},
		{"? is mandatory", `{s: {A: 'prog?.exe'}, condition: s}`, fields("A", "prog.exe"), false},
		{"a wildcard is escaped to be plain", `{s: {A: 'a\*'}, condition: s}`, fields("A", "a*"), true},
		{"a wildcard is escaped to be plain", `{s: {A: 'a\*'}, condition: s}`, fields("A", "ab"), false},
		{"single backslash is plain", `{s: {A: 'C:\Windows'}, condition: s}`, fields("A", `c:\windows`), true},
		{"double backslash is a plain one", `{s: {A: 'C:\\Windows'}, condition: s}`, fields("A", `c:\windows`), true},
		{"backslash, then a wildcard", `{s: {A: 'C:\\*'}, condition: s}`, fields("A", `C:\x`), true},
		{"three backslashes escape both", `{s: {A: 'C:\\\*'}, condition: s}`, fields("A", `C:\*`), true},
		{"three backslashes escape both", `{s: {A: 'C:\\\*'}, condition: s}`, fields("A", `C:\x`), false},
		{"three are a double backslash", `{s: {A: '\\\x'}, condition: s}`, fields("A", `\\x`), true},
		{"four are a double backslash", `{s: {A: '\\\\x'}, condition: s}`, fields("A", `\\x`), true},
		{"wildcards inside contains", `{s: {A|contains: 'b*d'}, condition: s}`, fields("A", "abcde"), true},
		{"wildcards backtrack", `{s: {A: '*ab*ab'}, condition: s}`, fields("A", "aabbabab"), true},

		// lists, maps, keywords
		{"values of a list are or-ed", `{s: {A: [x, y]}, condition: s}`, fields("A", "y"), true},
		{"fields of a map are and-ed", `{s: {A: x, B: y}, condition: s}`, fields("A", "x"), false},
		{"maps of a list are or-ed", `{s: [{A: x}, {B: y}], condition: s}`, fields("B", "y"), true},
		{"a list may mix strings and maps", `{s: [word, {B: y}], condition: s}`, fields("A", "a WORD b"), true},
		{"a scalar is one keyword", `{s: word, condition: s}`, fields("A", "sword"), true},
		{"keywords never in field names", `{s: word, condition: s}`, fields("Word", "x"), false},
		{"keywords never across two fields", `{s: xy, condition: s}`, fields("A", "x", "B", "y"), false},
		{"keywords see numbers as text", `{s: [462], condition: s}`, fields("A", 4624), true},
		{"wildcards in keywords stay unanchored", `{s: ['b*d'], condition: s}`, fields("A", "abcde"), true},
		{"'|all' wants all", `{s: {'|all': [x, y]}, condition: s}`, fields("A", "x", "B", "y"), true},
		{"'|all' wants all", `{s: {'|all': [x, y]}, condition: s}`, fields("A", "x"), false},
		{"'|re' looks into every value", `{s: {'|re': ['^x.*y$']}, condition: s}`, fields("A", "z", "B", "xay"), true},

		// modifiers
		{"startswith", `{s: {A|startswith: ab}, condition: s}`, fields("A", "ABC"), true},
		{"endswith", `{s: {A|endswith: '\cmd.exe'}, condition: s}`, fields("A", `C:\CMD.EXE`), true},
		{"exists: true", `{s: {A|exists: true}, condition: s}`, fields("A", nil), true},
		{"exists: false", `{s: {A|exists: false}, condition: s}`, fields("A", ""), false},
		{"all with a single value is accepted", `{s: {A|contains|all: x}, condition: s}`, fields("A", "xx"), true},
		{"windash: any of the five", `{s: {A|contains|windash: ' -x'}, condition: s}`, fields("A", "cmd —X"), true},
		{"windash: the rule's dash may be any", `{s: {A|contains|windash: ' /x'}, condition: s}`, fields("A", "cmd -x"), true},
		{"windash: each independently", `{s: {A|windash: '-a -b'}, condition: s}`, fields("A", "/a -b"), true},
		{"windash: not inside a word", `{s: {A|contains|windash: 'a-b'}, condition: s}`, fields("A", "a/b"), false},
		{"windash, then an encoding", `{s: {A|windash|base64: ' -a'}, condition: s}`, fields("A", "IC9h"), true},
		{"base64 keeps padding", `{s: {A|base64: foob}, condition: s}`, fields("A", "Zm9vYg=="), true},
		{"encoded text is compared without case", `{s: {A|base64|contains: foo}, condition: s}`, fields("A", "xzm9Vx"), true},
		{"base64offset, three shifts", `{s: {A|base64offset|contains: foobar}, condition: s}`, fields("A", "eGZvb2Jhcg=="), true},
		{"base64offset, three shifts", `{s: {A|base64offset|contains: foobar}, condition: s}`, fields("A", "eHhmb29iYXI="), true},
		{"base64offset without contains compares the whole", `{s: {A|base64offset: foobar}, condition: s}`, fields("A", "eGZvb2Jhcg=="), false},
		{"wide is utf16le", `{s: {A|wide|base64: ab}, condition: s}`, fields("A", "YQBiAA=="), true},
		{"utf16 prepends FF FE", `{s: {A|utf16|base64: a}, condition: s}`, fields("A", "//5hAA=="), true},
		{"utf16be", `{s: {A|utf16be|base64: a}, condition: s}`, fields("A", "AGE="), true},
		{"re searches", `{s: {A|re: 'b+'}, condition: s}`, fields("A", "abbc"), true},
		{"re is case-sensitive", `{s: {A|re: 'B'}, condition: s}`, fields("A", "abc"), false},
		{"re|i", `{s: {A|re|i: 'B'}, condition: s}`, fields("A", "abc"), true},
		{"re|m", `{s: {A|re|m: '^b$'}, condition: s}`, fields("A", "a\nb\nc"), true},
		{"re|s", `{s: {A|re|s: 'a.b'}, condition: s}`, fields("A", "a\nb"), true},
		{"$ also before one final line break", `{s: {A|re: 'b$'}, condition: s}`, fields("A", "ab\n"), true},
		{"$ only before one", `{s: {A|re: 'b$'}, condition: s}`, fields("A", "ab\n\n"), false},
		{"an empty expression matches any present value", `{s: {A|re: ''}, condition: s}`, fields("A", ""), true},
		{"cidr", `{s: {A|cidr: 10.0.0.0/8}, condition: s}`, fields("A", "10.1.2.3"), true},
		{"cidr: host bits are masked", `{s: {A|cidr: 10.1.1.1/8}, condition: s}`, fields("A", "10.1.2.3"), true},
		{"cidr: a mapped address", `{s: {A|cidr: 10.0.0.0/8}, condition: s}`, fields("A", "::ffff:10.1.2.3"), true},
		{"cidr: a bare address", `{s: {A|cidr: 10.1.2.3}, condition: s}`, fields("A", "10.1.2.4"), false},
		{"cidr: a zone is ignored", `{s: {A|cidr: 'fe80::/10'}, condition: s}`, fields("A", "fe80::1%4"), true},
		{"cidr: no address", `{s: {A|cidr: '::/0'}, condition: s}`, fields("A", "-"), false},
		{"lt", `{s: {A|lt: 5}, condition: s}`, fields("A", "4"), true},
		{"gte with a quoted bound", `{s: {A|gte: '5'}, condition: s}`, fields("A", 5), true},
		{"hex text is no number there", `{s: {A|gt: 5}, condition: s}`, fields("A", "0x10"), false},
		{"fieldref ignores case", `{s: {A|fieldref: B}, condition: s}`, fields("A", "x", "B", "X"), true},
		{"fieldref with contains", `{s: {A|fieldref|contains: B}, condition: s}`, fields("A", "axb", "B", "X"), true},
		{"fieldref with neq", `{s: {A|fieldref|neq: B}, condition: s}`, fields("A", "x", "B", "X"), false},
		{"hour as written", `{s: {A|hour: 23}, condition: s}`, fields("A", "2024-01-01T23:59:00+05:00"), true},
		{"week is ISO 8601", `{s: {A|week: 53}, condition: s}`, fields("A", "2021-01-01 00:00:00"), true},
		{"a time part with a comparison", `{s: {A|hour|gte: 22}, condition: s}`, fields("A", "2024-01-01T21:59:00Z"), false},
		{"expand", `{s: {A|expand: '%Admins%'}, condition: s}`, fields("A", "eve"), true},
		{"expand: an escaped percent", `{s: {A|expand: '\%a%Admins%'}, condition: s}`, fields("A", "%abob"), true},
		{"without expand a percent is a percent", `{s: {A: '%Admins%'}, condition: s}`, fields("A", "%admins%"), true},

		// conditions
		{"operators in any case", `{a: {A: x}, b: {B: y}, condition: a AND NOT b}`, fields("A", "x"), true},
		{"not binds closest, then and, then or", `{a: {A: x}, b: {B: y}, c: {C: z}, condition: a or b and not c}`, fields("A", "x", "C", "z"), true},
		{"brackets", `{a: {A: x}, b: {B: y}, c: {C: z}, condition: (a or b) and not c}`, fields("A", "x", "C", "z"), false},
		{"1 of them", `{a: {A: x}, b: {B: y}, condition: 1 of them}`, fields("B", "y"), true},
		{"any of", `{a: {A: x}, b: {B: y}, condition: any of *}`, fields("B", "y"), true},
		{"all of them", `{a: {A: x}, b: {B: y}, condition: all of them}`, fields("B", "y"), false},
		{"n of", `{a: {A: x}, b: {B: y}, c: {C: z}, condition: 2 of them}`, fields("A", "x", "C", "z"), true},
		{"* at arbitrary positions", `{sel_1_main: {A: x}, sel_2: {B: y}, condition: 1 of sel_*_main}`, fields("B", "y"), false},
		{"underscore is hidden from them", `{_a: {A: x}, b: {B: y}, condition: 1 of them}`, fields("A", "x"), false},
		{"a pattern with an underscore sees it", `{_a: {A: x}, b: {B: y}, condition: 1 of _*}`, fields("A", "x"), true},
		{"names of any script", `{gewählt-1.a: {A: x}, condition: gewählt-1.a}`, fields("A", "x"), true},
		{"a list of conditions is or", `{a: {A: x}, b: {B: y}, condition: [a, b]}`, fields("B", "y"), true},

		// YAML
		{"aliases work", "a: &a {A: x}\nb: *a\ncondition: b", fields("A", "x"), true},
		{"merge keys work", "a: &a {A: x}\nb: {<<: *a, B: y}\ncondition: b", fields("A", "x", "B", "z"), false},
	} {
		r := oracle.Read(rule(tt.detection), oracle.Options{Placeholders: map[string][]string{"Admins": {"bob", "ev?"}}})[0]
		if r.Refused != nil {
			t.Errorf("%s: %s: refused: %v", tt.sentence, tt.detection, r.Refused)
		} else if got := r.Matches(oracle.See(tt.event), nil); got != tt.want {
			t.Errorf("%s: %s on %v: %v", tt.sentence, tt.detection, tt.event.Fields, got)
		}
	}
}

func TestRefuses(t *testing.T) {
	for _, tt := range []struct{ sentence, detection string }{
		{"null inside a list", `{s: {A: [x, null]}, condition: s}`},
		{"an empty list", `{s: {A: []}, condition: s}`},
		{"an empty list", `{s: [], condition: s}`},
		{"a nested list", `{s: {A: [[x]]}, condition: s}`},
		{"a field key repeated", "s:\n  A: x\n  A: y\ncondition: s"},
		{"an identifier repeated", "s: {A: x}\ns: {A: y}\ncondition: s"},
		{"unknown modifier", `{s: {A|contain: x}, condition: s}`},
		{"upper-case modifier", `{s: {A|Contains: x}, condition: s}`},
		{"empty modifier", `{s: {A|: x}, condition: s}`},
		{"contains with startswith", `{s: {A|contains|startswith: x}, condition: s}`},
		{"cased with re", `{s: {A|re|cased: x}, condition: s}`},
		{"base64 with base64offset", `{s: {A|base64|base64offset: x}, condition: s}`},
		{"re with a comparison", `{s: {A|re|lt: 5}, condition: s}`},
		{"exists with a list", `{s: {A|exists: [true]}, condition: s}`},
		{"exists with a non-boolean", `{s: {A|exists: 'x'}, condition: s}`},
		{"contains with null", `{s: {A|contains: null}, condition: s}`},
		{"wildcards under an encoding", `{s: {A|base64: 'a*'}, condition: s}`},
		{"what RE2 lacks", `{s: {A|re: '(?=a)'}, condition: s}`},
		{"a placeholder that has no values", `{s: {A|expand: '%nobody%'}, condition: s}`},
		{"a wildcard of contains would be encoded", `{s: {A|contains|base64: x}, condition: s}`},
		{"a text too short for an encoding", `{s: {A|base64offset|contains: ''}, condition: s}`},
		{"no text after its encoding", `{s: {A|utf16: x}, condition: s}`},
		{"'|all' wants at least two", `{s: {'|all': [x]}, condition: s}`},
		{"a bound that is no number", `{s: {A|lt: x}, condition: s}`},
		{"a network that is none", `{s: {A|cidr: x}, condition: s}`},
		{"a pattern that covers nothing", `{s: {A: x}, condition: 1 of t*}`},
		{"an undefined identifier", `{s: {A: x}, condition: s and t}`},
		{"a missing operand", `{s: {A: x}, condition: s and}`},
		{"a missing operator", `{s: {A: x}, condition: s s}`},
		{"a bracket not closed", `{s: {A: x}, condition: (s}`},
		{"an aggregation", `{s: {A: x}, condition: s | count() > 5}`},
		{"no condition", `{s: {A: x}}`},
		{"longer than 64 KiB", `{s: {A: x}, condition: 's` + strings.Repeat(" or s", 14000) + `'}`},
	} {
		if r := oracle.Read(rule(tt.detection), oracle.Options{})[0]; r.Refused == nil {
			t.Errorf("%s: %.60s: not refused", tt.sentence, tt.detection)
		}
	}
}

func TestReadsDocuments(t *testing.T) {
	src := "---\naction: global\nlogsource: {product: windows}\ndetection: {condition: s}\n---\n---\n" +
		"title: one\ndetection: {s: {A: x}}\n---\ntitle: two\ndetection: {s: {A: y}}\n"
	rules := oracle.Read([]byte(src), oracle.Options{})
	if len(rules) != 2 {
		t.Fatalf("%d rules", len(rules))
	}
	ev := oracle.See(fields("A", "y"))
	if rules[0].Matches(ev, nil) || !rules[1].Matches(ev, nil) {
		t.Error("global parts are not in both rules")
	}
}

func TestMapping(t *testing.T) {
	m := oracle.Mapping{
		"image":          {Names: []string{"NewProcessName"}},
		"integritylevel": {Names: []string{"MandatoryLabel"}, Values: map[string]string{"high": "S-1-16-12288"}},
	}
	r := oracle.Read(rule(`{s: {Image|endswith: '\x.exe', IntegrityLevel: High}, condition: s}`), oracle.Options{})[0]
	ev := oracle.See(fields("NewProcessName", `C:\x.exe`, "MandatoryLabel", "S-1-16-12288"))
	if !r.Matches(ev, m) || r.Matches(ev, nil) {
		t.Error("the mapping is not honoured")
	}
}
