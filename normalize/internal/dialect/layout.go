package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// layout is where a collector keeps what: the fields of System by their path,
// the event's own data below other names.
type layout struct {
	places places
	data   []string      // paths of what is EventData, with a full stop where they are objects
	user   []string      // the same of UserData
	rest   event.Section // of everything else
}

// sort gives each field its place.
func (l *layout) sort(fs event.Fields) event.Fields {
	for i := range fs {
		l.place(&fs[i])
	}
	return fs
}

// place gives one field its place. A field of System without a value says
// nothing and is the collector's own.
func (l *layout) place(f *event.Field) {
	path := pathOf(f)
	if to, ok := l.places.find(path); ok {
		f.Section, f.Path = event.Envelope, path
		if to.section != event.System || !Blank(f.Value) {
			f.Path = ""
			to.put(f)
		}
		return
	}
	if rest, ok := below(path, l.data); ok {
		elementField(f, event.EventData, rest)
		return
	}
	if rest, ok := below(path, l.user); ok {
		elementField(f, event.UserData, rest)
		return
	}
	f.Section = l.rest
}

// pathOf returns the whole path of a field.
func pathOf(f *event.Field) string {
	if f.Path != "" {
		return f.Path
	}
	return f.Name
}

// below returns the rest of path below one of the objects.
func below(path string, objects []string) (string, bool) {
	for _, o := range objects {
		if rest, ok := strings.CutPrefix(path, o); ok && rest != "" {
			return rest, true
		}
	}
	return "", false
}

// Blank reports whether a collector filled a field of System in though there was
// nothing to fill in.
func Blank(v event.Value) bool {
	switch v.Raw() {
	case "", "N/A", "-":
		return true
	}
	return false
}

// systemNames are System's fields that most collectors call by their own names.
var systemNames = [...]string{
	"Channel", "EventID", "Computer", "Version", "Level", "Task", "Opcode", "Keywords", "EventRecordID",
}
