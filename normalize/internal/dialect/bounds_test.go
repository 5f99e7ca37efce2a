package dialect_test

import (
	"strings"
	"testing"
)

// Records with as many fields as there can be take no longer than their number.
func TestManyFields(t *testing.T) {
	many := func(field string) string { return strings.Repeat(field+",", 20_000) }
	for name, text := range map[string]string{
		"columns": `{` + many(`"EventID":1`) + `"TimeGenerated":"x","EventSourceName":"y","EventData":"<EventData>` + strings.Repeat(`<Data Name='A'>1</Data>`, 20_000) + `</EventData>"}`,
		"message": `{"Message":"Key migration operation.\n\nA:\n\tB:\tc` + strings.Repeat(`\n\td`, 50_000) + `"}`,
		"lines":   `{"Message":"Key migration operation.\n\nA:` + strings.Repeat(`\n\tB:\tc`, 50_000) + `"}`,
		"wrapped": `{` + many(`"message":"no"`) + `"message":"<Event>"}`,
		"hec":     `{` + many(`"event":{"a":1}`) + `"time":1}`,
		"gelf":    `{` + many(`"_EventID":1`) + `"short_message":"x"}`,
		"ocsf":    `{` + many(`"class_uid":1`) + `"metadata":{"event_code":"5059"}}`,
	} {
		t.Run(name, func(t *testing.T) { fromJSON(t, text) })
	}
}
