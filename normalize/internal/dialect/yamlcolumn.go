package dialect

import (
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// yamlFields reads the data of an event that stands in a column as YAML, of which
// there is no more than serialisers write of objects, lists and texts: one value a
// line, texts of several lines as blocks. It reports false for anything else.
func yamlFields(text string) (event.Fields, bool) {
	r := yamlReader{lines: strings.Split(strings.TrimPrefix(text, "---\n"), "\n")}
	for r.at < len(r.lines) {
		if !r.entry() {
			return nil, false
		}
	}
	return r.fields, len(r.fields) > 0
}

type yamlReader struct {
	lines  []string
	at     int
	above  []yamlKey // the objects around the line at hand, the outermost first
	fields event.Fields
}

type yamlKey struct {
	indent int
	name   string
}

// entry reads a line, and the lines of its block.
func (r *yamlReader) entry() bool {
	line := strings.TrimRight(r.lines[r.at], " \r")
	r.at++
	content := strings.TrimLeft(line, " ")
	indent := len(line) - len(content)
	if content == "" {
		return true
	}
	item, isItem := strings.CutPrefix(content, "- ")
	for n := len(r.above); n > 0 && (r.above[n-1].indent > indent || r.above[n-1].indent == indent && !isItem); n-- {
		r.above = r.above[:n-1]
	}
	if isItem {
		return len(r.above) > 0 && r.value(indent, item)
	}
	name, value, ok := yamlMember(content)
	if !ok {
		return false
	}
	r.above = append(r.above, yamlKey{indent, name})
	return value == "" || r.value(indent, value)
}

// yamlMember splits a line at the colon behind its name.
func yamlMember(content string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(content+" ", ": ")
	if !ok {
		return "", "", false
	}
	name, ok = yamlScalar(name)
	return name, strings.TrimRight(value, " "), ok
}

// value adds the value of the innermost name.
func (r *yamlReader) value(indent int, s string) bool {
	text, ok := "", true
	if strings.HasPrefix(s, "|") {
		text, ok = r.block(indent, s[1:])
	} else if s != "null" && s != "~" && s != "{}" && s != "[]" {
		text, ok = yamlScalar(s)
	}
	names := make([]string, len(r.above))
	for i, k := range r.above {
		names[i] = k.name
	}
	f := event.Field{Name: names[len(names)-1], Value: event.TextValue(text)}
	if elementField(&f, event.EventData, strings.Join(names, ".")) {
		r.fields = append(r.fields, f)
	}
	return ok
}

// block reads the lines of a text that are indented further than its name. how says
// by how much, where the first of them begins with blanks, and what becomes of its end.
func (r *yamlReader) block(indent int, how string) (string, bool) {
	deep, end := 0, strings.TrimLeft(how, "123456789")
	if digits := strings.TrimSuffix(how, end); digits != "" {
		n, err := strconv.Atoi(digits)
		if err != nil {
			return "", false
		}
		deep = indent + n
	}
	var lines []string
	for ; r.at < len(r.lines); r.at++ {
		line := r.lines[r.at]
		blanks := len(line) - len(strings.TrimLeft(line, " "))
		if deep == 0 && blanks < len(line) {
			deep = blanks
		}
		if blanks < len(line) && (blanks < deep || deep <= indent) {
			break
		}
		lines = append(lines, line[min(deep, len(line)):])
	}
	text := strings.Join(lines, "\n")
	if end != "+" {
		text = strings.TrimRight(text, "\n")
	}
	if end == "" {
		text += "\n"
	}
	return text, end == "" || end == "-" || end == "+"
}

// yamlScalar takes the quotation marks off a text.
func yamlScalar(s string) (string, bool) {
	switch {
	case strings.HasPrefix(s, "'"):
		inner, ok := strings.CutSuffix(s[1:], "'")
		return strings.ReplaceAll(inner, "''", "'"), ok
	case strings.HasPrefix(s, `"`):
		text, err := strconv.Unquote(strings.NewReplacer(`\\`, `\\`, `\e`, `\x1b`, `\0`, `\x00`, `\_`, `\u00a0`, `\N`, `\u0085`, `\L`, `\u2028`, `\P`, `\u2029`, `\/`, `/`).Replace(s))
		return text, err == nil
	}
	return s, s != "" && strings.IndexByte("[{&*!>%@`#", s[0]) < 0
}
