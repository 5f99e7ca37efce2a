package class

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
)

// NameAccess says what the bits of an access mask of ev mean, which hangs on what is
// accessed.
func (c *Class) NameAccess(ev *event.Event) {
	if !windows.HasAccess(c.Class) {
		return
	}
	data := func(name string) string {
		v, _ := ev.Fields.In(event.EventData, name)
		return v.Raw()
	}
	for i := range ev.Fields {
		f := &ev.Fields[i]
		if f.Section == event.EventData && f.Is("AccessMask") && f.Value.Meaning() == nil {
			f.Value = f.Value.WithMeaning(windows.Access(data("ObjectServer"), data("ObjectType"), f.Value))
		}
	}
}

// NamesAccess reports whether [Class.NameAccess] reads f.
func NamesAccess(f *event.Field) bool {
	return slices.ContainsFunc([]string{"AccessMask", "ObjectServer", "ObjectType"}, func(name string) bool { return strings.EqualFold(name, f.Name) })
}
