package csvlog

import (
	"bytes"
	"strconv"
	"strings"
)

// heading is what the columns of a table are called, and what is between them.
type heading struct {
	sep   byte
	names []string
}

// maxColumns bounds the cells of a row, and so the columns of which the name matters.
const maxColumns = 4 << 10

// headingOf reads the first row of a table, as far as rows may reach.
func headingOf(text string) *heading {
	h := &heading{sep: separator([]byte(text))}
	for c := (cells{text, h.sep, false}); !c.done && len(h.names) < maxColumns; {
		name, doubled := c.next()
		if doubled {
			name = strings.ReplaceAll(name, `""`, `"`)
		}
		if name = strings.TrimSpace(name); name == "" {
			name = column(len(h.names))
		}
		h.names = append(h.names, name)
	}
	return h
}

// name returns what column i is called.
func (h *heading) name(i int) string {
	if i < len(h.names) {
		return h.names[i]
	}
	return column(i)
}

func column(i int) string { return "Column" + strconv.Itoa(i+1) }

// separator returns the separator that a heading has most of.
func separator(line []byte) byte {
	best, most := byte(','), 0
	for _, c := range []byte(",;\t") {
		if n := bytes.Count(line, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}
