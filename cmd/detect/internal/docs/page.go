// Package docs reads the pages of the documentation, so that tests can hold
// what they show to what the program does.
package docs

import (
	"os"
	"slices"
	"strings"
)

// Page is one Markdown file.
type Page struct {
	Path   string
	Blocks []*Block

	lines []string
	edits []edit
}

// Block is one fenced block of code.
type Block struct {
	Line    int    // of the fence that opens it, 1-based
	Section string // the heading above it, without the marks of code
	Lang    string // the first word behind the fence
	Text    string // ends with a line break unless it is empty

	words []string // the others
	lines int
}

// edit is new text for a block.
type edit struct {
	block *Block
	text  string
}

const fence = "```"

// Read reads the page at path.
func Read(path string) (*Page, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, string(src)), nil
}

// Parse reads a page. A block that is never closed goes on to the end.
func Parse(path, src string) *Page {
	p := &Page{Path: path, lines: strings.Split(src, "\n")}
	section := ""
	var open *Block
	for i, line := range p.lines {
		switch {
		case open != nil && strings.TrimSpace(line) == fence:
			open = nil
		case open != nil:
			open.Text += line + "\n"
			open.lines++
		case strings.HasPrefix(line, fence):
			open = newBlock(i+1, section, strings.TrimPrefix(line, fence))
			p.Blocks = append(p.Blocks, open)
		default:
			if title, ok := heading(line); ok {
				section = title
			}
		}
	}
	return p
}

func newBlock(line int, section, info string) *Block {
	words := append(strings.Fields(info), "")
	return &Block{Line: line, Section: section, Lang: words[0], words: words[1:]}
}

// heading returns the title of a heading as it is shown.
func heading(line string) (string, bool) {
	title := strings.TrimLeft(line, "#")
	if title == line || !strings.HasPrefix(title, " ") {
		return "", false
	}
	return strings.ReplaceAll(strings.TrimSpace(title), "`", ""), true
}

// Intro returns the first line of text below a heading, "" without.
func (p *Page) Intro(section string) string {
	below := false
	for _, line := range p.prose() {
		title, isHeading := heading(line)
		switch {
		case isHeading:
			below = title == section
		case below && line != "":
			return line
		}
	}
	return ""
}

// Is reports whether word stands behind the block's language.
func (b *Block) Is(word string) bool { return slices.Contains(b.words, word) }

// Arg returns the value of name=value behind the block's language, "" without.
func (b *Block) Arg(name string) string {
	for _, w := range b.words {
		if value, ok := strings.CutPrefix(w, name+"="); ok {
			return value
		}
	}
	return ""
}

// Replace gives a block another text; Write puts it into the file.
func (p *Page) Replace(b *Block, text string) { p.edits = append(p.edits, edit{b, text}) }

// Write writes the page back if anything was replaced.
func (p *Page) Write() error {
	if len(p.edits) == 0 {
		return nil
	}
	slices.SortFunc(p.edits, func(a, b edit) int { return b.block.Line - a.block.Line })
	lines := p.lines
	for _, e := range p.edits { // from the end, so that lines keep their numbers
		text := strings.Split(strings.TrimSuffix(e.text, "\n"), "\n")
		lines = slices.Replace(slices.Clone(lines), e.block.Line, e.block.Line+e.block.lines, text...)
	}
	return os.WriteFile(p.Path, []byte(strings.Join(lines, "\n")), 0o644)
}
