package dialect_test

import (
	"fmt"
	"strings"
	"testing"
)

// Records with as many fields as there can be take no longer than their number.
func TestManyFields(t *testing.T) {
	many := func(field string) string { return strings.Repeat(field+",", 20_000) }
	distinct := ""
	for i := range 5_000 {
		distinct += fmt.Sprintf("%q:1,", fmt.Sprint("n", i))
	}
	for name, text := range map[string]string{
		"columns": `{` + many(`"EventID":1`) + `"TimeGenerated":"x","EventSourceName":"y","EventData":"<EventData>` + strings.Repeat(`<Data Name='A'>1</Data>`, 20_000) + `</EventData>"}`,
		"message": `{"Message":"Key migration operation.\n\nA:\n\tB:\tc` + strings.Repeat(`\n\td`, 50_000) + `"}`,
		"lines":   `{"Message":"Key migration operation.\n\nA:` + strings.Repeat(`\n\tB:\tc`, 50_000) + `"}`,
		"wrapped": `{` + many(`"message":"no"`) + `"message":"<Event>"}`,
		"hec":     `{` + many(`"event":{"a":1}`) + `"time":1}`,
		"gelf":    `{` + many(`"_EventID":1`) + `"short_message":"x"}`,
		"ocsf":    `{` + many(`"class_uid":1`) + `"metadata":{"event_code":"5059"}}`,
		"answers": `{"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":22},"dns":{"answers":{` + distinct + `"z":1}}}`,
	} {
		t.Run(name, func(t *testing.T) { fromJSON(t, text) })
	}
}

// So do lines of pairs.
func TestManyPairs(t *testing.T) {
	for name, text := range map[string]string{
		"equals": "CEF:0|V|P|1|S|N|3|a=" + strings.Repeat("=", 1<<20) + "\n",
		"tabs":   "LEEF:1.0|V|P|1|1|a=" + strings.Repeat("\tx", 1<<19) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			if n := len(eventsIn(t, text)); n != 1 {
				t.Errorf("%d events", n)
			}
		})
	}
}
