package source_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

func Example() {
	file, err := source.Read(strings.NewReader(`{"EventID": 5059, "KeyType": "%%2499"}
{"EventID": 5058, "KeyType": "%%24
{"EventID": 5061, "KeyType": "%%2499"}
`), "keys.json")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	for rec, err := range file.Records(context.Background()) {
		switch {
		case errors.Is(err, event.ErrSkip):
			fmt.Println("lost", err)
		case err != nil:
			log.Fatal(err)
		default:
			id, _ := rec.Fields.Get("EventID")
			fmt.Println("line", rec.Source.Line, "event", id)
		}
	}
	fmt.Printf("%+v\n", file.Stats())
	// Output:
	// line 1 event 5059
	// lost keys.json: line 2 (byte 39): malformed record: a string is not closed on its line
	// line 3 event 5061
	// {Format:json Records:2 Bytes:113 Losses:[{Kind:malformed record Count:1 Bytes:35}]}
}
