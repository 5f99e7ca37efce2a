package ruletest_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ruletest"
	"github.com/rulehound/rulehound/rules/sigma"
)

func ExampleRun() {
	files := fstest.MapFS{
		"export.yml": {Data: []byte(export)},
		"export_test.yml": {Data: []byte(`tests:
  - name: a person
    event: {Channel: Security, EventID: 5059, Operation: '%%2464'}
    match: true
  - name: an import
    event: {Channel: Security, EventID: 5059, Operation: '%%2465'}
    match: true
`)},
	}
	ctx := context.Background()
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.Load(ctx, files)
	if err != nil {
		panic(err)
	}
	report, err := ruletest.Run(ctx, files, set, ruletest.Options{})
	if err != nil {
		panic(err)
	}
	for _, f := range report.Files {
		for _, c := range f.Cases {
			fmt.Printf("%s:%d: %s: %v\n", f.Name, c.Line, c.Name, c.Err)
		}
	}
	// Output:
	// export_test.yml:2: a person: <nil>
	// export_test.yml:5: an import: want a match, got none
}
