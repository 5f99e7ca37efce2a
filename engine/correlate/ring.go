package correlate

import "github.com/rulehound/rulehound/engine/alert"

// ring finds groups by their keys, for all correlations that group by the same
// number of fields: an alert that many of them take is looked up once.
type ring struct {
	keys map[string]*keyed
	// Fast path: the last alert is often looked up again, for the next
	// correlation that reads the same fields.
	alert  *alert.Alert
	fields string
	found  *keyed
	buf    []byte
}

// keyed is the groups with one key, one a correlation.
type keyed struct {
	key    string
	groups []*group
	next   int // where the group of the next correlation probably stands
}

// of returns what stands under the values of fields, which are one text in
// joined; it makes it if there is nothing.
func (r *ring) of(a *alert.Alert, fields []string, joined string) *keyed {
	if r.alert == a && r.fields == joined && r.found != nil {
		return r.found
	}
	r.buf = appendKey(r.buf[:0], a, fields)
	k, ok := r.keys[string(r.buf)]
	if !ok {
		k = r.make(string(r.buf))
	}
	r.alert, r.fields, r.found = a, joined, k
	return k
}

// at returns what stands under a key, and makes it if there is nothing.
func (r *ring) at(key string) *keyed {
	if k, ok := r.keys[key]; ok {
		return k
	}
	return r.make(key)
}

func (r *ring) make(key string) *keyed {
	k := &keyed{key: key}
	r.keys[key] = k
	return k
}

// group returns the node's group, nil when it has none.
func (k *keyed) group(n *node) *group {
	for i := range k.groups {
		at := k.next + i
		if at >= len(k.groups) {
			at -= len(k.groups)
		}
		if g := k.groups[at]; g.node == n {
			k.next = at + 1
			if k.next == len(k.groups) {
				k.next = 0
			}
			return g
		}
	}
	return nil
}

func (k *keyed) add(g *group) { k.groups = append(k.groups, g) }

// remove takes a group out, and the key when it was the last.
func (r *ring) remove(g *group) {
	k := g.keyed
	for i := range k.groups {
		if k.groups[i] == g {
			last := len(k.groups) - 1
			copy(k.groups[i:], k.groups[i+1:])
			k.groups[last] = nil
			k.groups, k.next = k.groups[:last], 0
			break
		}
	}
	if len(k.groups) == 0 {
		delete(r.keys, k.key)
		if r.found == k {
			r.found = nil
		}
	}
}
