package main

import "time"

// clock returns what tells the time since it was called.
func clock() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
