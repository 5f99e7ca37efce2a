package framed

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

// tableReader reads JSON that holds tables as query services answer with them,
// {"tables": [{"columns": [{"name": "Channel"}, …], "rows": [["Security", …]]}]}:
// the rows as objects, one a line. Lines and offsets are those of the objects.
type tableReader struct {
	r   io.Reader
	buf []byte
	out []byte // ready to be read,
	at  int    // from here on
	err error

	jsonText
	depth   int      // of brackets
	names   int      // the depth inside the list of columns, 0 outside of one
	rows    int      // the depth inside the list of rows, 0 outside of one
	columns []string // as JSON has them, without their quotation marks
	cell    int      // of the row at hand
	begun   bool     // the cell at hand
}

const (
	maxTableColumns = 4 << 10
	maxColumnName   = 256
)

func newTableReader(r io.Reader) *tableReader { return &tableReader{r: r, buf: make([]byte, 64<<10)} }

// holdsTables reports whether JSON that begins with b begins with a table.
func holdsTables(b []byte) bool {
	t := tableReader{}
	for _, c := range b {
		if t.next(c); t.rows > 0 && t.depth > t.rows {
			return c == '[' && len(t.columns) > 0
		}
		if t.names == 0 && t.depth == 0 || t.depth > 6 {
			return false
		}
	}
	// Many columns: the rows begin behind what was looked at.
	return len(t.columns) > 0 && bytes.Contains(bytes.ToLower(b[:min(len(b), 512)]), []byte(`columns"`))
}

// Read implements io.Reader.
func (t *tableReader) Read(p []byte) (int, error) {
	for t.at == len(t.out) && t.err == nil {
		n, err := t.r.Read(t.buf)
		t.out, t.at, t.err = t.out[:0], 0, err
		for b := t.buf[:n]; len(b) > 0; {
			run := 0
			if t.quoted && !t.escape && t.inRow() { // Fast path.
				run = textRun(b)
				t.out = append(t.out, b[:run]...)
			}
			if run == 0 {
				t.next(b[0])
				run = 1
			}
			b = b[run:]
		}
	}
	n := copy(p, t.out[t.at:])
	if t.at += n; t.at < len(t.out) {
		return n, nil
	}
	return n, t.err
}

// inRow reports whether what comes next is of a row.
func (t *tableReader) inRow() bool { return t.rows > 0 && t.depth > t.rows }

// next follows the brackets and names up to behind c, and copies what is in rows.
func (t *tableReader) next(c byte) {
	inRow := t.inRow()
	switch {
	case t.quoted:
		t.within(c)
	case inRow && t.depth == t.rows+1 && (c == ',' || c == ']'):
		t.endCell(c)
		return
	default:
		t.outsideText(c)
	}
	if !inRow || t.rows == 0 {
		return
	}
	if !t.begun && c > ' ' {
		t.begun = true
		t.out = append(append(append(t.out, '"'), t.column()...), '"', ':')
	}
	t.out = append(t.out, c)
}

// endCell ends a cell, and with a bracket the row.
func (t *tableReader) endCell(c byte) {
	t.begun = false
	if t.cell++; c == ',' {
		t.out = append(t.out, ',')
		return
	}
	t.depth--
	t.cell = 0
	t.out = append(t.out, '}', '\n')
}

func (t *tableReader) column() string {
	if t.cell < len(t.columns) {
		return t.columns[t.cell]
	}
	return "Column" + strconv.Itoa(t.cell+1)
}

func (t *tableReader) outsideText(c byte) {
	switch c {
	case '"':
		t.open()
	case ':':
		if !t.inRow() {
			t.name = string(t.text)
		}
	case '{', '[':
		t.depth++
		switch {
		case c == '[' && t.rows > 0 && t.depth == t.rows+1:
			t.out = append(t.out, '{')
		case c == '[' && t.rows == 0 && strings.EqualFold(t.name, "columns"):
			t.names, t.columns = t.depth, nil
		case c == '[' && t.rows == 0 && strings.EqualFold(t.name, "rows"):
			t.rows = t.depth
		}
		t.name = ""
	case '}', ']':
		if t.depth == t.rows {
			t.rows = 0
		}
		if t.depth == t.names {
			t.names = 0
		}
		t.depth = max(0, t.depth-1)
	case ',':
		t.name = ""
	}
}

// within follows a text up to behind c.
func (t *tableReader) within(c byte) {
	keep := maxColumnName
	if t.inRow() {
		keep = 0
	}
	if t.inText(c, keep) && t.names > 0 && len(t.columns) < maxTableColumns && (strings.EqualFold(t.name, "name") || strings.EqualFold(t.name, "columnname")) {
		t.columns, t.name = append(t.columns, string(t.text)), ""
	}
}
