package rules

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// maxSnippet is how much of a long line a snippet shows, in characters.
const maxSnippet = 160

// Snippet returns the line of src, the file that p is of, with a mark below the
// word that p points at, as two lines of text; "" when p has no position or src
// no such line. What a terminal could take for a command is not shown.
func Snippet(p *Problem, src []byte) string {
	text, err := yamltext.Read(src)
	if err != nil || p.Line < 1 {
		return ""
	}
	line := []rune(text.Line(p.Line))
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
