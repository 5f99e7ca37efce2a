package docs_test

import (
	"context"
	"fmt"
	"os"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/sigma"
)

// tickets is a sink: it takes the alerts in the order of their events.
type tickets struct{ open int }

func (t *tickets) Write(_ context.Context, a *alert.Alert) error {
	if level, _ := alert.ParseLevel(a.Rule.Level); level >= alert.High {
		t.open++
		fmt.Printf("ticket %d: %s on %s (%s)\n", t.open, a.Rule.Title, a.Event.Computer, a.ID)
	}
	return nil
}

func (t *tickets) Close() error { return nil }

// sweep runs the rules that ship over logs, with everything that detect replay
// does: many files side by side, alerts in event-time order, a summary.
func sweep(ctx context.Context, paths ...string) error {
	env, err := rules.ReadEnvironment(library.FS(), "detect.yml")
	if err != nil {
		return err
	}
	loader := rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders)),
		exprlang.Format(exprlang.WithLists(env.Lists)),
	}}
	set, err := loader.Load(ctx, library.FS())
	if err != nil {
		return err
	}
	eng, err := engine.New(set)
	if err != nil {
		return err
	}
	r := replay.Replay{Engine: eng, Rules: set}
	summary, err := r.Run(ctx, replay.Expand(paths), &tickets{})
	if err != nil {
		return err // the alerts could not be written
	}
	return summary.Text(os.Stdout, false)
}

func Example_sweep() {
	if err := sweep(context.Background(), "../../../../testdata/demo"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ticket 1: Machine Key Exported By Non-System Account on CA01.contoso.local (8055e9edc7a0bec788cfea545b4273d8)
	// ticket 2: Machine Key Exported By Non-System Account (Sigma) on CA01.contoso.local (1437a635ea288789a1fbb57571b93217)
	// ticket 3: Machine Key Exported By Non-System Account on CA02.contoso.local (7fe6a5f8df1c07c1d86796969736b1a9)
	// ticket 4: Machine Key Exported By Non-System Account (Sigma) on CA02.contoso.local (6af63c4ba3137e706654cb9115d965bd)
	// Read 10 events (77.7 KiB) from 4 inputs.
	// Ran 7 rules.
	// Raised 8 alerts: 4 high, 2 medium, 2 low.
	// - rules that read fields which never occurred: 1
	//     Key Export Checks Failed (windows/security/key_export_checks_failed.yml): Reason
}
