package main

import "fmt"

// The exit codes, as docs/cli.md promises them.
const (
	exitOK       = 0
	exitFindings = 1 // a command that judges found something
	exitUsage    = 2
	exitFailed   = 3 // something that was asked for could not be done
)

// exit ends a command with a code. Errors of any other type are those of the
// command line's parser and mean wrong usage.
type exit struct {
	code int
	err  error // nil: what there is to say was said
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.code)
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// failed wraps an error of doing, as opposed to one of asking.
func failed(err error) error {
	if err == nil {
		return nil
	}
	return &exit{exitFailed, err}
}

// failedf is failed of a formatted error.
func failedf(format string, args ...any) error { return failed(fmt.Errorf(format, args...)) }

// usagef is an error of asking.
func usagef(format string, args ...any) error { return &exit{exitUsage, fmt.Errorf(format, args...)} }

// status ends a command that has said everything.
func status(code int) error {
	if code == exitOK {
		return nil
	}
	return &exit{code: code}
}
