package cache

import (
	"io/fs"
	"syscall"
	"time"
)

// identify returns which file it is, and when anything about it was changed. It returns
// false where that is not known.
func identify(info fs.FileInfo) (device, inode uint64, changed time.Time, ok bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, changed, false
	}
	return uint64(s.Dev), s.Ino, time.Unix(s.Ctim.Unix()), true
}
