package docs_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/sigma"
)

// setUp compiles the rules of a folder with the detect.yml beside them, and
// returns a normaliser that knows the same names. Problems go to report.
func setUp(ctx context.Context, folder fs.FS, report func(*rules.Problem)) (*engine.Engine, *normalize.Normalizer, error) {
	env, err := rules.ReadEnvironment(folder, "detect.yml")
	if err != nil {
		return nil, nil, err
	}
	table, err := taxonomy.Windows().With(env.Taxonomy)
	if err != nil {
		return nil, nil, err
	}
	loader := rules.Loader{Filters: env.Filters, Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders), sigma.WithTaxonomy(table)),
		exprlang.Format(exprlang.WithLists(env.Lists), exprlang.WithTaxonomy(table)),
	}}
	set, err := loader.Load(ctx, folder)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range set.Problems() {
		report(p)
	}
	eng, err := engine.New(set, engine.WithTaxonomy(table))
	return eng, normalize.New(normalize.WithTaxonomy(table)), err
}

func Example_setUp() {
	folder := fstest.MapFS{
		"detect.yml": {Data: []byte("placeholders: {Administrators: [adm1]}\n")},
		"admins.yml": {Data: []byte(`title: Administrator Logs On
id: 0a4f5b50-5a57-4f5e-8c39-3c8fbb6f4b02
logsource: {product: windows, service: security}
detection:
  selection: {EventID: 4624, TargetUserName|expand: '%Administrators%'}
  condition: selection
`)},
		"burst.yml": {Data: []byte(`title: Many Logons
id: 5c1d7a42-8a3e-4e44-9a54-2f0d1d7b9a11
logsource: {product: windows, service: security}
detection:
  selection: {EventID: 4624}
  condition: selection | near selection
`)},
	}
	eng, _, err := setUp(context.Background(), folder, func(p *rules.Problem) {
		switch {
		case errors.Is(p, rules.ErrUnsupported):
			fmt.Println("not yet:", p)
		case p.Level == rules.Error:
			fmt.Println("refused:", p)
		}
	})
	fmt.Println(eng.Fields(), err)
	// Output:
	// not yet: burst.yml:6:24: near is not supported: nobody ever defined how far, write a temporal correlation [sigma-near] (rule 5c1d7a42-8a3e-4e44-9a54-2f0d1d7b9a11)
	// [Channel EventID Provider_Name TargetUserName] <nil>
}
