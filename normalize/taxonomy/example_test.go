package taxonomy_test

import (
	"fmt"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

func ExampleTable_Sources() {
	for _, s := range taxonomy.Windows().Sources(taxonomy.Logsource{Product: "windows", Category: "process_creation"}) {
		image := "Image"
		if m, ok := s.Fields["image"]; ok {
			image = m.Names[0]
		}
		fmt.Println(s.Match.Channel, s.Match.EventIDs, image)
	}
	// Output:
	// microsoft-windows-sysmon/operational [1] Image
	// security [4688] NewProcessName
}

func ExampleTable_Kind() {
	kind, _ := taxonomy.Windows().Kind(event.Class{Channel: "security", EventID: 5059}, "SubjectLogonId")
	fmt.Println(kind)
	// Output: hex
}
