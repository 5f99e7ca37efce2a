package rules_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/sigma"
)

func ExampleLoader() {
	files := fstest.MapFS{
		"export.yml": {Data: []byte(`
title: Key Exported
id: 0b5a2f5e-6f0c-4d43-9a3c-0f7a3e1c2d4b
logsource: {product: windows, service: security}
detection:
  selection: {EventID: 5059, Operation: '%%2464'}
  condition: selection
`)},
		"import.yml": {Data: []byte(`
title: Key Imported
logsource: {product: windows, service: security}
expr: EventID == 5059 and Opration == "%%2465"
`)},
	}
	loader := rules.Loader{Formats: []rules.Format{sigma.Format(), exprlang.Format()}}
	set, err := loader.Load(context.Background(), files)
	if err != nil {
		fmt.Println(err)
		return
	}
	for r := range set.All() {
		fmt.Println(r.Title, "is", r.Kind)
	}
	for _, p := range set.Problems() {
		fmt.Println(p)
		fmt.Print(rules.Snippet(p, files[p.File].Data))
	}
	// Output:
	// Key Exported is sigma
	// import.yml:4:27: unknown field "Opration", did you mean Operation? [expr-field]
	//    4 | expr: EventID == 5059 and Opration == "%%2465"
	//      |                           ^~~~~~~~
}
