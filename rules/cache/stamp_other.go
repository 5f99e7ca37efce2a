//go:build !linux

package cache

import (
	"io/fs"
	"time"
)

// identify would return which file it is; here it is known by its content alone.
func identify(fs.FileInfo) (device, inode uint64, changed time.Time, ok bool) { return }
