package rules

import (
	"io/fs"
	"path"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// Text is a rule file that was read already.
type Text struct {
	File string // for people
	Src  []byte
}

// filters reads the list of filters: each is written out, or names a file.
func (r *configReader) filters(n *yaml.Node) []Text {
	var texts []Text
	size := 0
	for _, item := range r.items(n, "filters") {
		switch {
		case size > yamltext.MaxSize:
			r.fail(item, "too many filters; they may stand in files of their own")
			return texts
		case item.Kind == yaml.ScalarNode:
			if full, src, ok := r.file(item, r.text(item)); ok {
				texts = append(texts, Text{full, src})
			}
		case item.Kind != yaml.MappingNode:
			r.fail(item, "a filter is written out here, or a text that names its file")
		case n.Style&yaml.FlowStyle != 0:
			r.fail(item, "filters are written one below the other, each after a dash")
		default:
			texts = append(texts, Text{r.name, []byte(alone(r.src, n, item))})
			size += len(texts[len(texts)-1].Src)
		}
	}
	return texts
}

// alone returns the text with nothing in it but one item of a list, where it
// stands, so that what is wrong with it is told with its place in the file.
//
//	filters:         →
//	  - title: one   →    title: one
//	    id: 1        →    id: 1
//	defaults: {}     →
func alone(text *yamltext.Text, list, item *yaml.Node) string {
	var b strings.Builder
	b.WriteString(strings.Repeat("\n", item.Line-1))
	first := text.Line(item.Line)
	begin := len(string([]rune(first)[:item.Column-1]))
	b.WriteString(strings.Repeat(" ", item.Column-1) + first[begin:] + "\n")
	for _, line := range strings.Split(text.String(), "\n")[item.Line:] {
		content := strings.TrimLeft(line, " ")
		if indent := len(line) - len(content); indent < list.Column && content != "" && content[0] != '#' {
			break
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// file reads a file that the configuration names.
func (r *configReader) file(n *yaml.Node, name string) (full string, src []byte, ok bool) {
	full = path.Join(path.Dir(r.name), name)
	if path.IsAbs(name) || !fs.ValidPath(full) {
		r.fail(n, "the file %q does not lie below the folder of %s", name, r.name)
		return full, nil, false
	}
	src, err := readFile(r.fsys, full)
	if err != nil {
		r.fail(n, "%v", err)
	}
	return full, src, err == nil
}
