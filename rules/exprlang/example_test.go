package exprlang_test

import (
	"fmt"

	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/ir"
)

func ExampleFormat() {
	format := exprlang.Format(exprlang.WithLists(map[string][]string{"ca_hosts": {"CA*"}}))
	found, problems := format.Parse("rule.yml", []byte(`
title: Machine Key Exported By A Person
logsource: {product: windows, service: security}
expr: |
  EventID == 5059
    and Operation == "Export of persistent cryptographic key."
    and not isSystem(SubjectUserSid, SubjectUserName)
    and inList(Computer, "ca_hosts")
`))
	fmt.Println(len(problems), "problems")
	fmt.Print(ir.Format(found[0].Condition))
	// Output:
	// 0 problems
	// and
	//   EventID equals 5059
	//   Operation equals cased 'Export of persistent cryptographic key.'
	//   not
	//     expression "isSystem(SubjectUserSid, SubjectUserName)" reads SubjectUserSid, SubjectUserName
	//   Computer equals 'CA'*
}
