//go:build race

package engine_test

// racing tells that the race detector slows everything down and empties pools
// at random.
const racing = true
