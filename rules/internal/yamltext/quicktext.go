package yamltext

import (
	"cmp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// text reads the scalar that begins here and belongs to a key or a dash at that column.
func (q *quick) text(at int) (n *yaml.Node) {
	switch q.src[0] {
	case '\'', '"':
		n = q.quoted()
	case '|':
		n = q.literal(at)
	default:
		n = q.plain(at)
	}
	q.next()
	return q.end(n, at)
}

// scalar returns the node of what stands here, plain or quoted, on one line.
func (q *quick) scalar(src string) *yaml.Node {
	n := q.node(yaml.ScalarNode, "!!str")
	switch src[0] {
	case '\'':
		n.Style, n.Value = yaml.SingleQuotedStyle, strings.ReplaceAll(src[1:len(src)-1], "''", "'")
	case '"':
		n.Style, n.Value = yaml.DoubleQuotedStyle, src[1:len(src)-1]
	default:
		n.Tag, n.Value = "", src
		n.Tag = n.ShortTag()
	}
	return n
}

func (q *quick) quoted() *yaml.Node {
	size := quotedSize(q.src)
	if rest := q.src[size:]; size == 0 || !isBlank(rest) || strings.HasPrefix(rest, "#") {
		return q.giveUp()
	}
	return q.scalar(q.src[:size])
}

// plain reads a text without quotes, which goes on in the lines that stand deeper.
func (q *quick) plain(at int) *yaml.Node {
	n := q.node(yaml.ScalarNode, "")
	line, ended := uncomment(q.src)
	text := append(make([]string, 0, 16), line)
	for !ended {
		more, gap := q.goesOn(at)
		if more == "" {
			break
		}
		line, ended = uncomment(more)
		text = append(text, gap, line)
	}
	if !startsPlain(text[0]) || slices.ContainsFunc(text, func(s string) bool { return colon(s) >= 0 }) {
		return q.giveUp()
	}
	n.Value = strings.Join(text, "")
	n.Tag = n.ShortTag()
	return n
}

// goesOn goes to the next line of a text without quotes that belongs to a key or a
// dash at that column; "" when there is none. The gap is what the line breaks before
// it stand for.
func (q *quick) goesOn(at int) (line, gap string) {
	for breaks := 0; q.rest != ""; breaks++ {
		line, _, _ := strings.Cut(q.rest, "\n")
		indent := leadingBlanks(line)
		empty := indent == len(line)
		if !empty && (indent <= at || line[indent] == '#') {
			break
		}
		q.cutLine()
		if !empty {
			return line[indent:], cmp.Or(strings.Repeat("\n", breaks), " ")
		}
	}
	return "", ""
}

// literal reads a block of lines as they are.
func (q *quick) literal(at int) *yaml.Node {
	n := q.node(yaml.ScalarNode, "!!str")
	n.Style = yaml.LiteralStyle
	strip := q.src == "|-"
	indent := leadingBlanks(q.rest)
	if !strip && q.src != "|" || indent <= at || q.rest[indent] == '\n' {
		return q.giveUp()
	}
	var text strings.Builder
	for breaks := 0; q.rest != ""; q.cutLine() {
		line, _, _ := strings.Cut(q.rest, "\n")
		blanks := leadingBlanks(line)
		if blanks == len(line) && blanks <= indent {
			breaks++
			continue
		}
		if blanks < indent {
			break
		}
		text.WriteString(strings.Repeat("\n", breaks))
		text.WriteString(line[indent:])
		text.WriteByte('\n')
		breaks = 0
	}
	n.Value = text.String()
	if strip {
		n.Value = strings.TrimSuffix(n.Value, "\n")
	}
	return n
}

// maxKey is less than a key may have.
const maxKey = 1000

// cutKey returns the key that a line begins with, in its quotes if it has some, and its
// size with the colon; 0 when there is none.
func cutKey(s string) (key string, size int) {
	end := cmp.Or(quotedSize(s), plainKeySize(s))
	if end == 0 || end > maxKey || colon(s[end:]) != 0 {
		return "", 0
	}
	return strings.TrimRight(s[:end], " "), end + 1
}

func plainKeySize(s string) int {
	end := colon(s)
	if !startsPlain(s) || end < 0 || strings.Contains(s[:end], " #") {
		return 0
	}
	return end
}

// quotedSize returns the size of the text in quotes that a line begins with; 0 when
// there is none, or one that goes on in the next line or has backslashes that escape.
func quotedSize(s string) int {
	if s == "" || s[0] != '\'' && s[0] != '"' {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[0] == '"' && s[i] == '\\':
			return 0
		case s[i] != s[0]:
		case s[0] == '\'' && strings.HasPrefix(s[i+1:], "'"):
			i++
		default:
			return i + 1
		}
	}
	return 0
}

// startsPlain reports whether a line begins with a text without quotes. One that begins
// with < may be a merge key.
func startsPlain(s string) bool {
	return s != "" && !isEntry(s) && !strings.Contains("?:,[]{}#&*!|<>'\"%@`", s[:1])
}

// colon returns where the first colon stands that can be behind a key; -1 when none can.
func colon(s string) int {
	for i := range len(s) {
		if s[i] == ':' && (i+1 == len(s) || s[i+1] == ' ') {
			return i
		}
	}
	return -1
}

// uncomment returns a line without its comment, and whether it has one.
func uncomment(line string) (text string, commented bool) {
	text, _, commented = strings.Cut(line, " #")
	return strings.TrimRight(text, " "), commented
}
