//go:build unix

package cache

import (
	"os"
	"syscall"
)

// private reports whether nobody but this user could have written the file.
func private(info os.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Geteuid() && info.Mode().Perm()&0o077 == 0
}
