package windows

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Labelled is one line of a rendered message: a label and a value. Field is what
// the event's data calls it, "" where that is not known.
type Labelled struct {
	Section, Label, Field, Value string
}

// form is how Windows renders one event.
type form struct {
	id     uint32
	labels []label // in the order of the text
	// fields is by section and label; a label that one section alone has is
	// found without it too.
	fields map[[2]string]string
}

// label is a label, or the heading of a section, in every language.
type label struct {
	names []string
	field string // "" for a heading
}

type renderings struct {
	byID    map[uint32]*form
	byTitle map[string]*form // by textKey
}

var rendered = sync.OnceValue(func() *renderings {
	t := &renderings{byID: map[uint32]*form{}, byTitle: map[string]*form{}}
	for _, row := range rows("labels.csv") {
		for s := range strings.FieldsSeq(row[0]) {
			id, err := strconv.ParseUint(s, 10, 32)
			if err != nil {
				panic(err)
			}
			f := t.byID[uint32(id)]
			if f == nil {
				f = &form{id: uint32(id), fields: map[[2]string]string{}}
				t.byID[f.id] = f
			}
			if row[2] == "title" {
				for name := range strings.SplitSeq(row[3], "|") {
					t.byTitle[keyOf(name)] = f
				}
				continue
			}
			f.learn(strings.Split(row[1], "|"), row[2], strings.Split(row[3], "|"))
		}
	}
	return t
})

func keyOf(text string) string { return string(textKey(nil, text)) }

func (f *form) learn(sections []string, field string, labels []string) {
	if n := len(f.labels); n == 0 || !f.heads(sections) {
		f.labels = append(f.labels, label{names: sections})
	}
	f.labels = append(f.labels, label{labels, field})
	for _, l := range labels {
		for _, s := range append(sections, "") {
			key := [2]string{keyOf(s), keyOf(l)}
			if other, ok := f.fields[key]; ok && other != field && s == "" {
				f.fields[key] = "" // says nothing without its section
			} else {
				f.fields[key] = field
			}
		}
	}
}

// heads reports whether the last heading is that of sections.
func (f *form) heads(sections []string) bool {
	for i := len(f.labels) - 1; i >= 0; i-- {
		if f.labels[i].field == "" {
			return f.labels[i].names[0] == sections[0]
		}
	}
	return false
}

// FieldOfLabel returns what the data of the given Security event calls the field
// with that label, for labels that do not need their section to tell.
func FieldOfLabel(id uint32, text string) (string, bool) {
	f := rendered().byID[id]
	if f == nil {
		return "", false
	}
	name := f.fields[[2]string{"", keyOf(text)}]
	return name, name != ""
}

// FieldsOfLabel returns what the data of the given Security event calls the fields
// with that label, in the order of the text.
func FieldsOfLabel(id uint32, text string) []string {
	f := rendered().byID[id]
	if f == nil {
		return nil
	}
	var fields []string
	key := keyOf(text)
	for _, l := range f.labels {
		if l.field != "" && slices.ContainsFunc(l.names, func(name string) bool { return keyOf(name) == key }) {
			fields = append(fields, l.field)
		}
	}
	return fields
}

// ReadMessage reads the message that Windows renders for an event, in English or
// Japanese, on one line or on several. id is the event's, 0 where it is not
// known; then the title tells it, if it can, among the Security events. What the
// labels stand for is known for the events about keys and some others.
func ReadMessage(id uint32, text string) (uint32, []Labelled) {
	text = withoutMarks(text)
	title, body, multi := strings.Cut(unquoted(text), "\n")
	f := rendered().byID[id]
	if id == 0 {
		f = rendered().byTitle[keyOf(title)]
		if f == nil && !multi {
			f = formOfLine(title)
		}
	}
	if f == nil {
		f = &form{id: id}
	}
	if !multi {
		return f.id, f.readLine(withoutNote(title))
	}
	body, task := cutTask(body)
	lines := f.readLines(body)
	for i := range lines {
		if strings.HasPrefix(lines[i].Field, "TaskContent") && task != "" {
			lines[i].Value = task
		}
	}
	return f.id, lines
}

// unquoted takes off the quotation marks that Wazuh puts around a message. One at the
// end alone is the last value's.
func unquoted(text string) string {
	text = strings.Trim(text, " \t\r\n")
	if inner, ok := strings.CutPrefix(text, "\""); ok {
		text = strings.Trim(strings.TrimSuffix(inner, "\""), " \t\r\n")
	}
	return text
}

// ReadNamed reads a message on one line whose labels are the names of the event's
// fields, as Sysmon's are. names has them in the order of the text; not all need
// be there.
func ReadNamed(text string, names []string) []Labelled {
	f := &form{}
	for _, name := range names {
		f.labels = append(f.labels, label{[]string{name}, name})
	}
	return f.readLine(withoutMarks(text))
}

// notes are how the explanations begin that Windows prints under the data.
var notes = []string{
	"This event is generated ", "This event occurs ", "Token Elevation Type indicates ", "Certificate information is only provided ", "Pre-authentication types, ticket options", "The subject fields indicate ",
}

// withoutNote cuts off the explanation at the end of a message on one line, which
// would pass for more of the last value.
func withoutNote(text string) string {
	for _, note := range notes {
		if at := strings.LastIndex(text, "  "+note); at >= 0 {
			text = text[:at]
		}
	}
	return text
}

// cutTask takes the XML of a scheduled task, which is no text of labels, out of a
// message.
func cutTask(text string) (rest, task string) {
	const begin, end = "<?xml", "</Task>"
	i := strings.Index(text, begin)
	j := strings.LastIndex(text, end)
	if i < 0 || j < i {
		return text, ""
	}
	j += len(end)
	return text[:i] + text[j:], text[i:j]
}

// formOfLine finds the title that a message on one line begins with.
func formOfLine(text string) *form {
	title, _, _ := strings.Cut(text, "  ")
	return rendered().byTitle[keyOf(title)]
}

// withoutMarks removes the direction marks that Windows puts around dates.
func withoutMarks(s string) string {
	if !strings.Contains(s, "\u200e"[:2]) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == '\u200e' || r == '\u200f' || '\u202a' <= r && r <= '\u202e' {
			return -1
		}
		return r
	}, s)
}

// The bounds of what is read of a message.
const (
	maxLines = 4 << 10
	maxValue = 8 << 10 // of a value on several lines
)

// readLines reads a message that is laid out as Windows does. A line without a
// label belongs to the value above it.
func (f *form) readLines(text string) []Labelled {
	var out []Labelled
	var more strings.Builder // of the last value, where it is on several lines
	section := ""
	for line := range strings.Lines(text) {
		indented := line[0] == '\t' || line[0] == ' '
		line = strings.Trim(line, " \t\r\n")
		name, value, ok := cutLabel(line)
		switch {
		case line == "":
		case ok && value == "" && !indented:
			section = name
			if field := f.alone(name); field != "" { // the lines below it are its value
				out = append(withMore(out, &more), Labelled{Label: name, Field: field})
			}
		case ok && len(out) < maxLines:
			if !indented {
				section = ""
			}
			out = append(withMore(out, &more), Labelled{section, name, f.field(section, name), value})
		case line[0] == '-': // "none" in a list, or one of the notes at the end
		case indented && len(out) > 0 && len(out[len(out)-1].Value)+more.Len() < maxValue:
			more.WriteString("\n")
			more.WriteString(line)
		}
	}
	return withMore(out, &more)
}

// withMore ends the last value with what more holds, and empties that.
func withMore(out []Labelled, more *strings.Builder) []Labelled {
	if more.Len() > 0 {
		out[len(out)-1].Value += more.String()
		more.Reset()
	}
	return out
}

// alone is the field of a label that stands above its value, like a heading.
func (f *form) alone(name string) string {
	if len(f.fields) == 0 {
		return ""
	}
	return f.fields[[2]string{"", keyOf(name)}]
}

func (f *form) field(section, name string) string {
	if len(f.fields) == 0 {
		return ""
	}
	if field, ok := f.fields[[2]string{keyOf(section), keyOf(name)}]; ok {
		return field
	}
	return f.fields[[2]string{"", keyOf(name)}]
}

// cutLabel splits a line at the colon behind its label.
func cutLabel(line string) (name, value string, ok bool) {
	const longest = 120
	head := line[:min(len(line), longest+1)]
	i := strings.IndexByte(head, ':')
	if j := strings.Index(line, "："); j >= 0 && (i < 0 || j < i) {
		i = j
	}
	if i <= 0 || i > longest {
		return "", "", false
	}
	value = strings.TrimPrefix(strings.TrimPrefix(line[i:], ":"), "：")
	return line[:i], strings.Trim(value, " \t"), true
}

// readLine reads a message whose line ends have become blanks: each label is
// looked for behind the one before it.
func (f *form) readLine(text string) []Labelled {
	var out []Labelled
	for _, l := range f.labels {
		at, end, name := find1(text, l.names)
		if at < 0 {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Value == "" {
			out[n-1].Value = strings.TrimSpace(text[:at])
		}
		text = text[end:]
		out = append(out, Labelled{Label: name, Field: l.field})
	}
	if n := len(out); n > 0 {
		out[n-1].Value = strings.TrimSpace(text)
	}
	return out
}

// find1 finds the first of some labels in a text, each standing by itself with a
// colon behind it.
func find1(text string, names []string) (at, end int, name string) {
	at = -1
	for _, n := range names {
		if n == "" {
			continue
		}
		for from := 0; ; {
			i := strings.Index(text[from:], n)
			if i < 0 {
				break
			}
			i += from
			from = i + len(n)
			if (i == 0 || text[i-1] == ' ' || text[i-1] == '\t') && strings.HasPrefix(text[from:], ":") && (at < 0 || i < at) {
				at, end, name = i, from+1, n
				break
			}
		}
	}
	return at, end, name
}
