package evtx

// ErrPanic is what a fault of the decoder, which it recovers from, becomes.
var ErrPanic = errPanic
