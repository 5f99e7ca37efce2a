package yamltext

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// quick reads the YAML that nearly all rules are written in: lines of ASCII; mappings
// and lists in block style; texts that are plain, quoted on one line, or literal
// blocks. At anything else it gives up, and yaml.v3, which takes many times as long,
// says what that means or what is wrong with it. What quick does read is what yaml.v3
// reads, without the comments, which nobody asks for.
type quick struct {
	rest   string // the lines behind the one at hand
	line   int    // the number of that, 1-based
	indent int    // where src begins in it, from 0; -1 behind the last line
	src    string // what is left of it
	depth  int
	odd    bool // it gave up
}

// parseQuickly returns the root of the document in text; nil when it gives up.
func parseQuickly(text string) *yaml.Node {
	if !isASCII(text) || !strings.HasSuffix(text, "\n") {
		return nil
	}
	q := quick{rest: text}
	q.next()
	root := q.mapping()
	if q.odd || q.indent >= 0 {
		return nil
	}
	return root
}

// isASCII reports whether text has only line feeds and characters that can be seen.
func isASCII(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < ' ' || c > '~') && c != '\n' {
			return false
		}
	}
	return true
}

// giveUp makes this the end of the text. What is returned from here on, nobody sees.
func (q *quick) giveUp() *yaml.Node {
	*q = quick{indent: -1, odd: true}
	return nil
}

// next goes to the next line that has more than a comment.
func (q *quick) next() {
	for q.src, q.indent = "", -1; q.indent < 0 && q.rest != ""; {
		switch line := q.cutLine(); {
		case isBlank(line):
		case isMarker(line, "---"), isMarker(line, "..."), line[0] == '%':
			q.giveUp()
		default:
			q.indent = leadingBlanks(line)
			q.src = line[q.indent:]
		}
	}
}

func (q *quick) cutLine() (line string) {
	line, q.rest, _ = strings.Cut(q.rest, "\n")
	q.line++
	return line
}

// skip goes past n bytes of the line at hand and the blanks behind them.
func (q *quick) skip(n int) {
	n += leadingBlanks(q.src[n:])
	q.indent += n
	q.src = q.src[n:]
}

// node returns a node that stands here.
func (q *quick) node(kind yaml.Kind, tag string) *yaml.Node {
	return &yaml.Node{Kind: kind, Tag: tag, Line: q.line, Column: q.indent + 1}
}

// mapping reads the keys that stand one below the other from here on, and what
// belongs to them.
func (q *quick) mapping() *yaml.Node {
	n, at := q.node(yaml.MappingNode, "!!map"), q.indent
	for q.indent == at {
		key, size := cutKey(q.src)
		if size == 0 {
			return q.giveUp()
		}
		k := q.scalar(key)
		q.skip(size)
		n.Content = append(n.Content, k, q.value(at))
	}
	return q.end(n, at)
}

// value reads what belongs to a key that stands at that column.
func (q *quick) value(at int) *yaml.Node {
	if !isBlank(q.src) {
		return q.text(at)
	}
	if q.next(); q.indent == at && isEntry(q.src) {
		return q.block(at)
	}
	return q.below(at)
}

// list reads the dashes that stand one below the other from here on, and what belongs
// to them.
func (q *quick) list() *yaml.Node {
	n, at := q.node(yaml.SequenceNode, "!!seq"), q.indent
	for q.indent == at && isEntry(q.src) {
		q.skip(len("-"))
		n.Content = append(n.Content, q.entry(at))
	}
	return q.end(n, at)
}

// entry reads what belongs to a dash that stands at that column.
func (q *quick) entry(at int) *yaml.Node {
	if !isBlank(q.src) {
		return q.block(at)
	}
	q.next()
	return q.below(at)
}

func isEntry(line string) bool { return isMarker(line, "-") }

// below reads what belongs to a key or a dash of a line before, at that column.
func (q *quick) below(at int) *yaml.Node {
	if q.indent <= at {
		return q.giveUp() // there is nothing, which is null
	}
	return q.block(at)
}

// block reads what begins here and belongs to a key or a dash at that column.
func (q *quick) block(at int) *yaml.Node {
	if q.depth++; q.depth > MaxDepth {
		return q.giveUp()
	}
	defer func() { q.depth-- }()
	if isEntry(q.src) {
		return q.list()
	}
	if _, size := cutKey(q.src); size > 0 {
		return q.mapping()
	}
	return q.text(at)
}

// end returns what belongs to a key or a dash at that column, or has its keys or
// dashes there: nothing that follows may stand deeper.
func (q *quick) end(n *yaml.Node, at int) *yaml.Node {
	if q.indent > at {
		return q.giveUp()
	}
	return n
}
