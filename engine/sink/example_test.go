package sink_test

import (
	"context"
	"os"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize/event"
)

func ExampleText() {
	out := sink.Text(os.Stdout, sink.TextOptions{})
	err := out.Write(context.Background(), &alert.Alert{
		ID:      "9f2c1d",
		Rule:    &alert.Rule{ID: "4f7a3c1e", Title: "Machine Key Exported", Level: "high", File: "rules/key.yml"},
		Matched: []alert.Match{{Field: "KeyType", Value: "Machine key.", Raw: "%%2499", Operator: "equals", Pattern: "%%2499"}},
		Event: &event.Event{
			Channel: "Security", EventID: 5059, HasEventID: true, Computer: "CA01",
			Source: event.Source{File: "Security.evtx", Record: 77},
		},
	})
	if err != nil {
		panic(err)
	}
	if err := out.Close(); err != nil {
		panic(err)
	}
	// Output:
	// HIGH  Machine Key Exported
	//   when  (no time)  CA01  Security 5059
	//   why   KeyType = Machine key. (%%2499)
	//   where Security.evtx: record 77
	//   rule  rules/key.yml  4f7a3c1e
	//   alert 9f2c1d
}
