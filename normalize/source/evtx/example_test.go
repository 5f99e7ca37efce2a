package evtx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
)

func ExampleRecords() {
	c := newChunk()
	c.plain("5059", func(x xml) {
		x.element("EventData", func() { x.data("Operation", x.text("%%2464")) })
	})
	log := bytes.NewReader(file(c))

	for rec, err := range evtx.Records(context.Background(), log, "Security.evtx") {
		if errors.Is(err, event.ErrSkip) {
			fmt.Println("lost:", err)
			continue
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, f := range rec.Fields {
			fmt.Println(f.Section, f.Name, f.Value)
		}
	}
	// Output:
	// system EventID 5059
	// system Channel Security
	// eventdata Operation %%2464
}
