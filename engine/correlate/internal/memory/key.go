package memory

import (
	"encoding/binary"

	"github.com/rulehound/rulehound/engine/alert"
)

// AppendKey appends what tells alerts with different values of fields apart. A
// field without a value differs from one that is empty.
func AppendKey(key []byte, a *alert.Alert, fields []string) []byte {
	for _, f := range fields {
		values := a.Exported(f)
		key = binary.AppendUvarint(key, uint64(len(values)))
		key = appendTexts(key, values...)
	}
	return key
}

// KeyValues is the values of fields that a key was made of; false when it is none.
func KeyValues(key string, fields []string) (map[string][]string, bool) {
	if len(fields) == 0 {
		return nil, key == ""
	}
	d := decoder{rest: key}
	all := make(map[string][]string, len(fields))
	for _, f := range fields {
		all[f] = nil
		for range d.count() {
			all[f] = append(all[f], d.text())
		}
	}
	return all, !d.wrong && d.rest == ""
}
