package condition

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a bracket, the pipe, or, without text, the end.
type token struct {
	text       string
	start, end int
}

// is reports whether the token is this word, in any case.
func (t token) is(word string) bool { return strings.EqualFold(t.text, word) }

func (t token) isOperator() bool { return t.is("and") || t.is("or") || t.is("not") }

// isWord reports whether the token can be a name or a pattern.
func (t token) isWord() bool {
	switch t.text {
	case "", "(", ")", "|":
		return false
	}
	return !t.isOperator()
}

// lexer cuts a condition into tokens.
type lexer struct {
	src string
	pos int
}

func (l *lexer) next() (token, error) {
	rest := strings.TrimLeftFunc(l.src[l.pos:], unicode.IsSpace)
	start := len(l.src) - len(rest)
	if rest == "" {
		l.pos = start
		return token{start: start, end: start}, nil
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !isNameRune(r) })
	switch {
	case end < 0:
		end = len(rest)
	case end == 0 && strings.IndexByte("()|", rest[0]) >= 0:
		end = 1
	case end == 0:
		return token{}, strange(rest, start)
	}
	l.pos = start + end
	return token{text: rest[:end], start: start, end: l.pos}, nil
}

// isNameRune reports whether r can stand in a name or a pattern.
func isNameRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("_-.*", r)
}

func strange(rest string, offset int) *Error {
	r, _ := utf8.DecodeRuneInString(rest)
	e := &Error{Offset: offset, Msg: fmt.Sprintf("%q cannot stand in a condition", r)}
	switch r {
	case '?':
		e.Hint = "the only wildcard of a pattern is *"
	case '&', '!':
		e.Hint = "write and, or, not"
	case '"', '\'':
		e.Hint = "names are written without quotes"
	case ',':
		e.Hint = "join selections by and or or, or by a pattern such as 1 of selection_*"
	}
	return e
}
