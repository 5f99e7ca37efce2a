package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
)

// exports returns what correlations need of the event in e, whose texts are
// taken from copied.
func exports(fields []string, slots []int, e *view.Event, copied *event.Event) []alert.Export {
	if len(fields) == 0 {
		return nil
	}
	all := make([]alert.Export, len(fields))
	for i, name := range fields {
		f := e.Field(slots[i])
		all[i].Field = name
		for j := range f.Len() {
			v := copied.Fields[f.Ref(j)].Value
			if text := spelling(name, v); !v.IsNull() && !slices.Contains(all[i].Values, text) {
				all[i].Values = append(all[i].Values, text)
			}
		}
	}
	return all
}

// spelling returns the one text that equal values of a field have, whichever of
// their faces the source wrote. Process ids are decimal: the Security log alone
// has them in hexadecimal. GUIDs are as Sysmon writes them.
func spelling(field string, v event.Value) string {
	bits, ok := v.Uint()
	switch {
	case !ok || v.Kind() != event.Hex:
		text := v.Rendered()
		if _, ok := event.Parse(event.GUID, text); ok {
			return "{" + strings.ToUpper(strings.Trim(text, "{}")) + "}"
		}
		return text
	case strings.HasSuffix(strings.ToLower(field), "processid"):
		return strconv.FormatUint(bits, 10)
	}
	return "0x" + strconv.FormatUint(bits, 16)
}
