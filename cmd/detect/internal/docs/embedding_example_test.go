package docs_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/sigma"
)

// hunt prints what the rules of a folder find in a log.
func hunt(ctx context.Context, folder, log string) error {
	env, err := rules.ReadEnvironment(os.DirFS(folder), "detect.yml")
	if err != nil {
		return err
	}
	loader := rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders)),
		exprlang.Format(exprlang.WithLists(env.Lists)),
	}}
	set, err := loader.Load(ctx, os.DirFS(folder))
	if err != nil {
		return err
	}
	for _, p := range set.Problems() {
		fmt.Println(p) // a rule was refused; the others run
	}
	eng, err := engine.New(set)
	if err != nil {
		return err
	}
	file, err := source.Open(log)
	if err != nil {
		return err
	}
	defer file.Close()
	for a, err := range eng.Run(ctx, normalize.New().Events(file.Records(ctx))) {
		switch {
		case errors.Is(err, event.ErrSkip):
			fmt.Println(err) // a record was lost, or a rule failed on it; the run goes on
		case err != nil:
			return err
		default:
			fmt.Println(a.Time, a.Rule.Level, a.Rule.Title)
		}
	}
	return nil
}

func Example() {
	if err := hunt(context.Background(), "../../../../rules/library", "../../../../testdata/demo/ca01-nxlog.jsonl"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 2024-05-21 09:13:58.011 +0000 UTC informational Machine Key Used By Non-System Account
	// 2024-05-21 09:13:58.011 +0000 UTC high Private Key Export Refused (Machine Key)
	// 2024-05-21 09:14:37.402 +0000 UTC informational Machine Key Used By Non-System Account
	// 2024-05-21 09:14:37.402 +0000 UTC high Machine Key Exported By Non-System Account
	// 2024-05-21 09:14:37.402 +0000 UTC high Machine Key Exported By Non-System Account (Sigma)
}
