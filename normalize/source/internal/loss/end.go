package loss

import (
	"fmt"
	"io/fs"
)

// Ended says that a file cannot be read beyond a byte, and why. Nothing comes
// after it. The path can be taken off, by those who name it themselves.
func Ended(file string, at int64, err error) error {
	return &fs.PathError{Op: "read", Path: file, Err: fmt.Errorf("byte %d: %w", at, err)}
}
