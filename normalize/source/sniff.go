package source

import (
	"bytes"
	"encoding/binary"

	"github.com/rulehound/rulehound/normalize/source/csvlog"
	"github.com/rulehound/rulehound/normalize/source/eventlist"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/formatlist"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
	"github.com/rulehound/rulehound/normalize/source/internal/framed"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/source/keyvalue"
	"github.com/rulehound/rulehound/normalize/source/message"
	"github.com/rulehound/rulehound/normalize/source/snare"
	"github.com/rulehound/rulehound/normalize/source/splunk"
	"github.com/rulehound/rulehound/normalize/source/syslog"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

// format is what a stretch of bytes is: a log, or something around logs.
type format string

const (
	unknown  format = ""
	evtxLog  format = evtx.Format
	xmlLog   format = winxml.Format
	jsonLog  format = jsonl.Format
	csvLog   format = csvlog.Format
	listLog  format = eventlist.Format
	textLog  format = message.Format
	snareLog format = snare.Format
	classic  format = splunk.Format
	pairLog  format = keyvalue.Format
	sysLog   format = syslog.Format
	psList   format = formatlist.Format
	gzipData format = "gzip"
	zstdData format = "zstd"
	zipData  format = "zip"
)

// sniff tells what h is from as few of its bytes as will do.
func sniff(h *head) format {
	for h.more() {
		if len(h.b) < 4 { // it might be UTF-16
			continue
		}
		if f := sniffBytes(h.b); f != unknown {
			return f
		}
	}
	return sniffBytes(h.b)
}

// sniffBytes tells what begins with b; unknown may mean that more is needed.
func sniffBytes(b []byte) format {
	if f := sniffPacked(b); f != unknown {
		return f
	}
	if isEVTX(b) {
		return evtxLog
	}
	return sniffText(b)
}

// sniffPacked knows what may be around a log.
func sniffPacked(b []byte) format {
	switch {
	case bytes.HasPrefix(b, []byte("\x1f\x8b\x08")):
		return gzipData
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		return zipData
	case len(b) >= 4 && isZstd(binary.LittleEndian.Uint32(b)):
		return zstdData
	}
	return unknown
}

// isZstd knows the magic numbers of RFC 8878: a frame's and the skippable frames'.
func isZstd(magic uint32) bool { return magic == 0xFD2FB528 || magic&^0xF == 0x184D2A50 }

// isEVTX knows an EVTX file by its header or, where that is damaged, by its first chunk.
func isEVTX(b []byte) bool {
	const headerSize = 4 << 10
	return bytes.HasPrefix(b, []byte(evtx.Magic)) ||
		len(b) > headerSize && bytes.HasPrefix(b[headerSize:], []byte("ElfChnk\x00"))
}

// sniffText knows JSON and Event XML, also where a log was cut at its start or
// its lines have headers.
func sniffText(b []byte) format {
	if enc := encodingOf(b); enc != utf8Text {
		b = enc.decode(b)
	}
	if b = scan.TrimBlanks(b); framed.Begins(b) {
		return jsonLog
	}
	for _, t := range plainTexts {
		if t.starts(b) {
			return t.format
		}
	}
	if f := sniffCut(b); f != unknown {
		return f
	}
	if message.Starts(b) {
		return textLog
	}
	return unknown
}

// sniffCut tells what b is from the first record that begins in it, where that is not at
// its start.
func sniffCut(b []byte) format {
	first, f := len(b), unknown
	if i := bytes.Index(b, []byte("\n{\"")); i >= 0 {
		first, f = i, jsonLog
	}
	if i := indexEvent(b[:first]); i >= 0 && (f == unknown || i == 0 || b[i-1] != '"') { // else it is a text in JSON
		first, f = i, xmlLog
	}
	for i := bytes.IndexByte(b[:first], '\n') + 1; i > 0 && i < first; {
		for _, t := range plainTexts {
			if t.anywhere && t.starts(b[i:min(len(b), i+blocks.Ahead)]) {
				return t.format
			}
		}
		n := bytes.IndexByte(b[i:first], '\n') + 1
		if n == 0 {
			break
		}
		i += n
	}
	if f == unknown && framed.Continues(b) {
		return jsonLog
	}
	return f
}

// plainTexts are the text formats that are told from their first lines alone, but for
// messages, whose first lines may stand in any other.
var plainTexts = []struct {
	format   format
	starts   func([]byte) bool
	anywhere bool // each record begins like the first one, and that is told at once
}{
	{classic, splunk.Starts, true},
	{listLog, eventlist.Starts, true},
	{psList, formatlist.Starts, false},
	{snareLog, snare.Starts, true},
	{sysLog, syslog.Starts, true},
	{pairLog, keyvalue.Starts, true},
	{csvLog, csvlog.Starts, false},
}

// indexEvent returns the index of the first tag of an event or a list of them, or -1.
func indexEvent(b []byte) int {
	for i := 0; ; i++ {
		n := bytes.IndexByte(b[i:], '<')
		if n < 0 {
			return -1
		}
		i += n
		end := bytes.IndexAny(b[i:], " \t\r\n/>")
		if end < 0 {
			return -1
		}
		name := b[i+1 : i+end]
		name = name[bytes.LastIndexByte(name, ':')+1:]
		if string(name) == "Event" || string(name) == "Events" {
			return i
		}
	}
}
