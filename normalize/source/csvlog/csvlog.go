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
	"io"
	"iter"
	"regexp"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Format is what Source.Format says of the records.
const Format = "csv"

// Records yields the events in r, which is UTF-8; file is the name they carry. A
// row that cannot be read is an error wrapping [event.ErrSkip]; any other error
// is the last thing yielded.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		rd := reader{w: scan.NewWindow(r), draft: &blocks.Draft{}}
		rd.Restart(file)
		scan.Each(ctx, rd.Next, yield)
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
	if len(line) > 16<<10 || member.Match(line) {
		return false
	}
	known := 0
	for _, name := range headingOf(string(line)).names {
		name = strings.ToLower(name)
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

// member is a name in JSON and what follows it. A log in JSON that was cut at its start
// may begin with names that tables have, too.
var member = regexp.MustCompile(`"\s*:`)

// skipType skips the line that PowerShell 5 begins a table with.
func skipType(b []byte) []byte {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if bytes.HasPrefix(b, []byte("#TYPE ")) {
		_, b, _ = bytes.Cut(b, []byte("\n"))
	}
	return b
}
