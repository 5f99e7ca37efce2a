package docs_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/sigma"
)

// compile loads and compiles the rules of a folder. It insists on all of them.
func compile(ctx context.Context, folder fs.FS) (*engine.Engine, error) {
	loader := rules.Loader{Formats: []rules.Format{sigma.Format(), exprlang.Format()}}
	set, err := loader.Load(ctx, folder)
	if err != nil {
		return nil, err
	}
	if err := set.Err(); err != nil {
		return nil, err
	}
	return engine.New(set)
}

// consume matches events as they come, one JSON object after the other.
func consume(ctx context.Context, eng *engine.Engine, queue *strings.Reader) error {
	file, err := source.Read(queue, "queue", source.WithFormat("json"))
	if err != nil {
		return err
	}
	defer file.Close()
	normalizer := normalize.New()
	var alerts []*alert.Alert // used again for every event
	for rec, err := range file.Records(ctx) {
		if errors.Is(err, event.ErrSkip) {
			fmt.Println("lost:", err)
			continue
		}
		if err != nil {
			return err
		}
		ev, err := normalizer.Event(rec) // takes the record's fields over
		if err != nil {
			return err
		}
		if alerts, err = eng.Match(alerts[:0], ev); err != nil {
			fmt.Println("failed:", err) // some rule; the alerts of the others are good
		}
		for _, a := range alerts {
			fmt.Println(a.Rule.Title)
			for _, m := range a.Matched {
				fmt.Printf("  %s = %s\n", m.Field, m.Value)
			}
		}
	}
	return nil
}

const queue = `
{"Channel": "Security", "EventID": 4688, "NewProcessName": "C:\\Windows\\System32\\vssadmin.exe", "CommandLine": "vssadmin delete shadows"}
{"Channel": "Security", "EventID": 4688, "NewProcessName": "C:\\Windows\\exp
{"Channel": "Security", "EventID": 4688, "NewProcessName": "C:\\Windows\\explorer.exe", "CommandLine": "explorer"}
`

const myRules = "../../../../rules/ruletest/testdata/my_rules"

func Example_consume() {
	ctx := context.Background()
	eng, err := compile(ctx, os.DirFS(myRules))
	if err == nil {
		err = consume(ctx, eng, strings.NewReader(queue))
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// Shadow Copies Deleted
	//   Image = C:\Windows\System32\vssadmin.exe
	//   CommandLine = vssadmin delete shadows
	//   CommandLine = vssadmin delete shadows
	// lost: queue: line 3 (byte 141): malformed record: a string is not closed on its line
}

// observed makes an event of what a sensor of your own saw.
func observed(image, commandLine string) (*event.Event, error) {
	return normalize.New().Event(&event.Record{
		Source: event.Source{File: "my sensor"},
		Fields: event.Fields{
			{Section: event.System, Name: "Channel", Value: event.TextValue("Microsoft-Windows-Sysmon/Operational")},
			{Section: event.System, Name: "EventID", Value: event.UintValue(1)},
			{Section: event.EventData, Name: "Image", Value: event.TextValue(image)},
			{Section: event.EventData, Name: "CommandLine", Value: event.TextValue(commandLine)},
		},
	})
}

func Example_explain() {
	ctx := context.Background()
	eng, err := compile(ctx, os.DirFS(myRules))
	if err != nil {
		fmt.Println(err)
		return
	}
	ev, err := observed(`C:\Windows\System32\vssadmin.exe`, "vssadmin list shadows")
	if err != nil {
		fmt.Println(err)
		return
	}
	trace, err := eng.Explain("shadow_copies_deleted", ev) // by its id or its name
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(trace.Result == engine.Matched)
	fmt.Print(trace)
	// Output:
	// false
	// did not match: rule "Shadow Copies Deleted" (2b7e4c0e-8d1f-4a53-9e27-6f3a1c5d9b40) on my sensor event 0, Microsoft-Windows-Sysmon/Operational 1
	//    no  all of selection_*
	//   yes    selection_tool: Image|endswith: ['\vssadmin.exe', '\wmic.exe'] <- "C:\\Windows\\System32\\vssadmin.exe" by "\\vssadmin.exe"
	//    no    selection_words: CommandLine|contains|all: [delete, shadow]
	//    no      CommandLine|contains|all: delete <- "vssadmin list shadows"
	//   yes      CommandLine|contains|all: shadow <- "vssadmin list shadows" by "shadow"
}
