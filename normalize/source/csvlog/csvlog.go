// Package csvlog reads events from tables: a heading, then a line for each
// event, with commas, semicolons or tabs between the columns. Values in
// quotation marks may hold anything, line ends too.
//
// A record has a field for each cell that is not empty, called as its column; a
// column without a heading is called Column and its number.
package csvlog

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Format is what Source.Format says of the records.
const Format = "csv"

const maxColumns = 4 << 10

// Records yields the events in r, which is UTF-8; file is the name they carry. A
// row that cannot be read is an error wrapping [event.ErrSkip]; any other error
// is the last thing yielded.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		rd := reader{w: scan.NewWindow(r), src: event.Source{File: file, Format: Format}}
		for n := 0; ; n++ {
			if n%256 == 0 && ctx.Err() != nil {
				yield(nil, ctx.Err())
				return
			}
			rec, err := rd.next()
			if err == io.EOF || !yield(rec, err) || err != nil && !errors.Is(err, event.ErrSkip) {
				return
			}
		}
	}
}

// headings are columns that tables of events have.
var headings = []string{
	"eventid", "event id", "id", "eventcode", "channel", "logname", "providername", "computer", "machinename",
	"date and time", "timecreated", "task category", "source", "level", "payload", "winlog.channel", "event.code",
	"winlog.event_id", "entrytype", "instanceid", "ruletitle", "message", "commandline", "provider_name",
	"timestamp", "record id", "event data", "detections", "timegenerated", "timegenerated [utc]", "eventsourcename",
	"system", "eventdata", "userdata",
	"キーワード", "レベル", "日付と時刻", "ソース", "イベント id", "タスクのカテゴリ",
	"schlüsselwörter", "ebene", "datum und uhrzeit", "quelle", "ereignis-id", "aufgabenkategorie",
}

// Starts reports whether b begins with the heading of a table of events.
func Starts(b []byte) bool {
	line, _, _ := bytes.Cut(skipType(b), []byte("\n"))
	if len(line) > 16<<10 {
		return false
	}
	known := 0
	for _, name := range cells(string(line), separator(line), nil) {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "_raw" || name == "xml_string" || strings.HasSuffix(name, "winlog_event_id") { // whatever is beside it
			return true
		}
		if strings.HasPrefix(name, "winlog.") || strings.HasPrefix(name, "_source.winlog.") {
			known++
			continue
		}
		for _, h := range headings {
			if name == h {
				known++
				break
			}
		}
	}
	return known >= 3
}

// skipType skips the line that PowerShell 5 begins a table with.
func skipType(b []byte) []byte {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if bytes.HasPrefix(b, []byte("#TYPE ")) {
		_, b, _ = bytes.Cut(b, []byte("\n"))
	}
	return b
}

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

type reader struct {
	w     *scan.Window
	src   event.Source
	sep   byte
	names []string // nil before the heading
	row   []string
}

// next returns the next record, a loss, io.EOF, or what the input failed with.
func (r *reader) next() (*event.Record, error) {
	for {
		r.src.Line, r.src.Offset = r.w.Line(), r.w.Offset()
		n, err := r.end()
		if n == 0 {
			if err == io.EOF {
				return nil, err
			}
			return nil, loss.Ended(r.src.File, r.w.Offset(), err)
		}
		text := string(scan.AppendText(nil, r.w.Bytes()[:n]))
		r.w.Skip(n)
		text = strings.TrimRight(strings.TrimPrefix(text, "\ufeff"), "\r\n")
		switch {
		case err == scan.ErrFull:
			return nil, &loss.Error{Kind: loss.Oversized, Source: r.src, Bytes: int64(n), Err: err}
		case text == "":
		case r.names == nil:
			if !strings.HasPrefix(text, "#TYPE ") {
				r.heading(text)
			}
		default:
			r.row = cells(text, r.sep, r.row[:0])
			if len(r.row) > maxColumns {
				return nil, &loss.Error{Kind: loss.TooMany, Source: r.src, Bytes: int64(n)}
			}
			if fields := r.fields(); len(fields) > 0 {
				rec := &event.Record{Source: r.src, Fields: fields}
				r.src.Index++
				return rec, nil
			}
		}
	}
}

// end returns the length of the row that the window begins with, its line end
// included.
func (r *reader) end() (int, error) {
	quoted, i := false, 0
	for {
		b := r.w.Bytes()
		for ; i < len(b); i++ {
			switch {
			case b[i] == '"':
				quoted = !quoted
			case b[i] == '\n' && !quoted:
				return i + 1, nil
			}
		}
		if err := r.w.More(); err != nil {
			return len(b), err
		}
	}
}

func (r *reader) heading(text string) {
	r.sep = separator([]byte(text))
	r.names = cells(text, r.sep, []string{})
	for i, name := range r.names {
		if r.names[i] = strings.TrimSpace(name); r.names[i] == "" {
			r.names[i] = column(i)
		}
	}
}

func column(i int) string { return "Column" + strconv.Itoa(i+1) }

func (r *reader) fields() event.Fields {
	var fs event.Fields
	for i, v := range r.row {
		if v == "" {
			continue
		}
		name := ""
		if i < len(r.names) {
			name = r.names[i]
		} else {
			name = column(i)
		}
		fs = append(fs, event.Field{Name: name, Value: event.TextValue(v)})
	}
	return fs
}

// cells appends the cells of a row to dst, without their quotation marks.
func cells(text string, sep byte, dst []string) []string {
	for {
		if !strings.HasPrefix(text, `"`) {
			cell, rest, more := strings.Cut(text, string(sep))
			dst = append(dst, cell)
			if !more {
				return dst
			}
			text = rest
			continue
		}
		cell, rest := unquote(text[1:])
		dst = append(dst, cell)
		if rest == "" {
			return dst
		}
		text = strings.TrimPrefix(rest, string(sep))
	}
}

// unquote reads a cell behind its opening quotation mark and returns what
// follows the closing one.
func unquote(text string) (cell, rest string) {
	for from := 0; ; {
		i := strings.IndexByte(text[from:], '"')
		if i < 0 {
			return strings.ReplaceAll(text, `""`, `"`), ""
		}
		if i += from; !strings.HasPrefix(text[i+1:], `"`) {
			return strings.ReplaceAll(text[:i], `""`, `"`), text[i+1:]
		}
		from = i + 2
	}
}
