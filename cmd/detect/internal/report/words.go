// Package report is what the commands have found, with the text that people get
// of it. Its JSON is what programs get.
package report

import (
	"fmt"
	"time"
)

// Counted returns "1 error" or "2 errors".
func Counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}

func instant(t time.Time) string { return t.Format(time.RFC3339Nano) }
