package sigma_test

import (
	"fmt"

	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma"
)

func Example() {
	const rule = `
title: Key exported by a tool
logsource: {product: windows, service: security}
detection:
  selection:
    EventID: 5059
    Operation: '%%2464'
  filter_system:
    SubjectUserSid: S-1-5-18
  condition: selection and not 1 of filter_*
---
title: Another one
logsource: {product: windows, service: security}
detection:
  selection:
    Operation|contain: '%%2464'
  condition: selection
`
	good, problems := sigma.Format().Parse("keys.yml", []byte(rule))
	for _, r := range good {
		fmt.Println(r.Title)
		fmt.Print(ir.Format(r.Condition))
	}
	for _, p := range problems {
		fmt.Println(p)
	}
	// Output:
	// Key exported by a tool
	// and
	//   selection: and
	//     EventID equals 5059
	//     Operation equals '%%2464'
	//   not
	//     filter_system: SubjectUserSid equals 'S-1-5-18'
	// keys.yml:16:15: unknown modifier "contain", did you mean "contains"? [sigma-modifier]
}
