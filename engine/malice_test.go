package engine_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/sigma"
)

// A file of malice says much in few bytes. It is refused, for that reason, or it
// runs.
type malice struct{ src, want string }

const runs = "runs"

// maliceHead begins a rule; its detection follows.
const maliceHead = "title: x\nlogsource: {product: windows}\ndetection:\n"

// each returns n texts, one for each number.
func each(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// selection is a rule with one selection.
func selection(s string) string { return maliceHead + "  s: " + s + "\n  condition: s\n" }

// condition is a rule with two selections and that condition.
func condition(s string) string {
	return maliceHead + "  s: {A: 1}\n  t: {B: 1}\n  condition: " + s + "\n"
}

// values is a selection of a list of n values.
func values(n int, modifiers, format string) string {
	return selection("\n    A" + modifiers + ":\n" + each(n, "      - '"+format+"'\n"))
}

// selections is a rule with n selections.
func selections(n int, name, condition string) string {
	return maliceHead + each(n, "  "+name+"#: {A: v#}\n") + "  condition: " + condition + "\n"
}

// correlation is a correlation of one rule.
func correlation(name, of, more string) string {
	return "title: x\nname: " + name + "\ncorrelation: {type: event_count, rules: [" + of + "], timespan: 1m, condition: {gte: 1}" + more + "}\n"
}

func malices() map[string]malice {
	const large, work, syntax = "sigma-too-large", "sigma-too-large", "yaml-syntax"
	rep := strings.Repeat
	aliases := "a0: &a0 [x]\n"
	merges := "a0: &a0 {x: 1}\n"
	for i := range 30 {
		next := fmt.Sprintf("a%d: &a%d ", i+1, i+1)
		aliases += next + "[" + rep(fmt.Sprintf("*a%d,", i), 9) + "x]\n"
		merges += next + fmt.Sprintf("{<<: [*a%d, *a%d], k%d: *a%d}\n", i, i, i, i)
	}
	whole := selection("{A: v}")
	return map[string]malice{
		"alias bomb":                  {aliases + whole, syntax},
		"merge bomb":                  {merges + whole, syntax},
		"alias of itself":             {selection("&s {A: *s}"), syntax},
		"aliased lists":               {maliceHead + "  s: &s {A: [" + rep("a,", 5_000) + "]}\n" + each(200, "  s#: *s\n") + "  condition: 1 of s*\n", syntax},
		"aliased conditions":          {condition("[&c '" + rep("s or ", 10_000) + "s'" + rep(",*c", 10_000) + "]"), work},
		"aliased expression":          {selection("{A|re: [&r '" + rep("(a|b)*c{500}", 500) + "'" + rep(",*r", 10_000) + "]}"), work},
		"aliased key":                 {selection("\n    - &m {'" + rep("x", 100_000) + "': 1}\n" + rep("    - *m\n", 10_000)), syntax},
		"entries":                     {values(300_000, "", "v#"), syntax},
		"large document":              {selection("{A|contains: '" + rep("x", 3<<20) + "'}"), syntax},
		"long text":                   {selection("{A|contains: '" + rep("x", 1<<20) + "'}"), runs},
		"long text to encode":         {selection("{A|wide|base64offset|contains: '" + rep("x", 1<<20) + "'}"), work},
		"brackets":                    {condition(rep("(", 1_500_000) + "s" + rep(")", 1_500_000)), syntax},
		"fewer brackets":              {condition(rep("(", 30_000) + "s" + rep(")", 30_000)), "sigma-condition"},
		"lists in lists":              {selection(rep("[", 3_000_000)), syntax},
		"mappings in mappings":        {selection(rep("{a: ", 300_000)), syntax},
		"deep indentation":            {rep("- ", 500_000) + "a\n" + maliceHead, syntax},
		"nots":                        {condition(rep("not ", 10_000) + "s"), "sigma-condition"},
		"long condition":              {condition(rep("s and not t or ", 5_000) + "s"), "sigma-condition"},
		"conditions":                  {condition("[" + rep("s or t,", 9_000) + "s]"), work},
		"unknown selections":          {condition("[" + each(5_000, "nope#,") + "s]"), "sigma-unknown-selection"},
		"patterns":                    {selections(9_000, "s", each(4_000, "1 of s#* or ")+"s1"), work},
		"patterns of many stars":      {selections(9_000, rep("a", 100), each(500, "1 of "+rep("*a", 40)+"*# or ")+"1 of them"), work},
		"selectors":                   {selections(9_000, "s", "all of s* and not 1 of s* or 5000 of s*"), runs},
		"10,000 selectors":            {selections(10_000, "s", "1 of s*"), syntax},
		"mappings":                    {selection("\n" + each(7_000, "    - {A|contains: v#, B: x#}\n")), runs},
		"fields":                      {selection("\n" + each(9_000, "    A#|contains: x\n")), runs},
		"keywords":                    {selection("\n" + each(5_000, "    - word#\n")), runs},
		"list":                        {values(5_000, "", "v#"), runs},
		"list to contain":             {values(30_000, "|contains", "v#x"), runs},
		"list to contain all":         {values(5_000, "|contains|all", "v#x"), runs},
		"list of dashes":              {values(5_000, "|windash|contains|all", " -a# /b"), runs},
		"list of wildcards":           {values(5_000, "|contains", "a*b?#*c"), runs},
		"list of networks":            {values(5_000, "|cidr", "10.0.0.0/8"), runs},
		"list of bounds":              {values(5_000, "|lt", "#"), runs},
		"list of references":          {values(5_000, "|fieldref", "F#"), runs},
		"list to encode":              {values(5_000, "|wide|base64offset|contains", "value#"), runs},
		"list of dashes to encode":    {values(5_000, "|windash|base64offset|contains", " -a -b -c -d#"), work},
		"dashes to encode":            {selection("{A|windash|base64: ' -a -b -c -d -e -f -g -h'}"), work},
		"dashes":                      {selection("{A|windash|contains: '" + rep(" -a", 100_000) + "'}"), work},
		"wildcards":                   {selection("{A: '" + rep("*a?", 100_000) + "'}"), work},
		"any character":               {selection("{A|contains: '" + rep("?", 3_000) + "z'}"), runs},
		"any characters inside":       {selection("{A|contains: 'a" + rep("?", 3_900) + "z'}"), runs},
		"letters and any characters":  {selection("{A|contains: '" + rep("a?", 2_000) + "z'}"), work},
		"list of many wildcards":      {values(5_000, "", rep("*a", 50)+"#b"), work},
		"placeholders":                {selection("{A|expand: '" + rep("%p%", 1_000) + "'}"), work},
		"list of placeholders":        {values(5_000, "|expand", "%p%#%p%"), work},
		"placeholders in expressions": {values(500, "|re|expand", rep("%p%", 1_000)+"#"), work},
		"backtracking":                {selection("{A|re: ['(a+)+$', '((a|aa)+)+b', '(x+x+)+y', '(.*a){200}b', '(.*)(.*)(.*)(.*)x$']}"), runs},
		"expressions":                 {values(5_000, "|re", "(a*)*b#|(a|aa)+c#"), runs},
		"repeats":                     {selection("{A|re: '((a{1,1000}){1,1000}){1,1000}'}"), "sigma-regexp"},
		"repeated classes":            {values(5_000, "|re|i", `[\p{L}\p{N}]{900}#`), work},
		"large expression":            {selection("{A|re: '" + rep("(a|b)*", 100_000) + "'}"), work},
		"nested expression":           {selection("{A|re: '" + rep("(", 4_000) + rep(")", 4_000) + "'}"), "sigma-regexp"},
		"modifiers":                   {selection("\n" + each(10_000, "    A#|nope: 1\n")), "sigma-modifier"},
		"a chain of modifiers":        {selection("{'A" + rep("|contains", 100_000) + "': 1}"), syntax},
		"keys that repeat":            {selection("\n" + rep("    A: 1\n", 15_000)), "sigma-duplicate"},
		"documents":                   {rep(whole+"---\n", 9_000), runs},
		"refused documents":           {rep("title: x\nlogsource: {}\n---\n", 9_000), "sigma-missing"},
		"empty documents":             {rep("---\n", 100_000) + whole, runs},
		"a global list":               {"action: global\n" + values(20_000, "", "v#") + rep("---\nlevel: low\n", 1_000), work},
		"rules of one name":           {each(2_000, "name: n\n"+whole+"---\n") + each(2_000, correlation("c#", "n", "")+"---\n"), "sigma-correlation-ambiguous"},
		"correlations of all":         {whole + "---\n" + each(9_000, "---\n"+correlation("c#", "nobody", "")), "sigma-correlation-unresolved"},
		"fields to group by":          {"name: n\n" + whole + "---\n" + correlation("c", "n", ", group-by: ["+each(20_000, "f#,")+"]"), large},
		"filters of nothing":          {whole + "---\n" + each(300, "title: f\nlogsource: {product: windows}\nfilter: {rules: ["+rep("nobody,", 100)+"], s: {B: w#}, condition: not s}\n---\n"), runs},
		"filters":                     {each(1_000, whole+"---\n") + each(3_000, "title: f\nlogsource: {product: windows}\nfilter: {rules: any, s: {B: w#}, condition: not s}\n---\n"), runs},
	}
}

// maliceMB is what one file may allocate, matching included. Less than half of
// it is ever alive at once.
const maliceMB = 400

// TestMalice: whatever a rule file holds, it is refused in words or it runs,
// within bounds of memory.
func TestMalice(t *testing.T) {
	if testing.Short() || racing {
		t.Skip("takes seconds, and a minute with the race detector")
	}
	long := newEvent("Security", "", 1, data("A", strings.Repeat("a", 30_000)), data("B", "w1"))
	for name, m := range malices() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			codes := maliciously(t, m.src, long)
			runtime.ReadMemStats(&after)
			if m.want == runs && len(codes) > 0 || m.want != runs && !codes[m.want] {
				t.Errorf("refused for %v, want %s", codes, m.want)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > maliceMB {
				t.Errorf("%d MB allocated of %d KB", mb, len(m.src)>>10)
			}
		})
	}
}

// maliciously loads a file, matches an event, and returns why rules are refused.
func maliciously(t *testing.T, src string, ev *event.Event) map[string]bool {
	loader := rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(map[string][]string{"p": strings.Fields(strings.Repeat("a* b ", 50))})), exprlang.Format()}}
	set, err := loader.Load(t.Context(), fstest.MapFS{"f.yml": {Data: []byte(src)}})
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, p := range set.Problems() {
		if p.Level == rules.Error {
			codes[p.Code] = true
		}
	}
	eng, err := engine.New(set, engine.WithTaxonomy(taxonomy.Windows()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := eng.Match(nil, ev); err != nil {
		t.Error(err)
	}
	return codes
}
