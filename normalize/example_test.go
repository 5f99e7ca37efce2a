package normalize_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

func Example() {
	log := strings.NewReader(`{"Channel": "Security", "EventID": 5059, "KeyType": "%%2499", "ReturnCode": 2148073494}`)
	for ev, err := range normalize.New().Events(jsonl.Records(context.Background(), log, "log.json")) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		for _, name := range []string{"KeyType", "ReturnCode"} {
			v, _ := ev.Fields.Get(name)
			fmt.Printf("%s %d: %s is %s (%s)\n", ev.Channel, ev.EventID, name, v.Rendered(), v.Raw())
		}
	}
	// Output:
	// Security 5059: KeyType is Machine key. (%%2499)
	// Security 5059: ReturnCode is NTE_BAD_KEYSET (2148073494)
}
