package pipeline

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"

	"gopkg.in/yaml.v3"
)

// replaceString replaces what an expression finds in values.
func replaceString(p *params) action {
	n := p.need("regex")
	re := p.regexp(n, p.text(n))
	to := p.template(p.need("replacement"), re)
	skip, interpret := p.bool("skip_special"), p.bool("interpret_special")
	return rewriting{numbers: true, change: func(t text) ([]text, error) {
		var err error
		replaced := func(t text, literally bool) text {
			out, e := to.replace(re, t, literally)
			err = errors.Join(err, e)
			return out
		}
		if !skip {
			out := replaced(t, false)
			return []text{out}, err
		}
		out := t.each(func(s string) text {
			var part text
			part.add(s, literal)
			done := replaced(part, true)
			if interpret {
				return read(done.String(), false)
			}
			var plain text
			plain.addLiteral(done.String())
			return plain
		})
		return []text{out}, err
	}}.act
}

// template is what stands in place of a match: texts and groups.
type template []templatePart

type templatePart struct {
	text  string
	group int // where text is ""
}

var templateReference = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\\(?:g<(\w+)>|(\d{1,2})|(.))|[^\\]+|\\$`) })

// template reads a replacement as Python writes it.
func (p *params) template(n *yaml.Node, re *regexp.Regexp) template {
	var out template
	for _, m := range templateReference().FindAllStringSubmatch(p.text(n), -1) {
		switch name := m[1] + m[2]; {
		case name != "":
			i, err := strconv.Atoi(name)
			if err != nil {
				i = re.SubexpIndex(name)
			}
			if i < 0 || i > re.NumSubexp() {
				p.fail(n, "the expression has no group %q", name)
			}
			out = append(out, templatePart{group: i})
		case m[3] == "n" || m[3] == "t" || m[3] == "r":
			out = append(out, templatePart{text: map[string]string{"n": "\n", "t": "\t", "r": "\r"}[m[3]]})
		case m[3] == `\`:
			out = append(out, templatePart{text: `\`})
		case m[3] != "" && ('a' <= m[3][0]|0x20 && m[3][0]|0x20 <= 'z'):
			p.fail(n, "unknown escape %q in the replacement", m[0])
		default:
			out = append(out, templatePart{text: m[0]}) // with the backslash
		}
	}
	return out
}

// maxText bounds one value.
const maxText = 1 << 20

var errLong = fmt.Errorf("a value has more than %d bytes now", maxText)

// replace replaces what re finds. What is kept keeps its kind; literally, what
// comes instead has no wildcards.
func (to template) replace(re *regexp.Regexp, t text, literally bool) (text, error) {
	var out text
	last := 0
	expand := t.has(placeholder)
	for _, m := range re.FindAllSubmatchIndex(t.shown, -1) {
		out.addPart(t, last, m[0])
		for _, part := range to {
			switch g := 2 * part.group; {
			case part.text != "" && literally:
				out.add(part.text, literal)
			case part.text != "":
				add := readShown(part.text, expand)
				out.addPart(add, 0, len(add.shown))
			case g < len(m) && m[g] >= 0:
				out.addPart(t, m[g], m[g+1])
			}
		}
		if last = m[1]; len(out.shown) > maxText {
			return t, errLong
		}
	}
	out.addPart(t, last, len(t.shown))
	return out, nil
}
