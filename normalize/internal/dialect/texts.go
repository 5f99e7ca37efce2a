package dialect

import (
	"slices"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/source/snare"
	"github.com/rulehound/rulehound/normalize/source/splunk"
	"github.com/rulehound/rulehound/normalize/source/syslog"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

// texts reads events, or parts of them, that stand as texts in fields of other
// events. It is safe for concurrent use.
type texts struct{ xml, json sync.Pool }

// fromXML returns the fields of an event, or of its data, in Event XML.
func (t *texts) fromXML(text string) (event.Fields, bool) {
	if !winxml.Contains(text) {
		return nil, false
	}
	d, ok := t.xml.Get().(*winxml.Decoder)
	if !ok {
		d = winxml.NewDecoder()
	}
	defer t.xml.Put(d)
	fs, _ := d.Fields(text) // what is there of it: syslog cuts long messages
	return fs, len(fs) > 0
}

// fromJSON returns the fields of an object.
func (t *texts) fromJSON(text string) (event.Fields, bool) {
	if !strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") {
		return nil, false
	}
	d, ok := t.json.Get().(*jsonl.Texts)
	if !ok {
		d = jsonl.NewTexts()
	}
	defer t.json.Put(d)
	fs, err := d.Fields(text)
	return fs, err == nil && len(fs) > 0
}

// event returns the fields of an event in any form that it may have as a text.
func (t *texts) event(text string) (event.Fields, bool) {
	if fs, ok := t.fromJSON(text); ok {
		return fs, true
	}
	if fs, ok := t.fromXML(text); ok {
		return fs, true
	}
	if fs, ok := splunk.Fields(text); ok {
		return fs, true
	}
	if fs, ok := syslog.Fields(text); ok {
		return fs, true
	}
	return snare.Fields(text)
}

// open takes the event out of field i, which holds it as a text. Without one, all is
// wrapping.
func (t *texts) open(fs event.Fields, i int) (inner, wrapping event.Fields) {
	inner, ok := t.event(fs[i].Value.Raw())
	if !ok {
		return nil, fs
	}
	for j := range inner {
		inner[j].Origin = fs[i].Origin
	}
	wrapping = append(wrapping, fs[:i]...)
	if raw := strings.TrimRight(fs[i].Value.Raw(), " \r\n"); winxml.Contains(raw) && !strings.HasSuffix(raw, ">") {
		wrapping = append(wrapping, fs[i]) // cut off: the rest of it is nowhere else
	}
	return inner, append(wrapping, fs[i+1:]...)
}

// expand puts what read makes of the named field's text in its place, where
// read can make something of it.
func (t *texts) expand(fs event.Fields, name string, read func(string) (event.Fields, bool)) event.Fields {
	for i := range fs {
		if fs[i].Name != name || fs[i].Value.Raw() == "" {
			continue
		}
		inner, ok := read(fs[i].Value.Raw())
		if !ok {
			return fs
		}
		for j := range inner {
			inner[j].Origin = fs[i].Origin
		}
		return slices.Replace(fs, i, i+1, inner...)
	}
	return fs
}
