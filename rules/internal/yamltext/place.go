package yamltext

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Place is a position in a file, 1-based, columns in runes.
type Place struct{ Line, Col int }

// maxPlaced is the longest scalar that is placed byte by byte.
const maxPlaced = 256 << 10

// Places returns where each byte of the scalar n's decoded value stands in the
// file, and where the value ends: len(n.Value)+1 places. What cannot be found
// is where the scalar begins.
func (t *Text) Places(n *yaml.Node) []Place {
	if len(n.Value) > maxPlaced {
		return nil
	}
	w := &walker{text: t, value: n.Value}
	w.toLine(n.Line)
	for range n.Column - 1 {
		w.skip(1)
	}
	w.skipProperties()
	switch w.peek() {
	case '|', '>':
		w.block()
	case '\'', '"':
		quote := w.peek()
		w.skip(1)
		w.flow(quote)
	default:
		w.flow(0)
	}
	for len(w.places) <= len(w.value) {
		w.emit(1)
	}
	return w.places[:len(w.value)+1]
}

// walker goes over a scalar's source and its decoded value side by side.
type walker struct {
	text   *Text
	value  string
	places []Place
	at     Place  // in the source
	src    string // what is left of the source line
	end    bool   // the source has no such line
}

func (w *walker) toLine(n int) {
	w.at, w.src, w.end = Place{Line: n, Col: 1}, w.text.Line(n), n > len(w.text.starts)
}

// skip goes past n characters of the source line.
func (w *walker) skip(n int) {
	for ; n > 0 && w.src != ""; n-- {
		_, size := utf8.DecodeRuneInString(w.src)
		w.src = w.src[size:]
		w.at.Col++
	}
}

// peek returns the byte at the source position; a line feed ends each line.
func (w *walker) peek() byte {
	if w.src == "" {
		return '\n'
	}
	return w.src[0]
}

// emit places the next n bytes of the value at the source position.
func (w *walker) emit(n int) {
	for range n {
		w.places = append(w.places, w.at)
	}
}

// copy places the next n characters of the source, which stand for themselves.
func (w *walker) copy(n int) {
	for ; n > 0 && w.src != ""; n-- {
		_, size := utf8.DecodeRuneInString(w.src)
		w.emit(size)
		w.skip(1)
	}
}

// rest is the part of the value that is not yet placed.
func (w *walker) rest() string { return w.value[min(len(w.places), len(w.value)):] }

// skipProperties goes past an anchor and a tag, and what may follow them before
// the scalar itself: line breaks and comments.
func (w *walker) skipProperties() {
	for w.peek() == '&' || w.peek() == '!' {
		anchor := w.peek() == '&'
		for !isSpace(w.peek()) && !(anchor && w.peek() == ':') {
			w.skip(1)
		}
		w.skip(leadingBlanks(w.src))
		for (w.peek() == '\n' || w.peek() == '#') && !w.end {
			w.nextLine()
		}
	}
}

// block places a literal or folded scalar: every source line without its indent
// occurs in the value as it is; between two of them only blanks and line feeds
// were put.
func (w *walker) block() {
	indent, end := -1, w.at // end of the line before
	for w.toLine(w.at.Line + 1); w.rest() != "" && !w.end; w.toLine(w.at.Line + 1) {
		if indent < 0 {
			if strings.TrimSpace(w.src) == "" {
				continue
			}
			indent = leadingBlanks(w.src) - leadingBlanks(strings.TrimLeft(w.value, "\n"))
		}
		w.skip(indent)
		for w.rest() != "" && !strings.HasPrefix(w.rest(), w.src) {
			w.places = append(w.places, end)
		}
		if w.rest() != "" && w.src != "" {
			w.copy(len(w.src))
			end = w.at
		}
	}
	w.at = end
}

// flow places a plain or quoted scalar.
func (w *walker) flow(quote byte) {
	for w.rest() != "" && !w.end {
		switch c := w.peek(); {
		case isSpace(c):
			w.blanks()
		case quote == '"' && c == '\\':
			w.escape()
		case quote == '\'' && c == '\'':
			w.emit(1)
			w.skip(2)
		default:
			w.copy(1)
		}
	}
}

// blanks places a run of blanks. A line break in it was folded to one blank, n
// of them to n-1 line feeds.
func (w *walker) blanks() {
	n := leadingBlanks(w.src)
	if n < len(w.src) {
		w.copy(n)
		return
	}
	w.emit(1)
	w.nextLine()
	for empty := 0; w.src == "" && !w.end; empty++ {
		if empty > 0 {
			w.emit(1)
		}
		w.nextLine()
	}
}

// nextLine goes to the first character of the next line.
func (w *walker) nextLine() {
	w.toLine(w.at.Line + 1)
	w.skip(leadingBlanks(w.src))
}

// escape places a backslash escape of a double-quoted scalar.
func (w *walker) escape() {
	if len(w.src) == 1 { // an escaped line break stands for nothing
		w.nextLine()
		return
	}
	_, size := utf8.DecodeRuneInString(w.rest())
	w.emit(size)
	w.skip(2 + map[byte]int{'x': 2, 'u': 4, 'U': 8}[w.src[1]])
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

func leadingBlanks(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }
