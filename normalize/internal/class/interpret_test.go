package class

import (
	"reflect"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// What is told to say what it says, does, as the slow path sees it.
func TestSaysWhatItSays(t *testing.T) {
	classes := NewSet(taxonomy.Windows())
	fast := 0
	for _, raw := range []string{
		"", "a", "C:\\Windows", "0x3e7", "0", "12", "-", "%%2464", "%%1538\r\n\t\t\t\t%%4432", " %%2464", "\t%%1538 %%1539", "%%", "&", "$", "(x", "\\REGISTRY",
		"{54849625-5478-4994-A5BA-3E3B0328C30D}", "54849625-5478-4994-A5BA-3E3B0328C30D", "a4849625-5478-4994-a5ba-3e3b0328c30d", "S-1-5-18", "2024-05-21T09:14:37Z", "é",
	} {
		for _, name := range []string{"Data", "Provider_Guid", "param1", "Nobody knows it"} {
			for _, v := range []event.Value{event.TextValue(raw), {}, event.IntValue(7)} {
				for _, ev := range []event.Event{{Channel: "Security", EventID: 4656, HasEventID: true}, {Channel: "System", Provider: "Service Control Manager", EventID: 7000, HasEventID: true}} {
					f := event.Field{Name: name, Section: event.EventData, Value: v}
					if !saysWhatItSays(&f) {
						continue
					}
					fast++
					for _, kind := range []event.Kind{event.Null, event.Text} {
						slow := f
						if classes.Of(&ev).Interpret(&slow, Field{kind: kind}); !reflect.DeepEqual(slow, f) {
							t.Errorf("%+v becomes %+v", f, slow)
						}
					}
				}
			}
		}
	}
	if fast == 0 {
		t.Error("nothing says what it says")
	}
}
