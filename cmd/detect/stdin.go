package main

import (
	"context"
	"io"
)

// interruptible returns r as a reader whose Read ends with ctx. A Read of a
// terminal or a pipe cannot be interrupted, so it is left behind.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	pr, pw := io.Pipe()
	context.AfterFunc(ctx, func() { pw.CloseWithError(ctx.Err()) })
	started := false
	return readerFunc(func(p []byte) (int, error) {
		if !started {
			started = true
			go func() {
				_, err := io.Copy(pw, r)
				pw.CloseWithError(err)
			}()
		}
		return pr.Read(p)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
