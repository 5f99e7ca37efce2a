package match

// whole is a literal to be equal to, and its number among the author's texts.
type whole struct {
	text    string
	pattern int
}

// equals finds a text that is equal to one of a few literals.
type equals []whole

func (e equals) find(text []byte) int {
	for i := range e {
		if string(text) == e[i].text {
			return e[i].pattern
		}
	}
	return -1
}

func (equals) only() int { return -1 }
