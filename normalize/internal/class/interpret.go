package class

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
)

// IsInterpreted reports whether fields in the section are the event's, not its
// collector's or what Windows made of them.
func IsInterpreted(s event.Section) bool { return s != event.Rendering && s != event.Envelope }

// Interpret types the value of f, of which so much is known, and adds what it means.
func (c *Class) Interpret(f *event.Field, known Field) {
	if known.isText && saysWhatItSays(f) {
		return // Fast path: most values are such texts.
	}
	v := typed(f.Name, f.Value, known.kind)
	if v.IsNull() {
		return
	}
	if v.Meaning() == nil {
		v = v.WithMeaning(c.meaning(f, known.read, v))
	}
	f.Value = v
}

// saysWhatItSays reports that f, whose field has no type and no reading, is a text that
// cannot be a number, a GUID or a message. Its twin is the rest of Interpret.
func saysWhatItSays(f *event.Field) bool {
	raw := f.Value.Raw()
	return f.Value.Kind() == event.Text && raw != "" && raw[0] > '%' && raw[0] != '0' && !windows.IsBareGUID(raw) && f.Name != "Provider_Guid"
}

// meaning returns what v, the typed value of f, means. What has to be made and
// is likely to come again is remembered.
func (c *Class) meaning(f *event.Field, read windows.Reading, v event.Value) *event.Meaning {
	raw := v.Raw()
	switch {
	case f.Name == "Provider_Guid":
		return c.set.meanings.Get(raw, guid)
	case windows.IsBareGUID(raw):
		return windows.GUID(raw)
	case len(raw) < 1024 && windows.IsMessageList(raw) && windows.HasMessages(c.Class):
		return c.set.meanings.Get(raw, messageList)
	}
	return read.Meaning(c.Class, v)
}

func guid(s string) (string, *event.Meaning) {
	s = strings.Clone(s)
	return s, windows.GUID(s)
}

func messageList(s string) (string, *event.Meaning) {
	s = strings.Clone(s)
	return s, windows.MessageList(s)
}
