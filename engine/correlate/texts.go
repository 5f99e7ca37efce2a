package correlate

// texts numbers texts from 1 on, each as long as somebody holds it.
type texts struct {
	numbers map[string]uint32
	entries slab[text]
}

type text struct {
	text    string
	holders int32
	// Of a key: its groups, and the one that was looked for after the last.
	first, next uint32
}

func newTexts() *texts { return &texts{numbers: map[string]uint32{}} }

// hold returns the number of a text.
func (t *texts) hold(b []byte) uint32 {
	i, ok := t.numbers[string(b)]
	if !ok {
		i = t.entries.take()
		e := t.entries.at(i)
		e.text = string(b)
		t.numbers[e.text] = i
	}
	t.entries.at(i).holders++
	return i
}

func (t *texts) release(i uint32) {
	e := t.entries.at(i)
	if e.holders--; e.holders == 0 {
		delete(t.numbers, e.text)
		t.entries.give(i)
	}
}
