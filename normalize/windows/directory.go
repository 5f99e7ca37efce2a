package windows

import (
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// directory is what Active Directory's GUIDs stand for: classes and properties
// of its schema, sets of properties, and extended rights.
type directory struct {
	names   map[string]string         // by GUID in lower case, without braces
	byGUID  map[string]*event.Meaning // classes alone, as Windows logs them
	classes map[string]*event.Meaning // by name in lower case
}

var directories = sync.OnceValue(func() *directory {
	d := &directory{map[string]string{}, map[string]*event.Meaning{}, map[string]*event.Meaning{}}
	for _, row := range rows("directory.csv") {
		d.names[row[1]] = row[2]
		if row[0] == "class" {
			m := &event.Meaning{Code: "%{" + row[1] + "}", Text: row[2]}
			d.byGUID[m.Code] = m
			d.classes[strings.ToLower(row[2])] = m
		}
	}
	return d
})

// objectClass reads ObjectType of 4661 and 4662: a class of the directory by its
// GUID, %{…}, or by its name, which a collector may show.
func objectClass(c event.Class, v event.Value) *event.Meaning {
	if !HasMessages(c) || c.EventID != 4661 && c.EventID != 4662 {
		return nil
	}
	raw := v.Raw()
	if len(raw) > 64 {
		return nil
	}
	if m := directories().byGUID[raw]; m != nil {
		return m
	}
	raw = strings.ToLower(raw)
	if m := directories().byGUID[raw]; m != nil {
		return m
	}
	return directories().classes[raw]
}

// nameGUIDs gives GUIDs in braces that Active Directory knows their names.
func nameGUIDs(s string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 || open+bracedGUID > len(s) {
			b.WriteString(s)
			return b.String()
		}
		end := open + 1
		if s[open+bracedGUID-1] == '}' {
			if name := directories().names[strings.ToLower(s[end:open+bracedGUID-1])]; name != "" {
				b.WriteString(s[:open] + name)
				s = s[open+bracedGUID:]
				continue
			}
		}
		b.WriteString(s[:end])
		s = s[end:]
	}
}
