package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

func TestExplain(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"objects", `{"winlog": {"channel": "Security", "event_data": {"A": "1"}}, "@timestamp": "2024-05-21T09:14:37Z"}`,
			"winlogbeat: Channel=winlog.channel A=winlog.event_data.A TimeCreated=@timestamp"},
		{"a text", `{"Payload": "{\"EventData\":{\"Data\":[{\"@Name\":\"A\",\"#text\":\"1\"}]}}", "EventId": 1, "Channel": "x"}`,
			"evtxecmd: A=Payload EventID=EventId Channel=Channel"},
		{"names and values", `{"System": {"EventID": 1}, "EventData": {"Data": [{"Name": "A", "Value": "1"}]}}`,
			"velocidex: EventID=System.EventID A=EventData.Data.Name"},
		{"a message", `{"Message": "Key migration operation.\n\nKey:\n\tKey Type:\tUser key."}`,
			"message: Message=Message Provider_Name=Message Channel=Message EventID=Message KeyType=Message"},
		{"an envelope", `{"time": 1, "event": {"winlog": {"event_id": 3}}}`,
			"splunk-hec+winlogbeat: EventID=event.winlog.event_id time=time"},
		{"no known form", `{"winlog_channel": 1, "log_name": "x", "source_name": "y"}`,
			"flat, like winlogbeat6: winlog_channel=winlog_channel log_name=log_name source_name=source_name"},
		{"Elastic's own sensor", `{"agent": {"type": "endpoint"}, "event": {"action": "start"}, "process": {"pid": 7}}`,
			"flat, like winlogbeat: agent.type=agent.type event.action=event.action process.pid=process.pid"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for rec := range jsonl.Records(t.Context(), strings.NewReader(test.in), "test") {
				x, err := normalize.New().Explain(rec)
				if err != nil {
					t.Fatal(err)
				}
				got := x.Event.Dialect
				if x.Event.Nearest != "" {
					got += ", like " + x.Event.Nearest
				}
				got += ":"
				for i, f := range x.Event.Fields {
					got += fmt.Sprintf(" %s=%s", f.Name, x.From[i])
				}
				if got != test.want {
					t.Errorf("\n got %s\nwant %s", got, test.want)
				}
			}
		})
	}
}
