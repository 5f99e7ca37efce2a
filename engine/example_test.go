package engine_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

const whoami = `
title: Whoami Run By An Administrator
id: 7c9a4f1e-2b3d-4c5e-8f60-112233445566
logsource: {product: windows, category: process_creation}
detection:
  selection:
    Image|endswith: '\whoami.exe'
    IntegrityLevel: High
  filter:
    ParentImage|endswith: '\monitoring.exe'
  condition: selection and not filter
level: medium
`

const processes = `
{"Channel": "Security", "EventID": 4688, "NewProcessName": "C:\\Windows\\System32\\whoami.exe", "MandatoryLabel": "S-1-16-12288"}
{"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1, "Image": "C:\\Windows\\System32\\whoami.exe", "IntegrityLevel": "Medium"}
`

func Example() {
	ctx := context.Background()
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.Load(ctx, fstest.MapFS{"whoami.yml": {Data: []byte(whoami)}})
	if err != nil {
		log.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		log.Fatal(err)
	}
	records := jsonl.Records(ctx, strings.NewReader(processes), "processes.jsonl")
	for a, err := range eng.Run(ctx, normalize.New().Events(records)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %s\n", a.Rule.Level, a.Rule.Title)
		for _, m := range a.Matched {
			fmt.Printf("  %s %s %q: %s is %q\n", m.Field, m.Operator, m.Pattern, m.EventField, m.Value)
		}
	}
	// Output:
	// medium: Whoami Run By An Administrator
	//   Image endswith "\\whoami.exe": NewProcessName is "C:\\Windows\\System32\\whoami.exe"
	//   IntegrityLevel equals "High": MandatoryLabel is "Mandatory Label\\High Mandatory Level"
}
