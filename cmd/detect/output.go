package main

import "io"

// output is standard output. It keeps the first error, so that no command can
// forget to look for a closed pipe or a full disk, and writes nothing after it.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	o.err = err
	return n, err
}
