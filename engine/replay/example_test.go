package replay_test

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

func Example() {
	ctx := context.Background()
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.Load(ctx, ruleFiles())
	if err != nil {
		panic(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		panic(err)
	}
	r := replay.Replay{Engine: eng, Rules: set, Stdin: strings.NewReader(line(0, "eve"))}
	out := sink.JSONL(io.Discard) // a file, a connection …
	summary, err := r.Run(ctx, replay.Expand([]string{"-"}), out)
	if err != nil {
		panic(err)
	}
	if err := out.Close(); err != nil {
		panic(err)
	}
	fmt.Println(summary.Alerts.Total, "alerts")
	for _, r := range summary.Rules.Refused {
		fmt.Println("refused:", r)
	}
	for _, r := range summary.Rules.Idle {
		fmt.Println("no events for:", r)
	}
	// Output:
	// 2 alerts
	// refused: e.yml:5:33: unknown modifier "nosuch" [sigma-modifier] (rule 11111111-2222-4333-8444-000000000005)
	// no events for: Driver (c.yml)
}
