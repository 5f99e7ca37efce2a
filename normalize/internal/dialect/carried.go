package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

// Carrier is a field that may hold a whole event as a text, and the dialect of records
// in which it does.
type Carrier struct {
	Dialect *Dialect
	At      int
}

// Carriers returns the fields of records with the given signs and labels that may hold
// the event, in the order in which they have to be asked: it is in the first that
// [LooksLikeEvent]. Where none does, values have to be looked at.
func (ds *Set) Carriers(seen Signs, labels []*event.Label) (cs []Carrier) {
	var fs event.Fields
	for _, d := range ds.possible.Get(seen, ds.choose) {
		if d.carriers == nil {
			break
		}
		if fs == nil {
			fs = fieldsOf(labels)
		}
		for _, i := range d.carriers(fs) {
			cs = append(cs, Carrier{d, i})
		}
	}
	return cs
}

// LooksLikeEvent reports whether the text of a carrier tells that it is one.
func LooksLikeEvent(text string) bool { return looksLikeEvent(text) }

// Carried reads events that stand as texts in fields of others, for one goroutine. The
// zero Carried is ready to use. Its twin is [Set.Open].
type Carried struct {
	json *jsonl.Texts
	xml  *winxml.Decoder
	text []byte
}

// Sketch returns the event in text, valid until the next call: nil where there is none, or
// one of which more has to be looked at.
func (c *Carried) Sketch(text string) event.Sketch {
	if c.json == nil {
		c.json, c.xml = jsonl.NewTexts(), winxml.NewDecoder()
	}
	c.text = append(c.text[:0], text...)
	switch isXML := winxml.Contains(text); {
	case isXML && !strings.HasSuffix(strings.TrimRight(text, " \r\n"), ">"): // cut off
		return nil
	case strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{"):
		return c.json.Sketch(c.text)
	case isXML:
		return c.xml.Sketch(c.text)
	}
	return nil
}

// Data returns the data of an event that stands in text, as Event XML, valid until the next
// call: nil where there is none, or one of which more has to be looked at.
func (c *Carried) Data(text string) event.Sketch {
	if !winxml.Contains(text) || strings.HasPrefix(text, "<Param>") || !strings.HasSuffix(strings.TrimRight(text, " \r\n"), ">") {
		return nil
	}
	if c.xml == nil {
		c.json, c.xml = jsonl.NewTexts(), winxml.NewDecoder()
	}
	c.text = append(c.text[:0], text...)
	if sk := c.xml.Sketch(c.text); sk != nil && len(sk.Labels()) <= maxCompared {
		return sk
	}
	return nil
}

// Of returns the dialect of events of the inner dialect that stand as texts in records of d.
func (ds *Set) Of(d, inner *Dialect) *Dialect {
	return ds.inObjects.Get(liftedKey{d, "", inner}, newLifted)
}
