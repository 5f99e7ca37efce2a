package normalize

import "testing"

// Rows of tables have as many shapes as columns may be void together: those that never come
// again are not remembered, and leave room for the shapes of other records.
func TestShapesOfRowsAreBounded(t *testing.T) {
	var s shapes
	sketched := func(i int) *arranged { return &arranged{sketch: &row{shape: uint64(i+1) * 0x9e3779b97f4a7c15}} }
	for i := range 4 * maxShapes {
		if sk := sketched(i); s.worth(sk, s.find(sk)) {
			s.add(sk)
		}
	}
	if len(s.known) != manyShapes {
		t.Errorf("%d shapes of rows are remembered, want %d", len(s.known), manyShapes)
	}
	if !s.worth(&arranged{sketch: &unwrapped{}}, nil) {
		t.Error("there is no room for others")
	}
	for i := range 2 * maxShapes {
		for range 2 { // it comes again
			if sk := sketched(-i - 2); s.find(sk) == nil && s.worth(sk, nil) {
				s.add(sk)
			}
		}
	}
	if len(s.known) != maxShapes {
		t.Errorf("%d shapes are remembered, want %d", len(s.known), maxShapes)
	}
}
