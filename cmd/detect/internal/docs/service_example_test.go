package docs_test

import (
	"context"
	"fmt"
	"os"
	"sync"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// serve matches events on several goroutines until the channel is closed. It
// returns what the rules had to work with.
func serve(eng *engine.Engine, events <-chan *event.Event, raise func(*alert.Alert)) *engine.Coverage {
	var all engine.Coverage
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			worker := eng.Worker() // of this goroutine alone
			var alerts []*alert.Alert
			for ev := range events {
				alerts, _ = worker.Match(alerts[:0], ev)
				for _, a := range alerts {
					raise(a)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all.Merge(worker.Coverage())
		})
	}
	wg.Wait()
	return &all
}

func Example_serve() {
	eng, err := compile(context.Background(), os.DirFS(myRules))
	if err != nil {
		fmt.Println(err)
		return
	}
	events := make(chan *event.Event)
	go func() {
		defer close(events)
		for range 100 {
			ev, _ := observed(`C:\Windows\System32\wbem\wmic.exe`, "wmic shadowcopy delete")
			events <- ev
		}
	}()
	raised := make(chan *alert.Alert, 100)
	coverage := serve(eng, events, func(a *alert.Alert) { raised <- a })
	for _, r := range coverage.Rules {
		fmt.Printf("%s: %d events, %d matches, %d failures, fields never seen: %v\n", r.Rule.Title, r.Events, r.Matches, r.Errors, r.Missing())
	}
	fmt.Println(len(raised), "alerts")
	// Output:
	// Shadow Copies Deleted: 100 events, 100 matches, 0 failures, fields never seen: []
	// 100 alerts
}
