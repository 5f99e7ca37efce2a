package yamltext

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// yaml.v3 names at best a line, often the one before, and never a column. Up to
// this size the place is found by parsing the text up to it.
const maxSearched = 16 << 10

var (
	yamlLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^line (\d+): `) })
	quoted   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`'[^']*'`) })
)

// locate turns an error of yaml.v3 into one with a position.
func (c Chunk) locate(err error) *Error {
	msg, line := splitLine(err)
	lines := strings.SplitAfter(c.Text, "\n")
	if len(c.Text) <= maxSearched {
		line = searchLine(lines, line)
	}
	line = min(max(line, 1), len(lines))
	col := 1
	if len(c.Text) <= maxSearched {
		col = searchCol(strings.Join(lines[:line-1], ""), lines[line-1], msg)
	}
	return &Error{Line: c.Line + line - 1, Col: col, Msg: msg}
}

// splitLine takes yaml.v3's message apart. The line is 0 when there is none.
func splitLine(err error) (msg string, line int) {
	msg = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine().FindStringSubmatch(msg); m != nil {
		line, _ = strconv.Atoi(m[1])
		msg = msg[len(m[0]):]
	}
	return msg, line
}

// searchLine returns the line after the longest start of the text that is good
// YAML, near the line that yaml.v3 named where it named one.
func searchLine(lines []string, named int) int {
	good := func(n int) bool {
		_, err := parse(strings.Join(lines[:n], ""))
		return err == nil
	}
	if named == 0 {
		return max(1, sort.Search(len(lines), func(n int) bool { return !good(n) }))
	}
	for n := min(named+1, len(lines)-1); n >= max(0, named-2); n-- {
		if good(n) {
			return n + 1
		}
	}
	return named
}

// searchCol returns the column up to which line must be read for the message to
// appear, otherwise that of its first character.
func searchCol(before, line, msg string) int {
	want := quoted().ReplaceAllString(msg, "")
	for col, i := 1, 0; i < len(line) && col <= 500; col++ {
		_, size := utf8.DecodeRuneInString(line[i:])
		i += size
		_, err := parse(before + line[:i])
		if err == nil {
			continue
		}
		if got, _ := splitLine(err); quoted().ReplaceAllString(got, "") == want {
			return col
		}
	}
	indent := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsSpace(r) })
	return max(indent, 0) + 1
}
