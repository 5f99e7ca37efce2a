package framed

import "bytes"

// jsonText follows the texts in JSON byte by byte.
type jsonText struct {
	quoted bool   // what comes next is in a text,
	escape bool   // and behind a backslash
	text   []byte // the text at hand, if it may be a name
	name   string // of the value that comes next
}

// open begins a text.
func (t *jsonText) open() { t.quoted, t.text = true, t.text[:0] }

// inText follows a text up to behind c, keeps as many bytes of it, and reports whether it
// has ended.
func (t *jsonText) inText(c byte, keep int) (ended bool) {
	switch {
	case t.escape:
		t.escape = false
	case c == '\\':
		t.escape = true
	case c == '"':
		t.quoted = false
		return true
	}
	if len(t.text) < keep {
		t.text = append(t.text, c)
	}
	return false
}

// textRun returns how much of b, in a text in JSON and behind no open escape, comes before
// the quote that ends the text, or before an escape that b cuts.
func textRun(b []byte) int {
	for from := 0; ; {
		n := bytes.IndexByte(b[from:], '"')
		end := from + n
		if n < 0 {
			end = len(b)
		}
		slashes := 0
		for from < end-slashes && b[end-1-slashes] == '\\' {
			slashes++
		}
		switch {
		case slashes%2 == 0:
			return end
		case n < 0:
			return end - 1
		}
		from = end + 1
	}
}
