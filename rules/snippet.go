package rules

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// maxSnippet is how much of a long line a snippet shows, in characters.
const maxSnippet = 160

// Snippet is [Source.Snippet] for the only problem of a file.
func Snippet(p *Problem, src []byte) string { return NewSource(src).Snippet(p) }

// Source is a rule file whose lines can be shown.
type Source struct{ text *yamltext.Text }

// NewSource returns the file that src is.
func NewSource(src []byte) *Source {
	text, err := yamltext.Read(src)
	if err != nil {
		text = &yamltext.Text{}
	}
	return &Source{text}
}

// Snippet returns the line of the file that p is about, with a mark below the
// word that p points at, as two lines of text; "" when p has no position or the
// file no such line. What a terminal could take for a command is not shown.
func (s *Source) Snippet(p *Problem) string {
	line := []rune(s.text.Line(p.Line))
	if len(line) == 0 {
		return ""
	}
	for i, r := range line {
		switch {
		case r == '\t':
			line[i] = ' ' // so that the mark stands below its word
		case !unicode.IsPrint(r):
			line[i] = unicode.ReplacementChar
		}
	}
	at := min(max(p.Col-1, 0), len(line))
	word := wordLength(line[at:])
	if start := max(0, at-maxSnippet/2); len(line) > maxSnippet {
		line, at = line[start:], at-start
	}
	line = line[:min(len(line), maxSnippet)]
	mark := "^" + strings.Repeat("~", max(0, min(word, len(line)-at)-1))
	return fmt.Sprintf("%4d | %s\n     | %s%s\n", p.Line, string(line), strings.Repeat(" ", at), mark)
}

// wordLength returns how many characters the word at the start of line has.
func wordLength(line []rune) int {
	n := 0
	for n < len(line) && (unicode.IsLetter(line[n]) || unicode.IsDigit(line[n]) || strings.ContainsRune("_-.", line[n])) {
		n++
	}
	return n
}
