package docs

import "strings"

// Table is one table of a page.
type Table struct {
	Line    int    // of its head, 1-based
	Section string // the heading above it
	Head    []string
	Rows    [][]string // cells as they are written; \| in them is a bar
}

// Tables returns the tables outside of blocks.
func (p *Page) Tables() []*Table {
	var all []*Table
	var last *Table
	section := ""
	for i, line := range p.prose() {
		if title, ok := heading(line); ok {
			section = title
		}
		switch {
		case !strings.HasPrefix(line, "|"):
			last = nil
		case last == nil:
			last = &Table{Line: i + 1, Section: section, Head: cells(line)}
			all = append(all, last)
		case strings.Trim(line, "|-: ") != "":
			last.Rows = append(last.Rows, cells(line))
		}
	}
	return all
}

// prose returns the page's lines, those of blocks empty.
func (p *Page) prose() []string {
	lines := append([]string(nil), p.lines...)
	for _, b := range p.Blocks {
		clear(lines[b.Line-1 : b.Line+b.lines])
	}
	return lines
}

// cells splits a row.
func cells(line string) []string {
	const bar = "\x00"
	line = strings.ReplaceAll(strings.TrimSpace(line), `\|`, bar)
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	var out []string
	for cell := range strings.SplitSeq(line, "|") {
		out = append(out, strings.TrimSpace(strings.ReplaceAll(cell, bar, "|")))
	}
	return out
}

// Code returns what stands in the first pair of backticks of a cell, "" when
// there is none. A pair may be of two backticks each, with a blank inside.
func Code(cell string) string {
	for _, mark := range []string{"`` ", "`"} {
		_, rest, ok := strings.Cut(cell, mark)
		if code, _, closed := strings.Cut(rest, reverse(mark)); ok && closed {
			return code
		}
	}
	return ""
}

func reverse(mark string) string {
	if mark == "`` " {
		return " ``"
	}
	return mark
}
