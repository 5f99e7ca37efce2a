package oracle

import (
	"fmt"
	"math/big"

	"gopkg.in/yaml.v3"
)

// written is one value as the author wrote it.
type written struct {
	null   bool
	text   string   // its source text; of a number, the decimal text
	number *big.Rat // of an unquoted number
}

// scalar reads a YAML scalar. "An unquoted 0x3e7 is YAML's 999 and a quoted one
// is text … An unquoted date or yes is its source text."
func scalar(n *yaml.Node) (written, error) {
	if n.Kind != yaml.ScalarNode {
		return written{}, fmt.Errorf("line %d: not a scalar", n.Line)
	}
	w := written{text: n.Value}
	switch n.ShortTag() {
	case "!!null":
		w.null = true
	case "!!int", "!!float":
		if err := w.readNumber(n); err != nil {
			return w, err
		}
	}
	return w, nil
}

func (w *written) readNumber(n *yaml.Node) error {
	var number any
	if err := n.Decode(&number); err != nil {
		return err
	}
	switch i := number.(type) {
	case int, int64, uint64:
		w.text = fmt.Sprint(i)
		w.number, _ = new(big.Rat).SetString(w.text)
	default: // a fraction; infinities stay text
		w.number, _ = new(big.Rat).SetString(n.Value)
	}
	return nil
}

// pattern returns the value as text with wildcards. A number has none.
func (w written) pattern() pattern {
	if w.number != nil {
		return plain(w.text)
	}
	return parsePattern(w.text)
}
